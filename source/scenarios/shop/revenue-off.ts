import type {RevenueReport} from './revenue.ts';

/** A figure's distance from the truth: shown minus true. */
export type Off = {
	readonly cents: number;
	/** Of the true figure; undefined when that is 0. */
	readonly share: number | undefined;
};

/** How far a shown report is from the truth. */
export type OffBy = {
	readonly today: Off;
	/** The shown report is of a day that is over: of the truth's day it holds nothing, which is off by all of it. */
	readonly isOfOtherDay: boolean;
	/** Over the report's window. */
	readonly window: Off;
	/** The category whose figure of today is furthest off in money; undefined while none is off. */
	readonly worst: (Off & {readonly category: string}) | undefined;
};

/**
 * Compares what is shown with the truth. A category that one of the two lacks counts as 0 there. A value from before
 * midnight holds nothing of the truth's day: yesterday's figure is never compared with today's.
 */
export function offBy(shown: RevenueReport, truth: RevenueReport): OffBy {
	const isOfOtherDay = shown.day !== truth.day || shown.timeZone !== truth.timeZone;
	const today = (report: RevenueReport) => new Map(report.categories.map(({category, todayCents}) => [category, report === shown && isOfOtherDay ? 0 : todayCents]));
	const [shownToday, trueToday] = [today(shown), today(truth)];
	let worst: OffBy['worst'];
	for (const category of new Set([...shownToday.keys(), ...trueToday.keys()])) {
		const off = between(shownToday.get(category) ?? 0, trueToday.get(category) ?? 0);
		if (off.cents !== 0 && Math.abs(off.cents) > Math.abs(worst?.cents ?? 0)) {
			worst = {...off, category};
		}
	}

	return {
		isOfOtherDay,
		today: between(isOfOtherDay ? 0 : shown.totals.todayCents, truth.totals.todayCents),
		window: between(shown.totals.revenueCents, truth.totals.revenueCents),
		worst,
	};
}

function between(shownCents: number, trueCents: number): Off {
	const cents = shownCents - trueCents;
	return {cents, share: trueCents === 0 ? undefined : cents / trueCents};
}
