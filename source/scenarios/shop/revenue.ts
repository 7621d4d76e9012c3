import * as z from 'zod/mini';
import {compiledObject} from '../compiled-object.ts';
import {localDay} from '../../words/local-day.ts';
import {lazily} from '../lazily.ts';
import {brokenFigure, forEachFigure, type RevenueFigures} from './revenue-figures.ts';

/** Days the revenue report looks back from its `asOf`. */
export const reportWindowDays = 30;

/** Days an order stays in the window before MongoDB's TTL index removes it. */
export const windowDays = 35;

const dayMs = 86_400_000;

export type CategoryRevenue = RevenueFigures & {readonly category: string};

/** Revenue by category, highest first. */
export type RevenueReport = {
	/** Epoch milliseconds: the instant the aggregation began. */
	readonly asOfMs: number;
	readonly windowDays: number;
	/** The day that `todayCents` counts, `YYYY-MM-DD`: that of `asOf` in `timeZone`. */
	readonly day: string;
	/** IANA name. */
	readonly timeZone: string;
	readonly categories: readonly CategoryRevenue[];
	readonly totals: RevenueFigures;
};

/** The values of the orders of a report, without returns: n, Σ value in cents, Σ value² in cents². */
export type OrderValues = {readonly orders: number; readonly cents: number; readonly squareCents: number};

const figures = () => forEachFigure(() => z.number());

export const revenueFiguresSchema = lazily(() =>
	compiledObject(
		figures(),
		z.check<RevenueFigures>(({value, issues}) => {
			const name = brokenFigure(value);
			if (name !== undefined) {
				issues.push({code: 'custom', input: value, path: [name], message: 'not a whole number'});
			}
		}),
	),
);

/** The most categories that a report has. */
export const mostCategories = 10_000;

/** Rows of a report. One check covers all of them: every hit validates them, and hits are what is measured. */
export const categoriesSchema = lazily(() =>
	z.array(compiledObject({category: z.string(), ...figures()})).check(
		z.maxLength(mostCategories),
		z.check<CategoryRevenue[]>(({value, issues}) => {
			for (const [i, row] of value.entries()) {
				const name = brokenFigure(row);
				if (name !== undefined) {
					issues.push({code: 'custom', input: row, path: [i, name], message: 'not a whole number'});
				}
			}
		}),
	),
);

/** The bounds of a report, in epoch milliseconds: placed in (`fromMs`, `asOfMs`]; today starts at `todayMs`. */
export function reportBounds(asOfMs: number, windowDays = reportWindowDays, timeZone = 'UTC'): {fromMs: number; todayMs: number} {
	return {fromMs: asOfMs - windowDays * dayMs, todayMs: localDay(asOfMs, timeZone).startMs};
}
