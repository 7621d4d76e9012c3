import {formatCount} from '../../words/count.ts';
import {dayOf} from '../../words/local-day.ts';
import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import type {Question} from '../scenario.ts';
import type {Market} from './market.ts';
import {type MerchantSales, salesDays, type Sum} from './merchant-sales.ts';
import {salesCodec} from './sales-codec.ts';
import {salesPipeline, salesRowsSchema} from './sales-pipeline.ts';
import {salesLedger} from './sales-sql.ts';

/** The share of merchants that are popular. They get about half of all questions. */
const popularShare = 0.01;

const nothing = {cents: 0, orders: 0} as const;

const isSameSum = (one: Sum, other: Sum) => one.cents === other.cents && one.orders === other.orders;

/** "Your sales today", asked of one merchant of many. */
export function salesQuestion(market: Market): Question<MerchantSales> {
	const popular = Math.round(market.count * popularShare);
	return {
		abouts: {
			one: 'merchant',
			get all() {
				return market.names();
			},
			draw: market.draw,
			get popularity() {
				return market.popularity();
			},
			rare: {many: `merchants beyond the first ${formatCount(popular)}`, has: merchant => (market.rank(merchant) ?? 0) > popular},
		},
		key: merchant => `sales:${salesDays}d:${merchant}`,
		pipeline: salesPipeline,
		answer(rows, {about, asOfMs, timeZone}) {
			const parsed = salesRowsSchema().safeParse(rows);
			if (!parsed.success) {
				throw new Problem(
					`The sales of ${plainText(about)} cannot be told to the cent (${parsed.error.issues[0]?.path.join('.')}): look for orders of an absurd worth`,
				);
			}

			const {today = nothing, window = nothing} = parsed.data[0] ?? {};
			return {asOfMs, merchant: about, day: dayOf(asOfMs, timeZone), timeZone, today, window};
		},
		// A rare merchant may have sold nothing. If the greatest sold nothing, nobody has sold anything yet.
		isEmpty: ({merchant, window}) => window?.orders === 0 && market.rank(merchant) === 1,
		codec: salesCodec,
		total: {name: 'todayCents', unit: 'money', of: ({today}) => today.cents},
		// The counters count only today.
		isSame: (one, other) => one.day === other.day && isSameSum(one.today, other.today) && (!one.window || !other.window || isSameSum(one.window, other.window)),
		ledger: salesLedger,
	};
}
