import {dayText} from '../../words/local-day.ts';
import type {OffBy} from '../error-model.ts';
import type {RevenueReport} from './revenue.ts';
import {categoryName} from './revenue-view.ts';

/**
 * How far a shown report is from the truth, in money: today, the window, and the category whose figure for today is furthest off. A category that
 * is missing in one of the two counts as 0 there. A report from before midnight knows nothing of the truth's day: yesterday's figure is never
 * compared with today's.
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

	const cents = ({totals}: RevenueReport) => ({todayCents: totals.todayCents, windowCents: totals.revenueCents});
	return {rows: rowsOff(cents(shown), cents(truth), {days: shown.windowDays, otherDay: isOfOtherDay ? truth.day : undefined}), worst};
}

/** Sums of today, and of the window where they are known. */
type Taken = {readonly todayCents: number; readonly windowCents: number | undefined};

/**
 * How far shown sums are from the true ones: today, and the window where both know it.
 * @param options.otherDay the truth's day, where the shown sums are of another day and know nothing of it
 */
export function rowsOff(shown: Taken, truth: Taken, {days, otherDay}: {readonly days: number; readonly otherDay: string | undefined}): OffBy['rows'] {
	return [
		{
			id: 'today',
			name: 'today',
			...between(otherDay === undefined ? shown.todayCents : 0, truth.todayCents),
			truth: truth.todayCents,
			...(otherDay !== undefined && {missing: `today (${dayText(otherDay)})`}),
		},
		...(shown.windowCents !== undefined && truth.windowCents !== undefined
			? [
					{
						id: 'window',
						name: `${days} days`,
						shortName: `${days} d`,
						inFull: `the last ${days} days`,
						...between(shown.windowCents, truth.windowCents),
						truth: truth.windowCents,
					},
				]
			: []),
	];
}

/** How far a sum is from the true one. */
function between(shownCents: number, trueCents: number) {
	const amount = shownCents - trueCents;
	return {unit: 'money', amount, share: trueCents === 0 ? undefined : amount / trueCents} as const;
}
