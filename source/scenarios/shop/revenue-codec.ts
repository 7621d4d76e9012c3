import {isTimeZone} from '../../words/local-day.ts';
import {plainText} from '../../words/plain-text.ts';
import type {Codec} from '../scenario.ts';
import {type CategoryRevenue, mostCategories, type RevenueReport} from './revenue.ts';
import {brokenFigure, type RevenueFigures} from './revenue-figures.ts';

const dayForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether a text is a day, `YYYY-MM-DD`. */
export const isDay = (text: string) => dayForm.test(text);

/** The report as JSON, under the name `report`. */
export const revenueCodec: Codec<RevenueReport> = {
	schema: 'shopstream.cached-revenue/2',
	encode: ({asOfMs: _, ...report}) => ({report}),
	decode(envelope: {readonly report?: unknown}, asOfMs) {
		const {report} = envelope;
		const wrong = wrongMember(report);
		if (wrong !== undefined) {
			return {corrupt: `its report${wrong} is not as expected`};
		}

		const {windowDays, day, timeZone, categories, totals} = report as Stored;
		for (const row of categories) {
			row.category = plainText(row.category);
		}

		return {asOfMs, windowDays, day, timeZone, categories, totals};
	},
};

type Stored = Omit<RevenueReport, 'asOfMs' | 'categories'> & {readonly categories: ReadonlyArray<{category: string} & CategoryRevenue>};

/**
 * The path of the first member that is not as expected; '' where that is the whole. Written by hand and with few calls, because every hit pays for
 * it: reads are so rare that Node interprets this code and never compiles it.
 */
function wrongMember(report: unknown): string | undefined {
	if (!isRecord<Stored>(report)) {
		return '';
	}

	const {windowDays, day, timeZone, categories, totals} = report;
	if (typeof windowDays !== 'number' || !Number.isSafeInteger(windowDays) || windowDays < 1) {
		return '.windowDays';
	}

	if (typeof day !== 'string' || !isDay(day)) {
		return '.day';
	}

	if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) {
		return '.timeZone';
	}

	if (!Array.isArray(categories) || categories.length > mostCategories) {
		return '.categories';
	}

	for (let i = 0; i < categories.length; i++) {
		const row: unknown = categories[i];
		const wrong = isRecord<CategoryRevenue>(row) ? (typeof row.category === 'string' ? wrongFigure(row) : '.category') : '';
		if (wrong !== undefined) {
			return `.categories.${i}${wrong}`;
		}
	}

	const wrong = isRecord<RevenueFigures>(totals) ? wrongFigure(totals) : '';
	return wrong === undefined ? undefined : `.totals${wrong}`;
}

function wrongFigure(row: {readonly [Name in keyof RevenueFigures]?: unknown}): string | undefined {
	const name = brokenFigure(row);
	return name === undefined ? undefined : `.${name}`;
}

/** Whether JSON is an object, which may have any of these members. */
function isRecord<T extends object>(json: unknown): json is {readonly [Member in keyof T]?: unknown} {
	return typeof json === 'object' && json !== null && !Array.isArray(json);
}
