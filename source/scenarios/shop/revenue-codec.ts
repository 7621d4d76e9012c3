import * as z from 'zod/mini';
import {isTimeZone} from '../../words/local-day.ts';
import {plainText} from '../../words/plain-text.ts';
import {compiledObject} from '../compiled-object.ts';
import {lazily} from '../lazily.ts';
import type {Codec} from '../scenario.ts';
import {categoriesSchema, type RevenueReport, revenueFiguresSchema} from './revenue.ts';

const dayForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Whether a text is a day, `YYYY-MM-DD`. */
export const isDay = (text: string) => dayForm.test(text);

const envelopeSchema = lazily(() =>
	compiledObject({
		report: compiledObject({
			windowDays: z.int().check(z.gte(1)),
			// Their form is looked at below: a check within the schema costs a hit as much as all else of the schema.
			day: z.string(),
			timeZone: z.string(),
			categories: categoriesSchema(),
			totals: revenueFiguresSchema(),
		}),
	}),
);

/** The report as JSON, under the name `report`. */
export const revenueCodec: Codec<RevenueReport> = {
	schema: 'shopstream.cached-revenue/2',
	encode: ({asOfMs: _, ...report}) => ({report}),
	decode(envelope, asOfMs) {
		const parsed = z.safeParse(envelopeSchema(), envelope);
		if (!parsed.success) {
			return {corrupt: plainText(`its ${parsed.error.issues[0]?.path.join('.')} is not as expected`)};
		}

		const {windowDays, day, timeZone, categories, totals} = parsed.data.report;
		if (!isDay(day) || !isTimeZone(timeZone)) {
			return {corrupt: `its report.${isDay(day) ? 'timeZone' : 'day'} is not as expected`};
		}

		for (const row of categories) {
			row.category = plainText(row.category);
		}

		return {asOfMs, windowDays, day, timeZone, categories, totals};
	},
};
