import {dayText} from '../../words/local-day.ts';
import type {OffBy} from '../error-model.ts';
import type {RevenueReport} from './revenue.ts';
import {categoryName} from './revenue-view.ts';

/**
 * How far a shown report is from the truth, in money: today, the window, and the category whose figure of today is furthest
 * off. A category that one of the two lacks counts as 0 there. A value from before midnight holds nothing of the truth's
 * day: yesterday's figure is never compared with today's.
 */
export function offBy(shown: RevenueReport, truth: RevenueReport): OffBy {
	const isOfOtherDay = shown.day !== truth.day || shown.timeZone !== truth.timeZone;
	const today = (report: RevenueReport) =>
		new Map(report.categories.map(({category, todayCents}) => [category, report === shown && isOfOtherDay ? 0 : todayCents]));
	const [shownToday, trueToday] = [today(shown), today(truth)];
	let worst: OffBy['worst'];
	for (const category of new Set([...shownToday.keys(), ...trueToday.keys()])) {
		const off = between(shownToday.get(category) ?? 0, trueToday.get(category) ?? 0);
		if (off.amount !== 0 && Math.abs(off.amount) > Math.abs(worst?.amount ?? 0)) {
			worst = {...off, name: categoryName(category)};
		}
	}

	const days = `${shown.windowDays} days`;
	return {
		rows: [
			{
				id: 'today',
				name: 'today',
				...between(isOfOtherDay ? 0 : shown.totals.todayCents, truth.totals.todayCents),
				truth: truth.totals.todayCents,
				...(isOfOtherDay && {missing: `today (${dayText(truth.day)})`}),
			},
			{
				id: 'window',
				name: days,
				shortName: `${shown.windowDays} d`,
				inFull: `the last ${days}`,
				...between(shown.totals.revenueCents, truth.totals.revenueCents),
				truth: truth.totals.revenueCents,
			},
		],
		worst,
	};
}

/** How far a sum is from the true one. */
export function between(shownCents: number, trueCents: number) {
	const amount = shownCents - trueCents;
	return {unit: 'money', amount, share: trueCents === 0 ? undefined : amount / trueCents} as const;
}
