import {formatCount} from '../../words/count.ts';
import {dayOf} from '../../words/local-day.ts';
import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import type {Question} from '../scenario.ts';
import {revenueCodec} from './revenue-codec.ts';
import {mostCategories, reportWindowDays, type RevenueReport} from './revenue.ts';
import {forEachFigure} from './revenue-figures.ts';
import {revenueAnswerSchema, revenuePipeline} from './revenue-pipeline.ts';
import {revenueLedger} from './revenue-sql.ts';

/** Revenue by category. */
export const revenueQuestion: Question<RevenueReport> = {
	key: () => `revenue:${reportWindowDays}d`,
	pipeline: ({asOfMs, timeZone}) => revenuePipeline(asOfMs, timeZone, mostCategories + 1),
	answer(rows, {asOfMs, timeZone}) {
		const parsed = revenueAnswerSchema().safeParse(rows);
		if (!parsed.success) {
			throw new Problem(sayUntold(parsed.error.issues[0]));
		}

		const {categories, totals} = parsed.data[0] ?? {categories: [], totals: forEachFigure(() => 0)};
		return {
			asOfMs,
			windowDays: reportWindowDays,
			day: dayOf(asOfMs, timeZone),
			timeZone,
			categories: categories.map(row => ({...row, category: plainText(row.category)})),
			totals,
		};
	},
	isEmpty: ({totals}) => totals.orders === 0,
	codec: revenueCodec,
	total: {name: 'totalCents', unit: 'money', of: ({totals}) => totals.revenueCents},
	ledger: revenueLedger,
};

const orders = 'shopstream.orders';

/** Why MongoDB's answer cannot be shown. */
export function sayUntold(issue: {readonly code: string; readonly path: readonly PropertyKey[]} | undefined): string {
	if (issue?.code === 'too_big') {
		return `The orders in ${orders} name more than ${formatCount(mostCategories)} categories: more are not shown`;
	}

	return issue?.path.at(-1) === 'category'
		? `The revenue of ${orders} cannot be told by category: MongoDB counts items whose category is no text, mend or remove these`
		: `The revenue of ${orders} cannot be told to the cent (${issue?.path.join('.')}): look for orders of an absurd worth`;
}
