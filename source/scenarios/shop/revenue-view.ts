import {formatCount} from '../../words/count.ts';
import {dayText, zoneLabel} from '../../words/local-day.ts';
import type {Row, View} from '../view.ts';
import {type AnswerDay, answerDay} from './answer-day.ts';
import type {RevenueReport} from './revenue.ts';
import {type RevenueFigures, revenueFigures} from './revenue-figures.ts';

/** The report as it is shown at an instant (epoch milliseconds): a table of the categories. */
export function revenueView(report: RevenueReport, nowMs: number): View {
	const {categories, totals, windowDays} = report;
	const ofDay = answerDay(report, nowMs);
	const row = (name: string, of: RevenueFigures): Row => ({name, figures: figuresOf(of)});
	return {
		notes: notes(report, ofDay, nowMs),
		above: [`Revenue by category, last ${windowDays} days, without returns`, dayLine(report, ofDay)],
		below: [
			totals.orders === 0
				? 'The window holds no orders yet: run shopstream-tui seed.'
				: 'Orders are distinct: one with items of two categories counts in both, and once in the total.',
		],
		counts: `the table counts ${windowDays} days without returns: ${formatCount(totals.orders)}`,
		body: {
			kind: 'table',
			name: 'revenue',
			rowTitle: 'category',
			columns: revenueFigures.map(({name, title, unit}) => ({name, title: title({day: ofDay.heading, windowDays}), unit})),
			rows: categories.map(of => row(categoryName(of.category), of)),
			totals: figuresOf(totals),
			sharesOf: revenueFigures.findIndex(({name}) => name === 'revenueCents'),
		},
	};
}

function figuresOf(row: RevenueFigures): number[] {
	return revenueFigures.map(({name}) => row[name]);
}

/** The name of a category on the screen. One that is blank gets a name too. */
export function categoryName(category: string): string {
	return /^[\s\u2800]*$/.test(category) ? '(no name)' : category;
}

/** What the figures cover, the longest text first. */
function notes({windowDays, timeZone}: RevenueReport, {now, began}: AnswerDay, nowMs: number): string[] {
	const today = now === undefined ? (began ?? `today ${zoneLabel(timeZone, nowMs)}`) : `it is ${now} now`;
	return [`${windowDays} days, without returns; ${today}`, ...((now ?? began) === undefined ? [`without returns; ${today}`] : []), today];
}

/** Which day the answer counts, and in which zone. */
function dayLine({day, timeZone}: RevenueReport, {now, began}: AnswerDay): string {
	const dated = `${dayText(day)} ${day.slice(0, 4)}`;
	return now === undefined
		? `Today is ${dated} in ${timeZone}${began === undefined ? '.' : `: ${began}.`}`
		: `Of ${dated} in ${timeZone}: today, ${now}, is not in this answer.`;
}
