import {formatCount} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {dayText} from '../../words/local-day.ts';
import type {Beside} from '../scenario.ts';
import {answerDay} from '../shop/answer-day.ts';
import type {Row, View} from '../view.ts';
import {recentMs} from '../recent.ts';
import type {Market} from './market.ts';
import {type MerchantSales, salesDays} from './merchant-sales.ts';
import {reconcileEverySeconds} from './reconcile-counters.ts';

/**
 * A merchant's sales as they are shown: the cached sales, the counter and MongoDB's present answer side by side, each with how far it is off, and
 * below them the merchants who sold most today.
 */
export function salesView(market: Market): (sales: MerchantSales, nowMs: number, beside?: Beside<MerchantSales>) => View {
	return (sales, nowMs, {truth, live} = {}) => {
		const ofDay = answerDay(sales, nowMs);
		const off = ({day, today}: MerchantSales) => truth && (day === truth.day ? today.cents : 0) - truth.today.cents;
		/** What was asked a while ago (nothing is asked beside a measurement) does not pass for the present. */
		const asked = (name: string, ifNow: string, {asOfMs}: MerchantSales) =>
			nowMs - asOfMs < recentMs ? ifNow : `${name} ${formatDuration(Math.round((nowMs - asOfMs) / 1000))} ago`;
		const row = (name: string, source: string, of: MerchantSales): Row => ({
			name,
			keys: [sales.merchant, source],
			figures: [of.today.cents, of.today.orders, of === truth ? undefined : off(of), of.window?.cents],
		});
		const rank = market.rank(sales.merchant);
		const who = `popularity ${formatCount(rank ?? 0)} of ${formatCount(market.count)}`;
		const when = ofDay.now === undefined ? (ofDay.began ?? 'today') : `it is ${ofDay.now} now`;
		const top = live?.counters?.top ?? [];
		const rankWidth = String(top.length).length;
		return {
			notes: [`${who}; ${when}, without returns`, `${who}; ${when}`, who],
			above: [
				`Sales of ${sales.merchant}, ${who}, without returns`,
				`Today is ${dayText(sales.day)} ${sales.day.slice(0, 4)} in ${sales.timeZone}; the window is the last ${salesDays} days.`,
			],
			below: [...(live ? [counterLine(live, nowMs)] : []), "Merchants sell by Zipf's law: the second sells half of what the first does, the third a third."],
			counts: `${salesDays} days of this merchant, without returns: ${formatCount(sales.window?.orders ?? 0)}`,
			body: {
				kind: 'table',
				name: 'sales',
				rowTitle: sales.merchant,
				keys: ['merchant', 'source'],
				columns: [
					{name: 'todayCents', title: ofDay.heading, unit: 'money'},
					{name: 'orders', title: 'orders', unit: 'count'},
					{name: 'offByCents', title: 'off by', unit: 'money'},
					{name: 'windowCents', title: `${salesDays} days`, unit: 'money'},
				],
				rows: [
					row('cached', 'cached', sales),
					...(live ? [row(asked('counter', 'counter', live), 'counter', live)] : []),
					...(truth ? [row(asked('MongoDB', 'MongoDB now', truth), 'mongo', truth)] : []),
					...top.map(({merchant, cents}, i) => ({
						name: `${String(i + 1).padStart(rankWidth)} ${merchant}`,
						keys: [merchant, 'top'],
						figures: [cents, null, null, null],
					})),
				],
				totals: undefined,
				sharesOf: 0,
				isOpenEnded: true,
			},
		};
	};
}

/** How the counters are kept, and when they were last compared. */
function counterLine({counters}: MerchantSales, nowMs: number): string {
	const reconciled = counters?.reconciled;
	return `Counters are compared with MongoDB every ${reconcileEverySeconds} s${
		reconciled === undefined
			? '.'
			: `, last ${formatDuration(Math.max(0, Math.round((nowMs - reconciled.atMs) / 1000)))} ago: ${reconciled.offCents === 0 ? 'equal' : `${(reconciled.offCents / 100).toFixed(2)} off, mended`}.`
	}`;
}
