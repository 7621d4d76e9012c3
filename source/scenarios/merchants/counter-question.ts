import {dayOf} from '../../words/local-day.ts';
import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import type {LiveQuestion} from '../live.ts';
import {pairsIn} from './count-orders.ts';
import {centsOf, counterKeys, ofAll, ordersOf} from './counter-keys.ts';
import type {MerchantSales} from './merchant-sales.ts';

/** The length of the list of those who sold most. */
const topCount = 20;

/** "Your sales today", answered by the counters. */
export const counterQuestion: LiveQuestion<MerchantSales> = {
	title: 'Redis counter',
	commands({about, ...at}) {
		const {totals} = counterKeys(dayOf(at.asOfMs, at.timeZone), at);
		return [['HMGET', totals, centsOf(about), ordersOf(about), ofAll.whole, ofAll.reconciledAtMs, ofAll.offCents]];
	},
	beside(at) {
		const {top} = counterKeys(dayOf(at.asOfMs, at.timeZone), at);
		return [['ZREVRANGE', top, 0, topCount - 1, 'WITHSCORES']];
	},
	answer([ofMerchant, top = []], {about, asOfMs, timeZone}) {
		const [cents, orders, whole, atMs, offCents] = ofMerchant as ReadonlyArray<string | null>;
		if (whole === null) {
			throw new Problem('the counters of today are not whole: they are made anew from MongoDB');
		}

		const today = {cents: Number(cents ?? 0), orders: Number(orders ?? 0)};
		if (!Number.isSafeInteger(today.cents) || !Number.isSafeInteger(today.orders)) {
			throw new Problem(`the counter of ${plainText(about)} is no whole number: it is mended when it is next compared with MongoDB`);
		}

		return {
			asOfMs,
			merchant: about,
			day: dayOf(asOfMs, timeZone),
			timeZone,
			today,
			counters: {
				top: [...pairsIn(top)].map(([merchant, cents]) => ({merchant: plainText(merchant), cents: Number(cents)})).filter(({cents}) => cents > 0),
				reconciled: atMs == null ? undefined : {atMs: Number(atMs), offCents: Number(offCents)},
			},
		};
	},
	note: 'The counter counts today alone: of the last 30 days it knows nothing.',
};
