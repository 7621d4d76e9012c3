import type {ArchiveResult} from '../../flows/archive-facts.ts';
import type {HistoryResult} from '../../flows/ask-history.ts';
import type {BilledWork} from '../../flows/billing-words.ts';
import {equalText, priceText, scanText, trendDays} from '../../flows/history-words.ts';
import type {Billed} from '../../stores/history.ts';
import type {ShownStudy} from '../state/history.ts';
import {archiveHolding, holding} from './holding.ts';
import {note} from './note.ts';
import {startJob} from './start-job.ts';
import type {Handlers} from './step.ts';

/** Years of facts, asked of the warehouse. That a history is to be made is among the facts: it is asked about first. */
export type HistoryEvents = {
	'history-wished': object;
	/** A history was made: it is archived, and not loaded yet. */
	'history-archived': {result: ArchiveResult};
	'history-studied': {study: ShownStudy};
	/** Nothing is archived. */
	'history-missed': {reason: string};
	/** Another month or day is looked at. */
	'history-moved': {month: string} | {day: string};
	'history-days-wished': {month: string};
	'history-days-asked': {month: string; result: HistoryResult};
	'history-days-closed': object;
	/** The warehouse would bill: it is asked about first. */
	'bill-found': {work: BilledWork; billed: Billed};
};

export type HistoryCommands = {
	/** With `orders` a history of this many is made first. */
	history: {orders?: number};
	'history-days': {month: string};
};

export const historyHandlers: Handlers<HistoryEvents, HistoryCommands> = {
	'history-wished': state => startJob({...state, history: {...state.history, trouble: undefined}}, 'history', 0, {type: 'history'}),
	'history-archived': (state, {result}) => archiveHolding(state, result),
	'history-studied'(state, {study}, nowMs) {
		const {scenario, history} = state;
		const {fromDay, toDay} = study.result.asked;
		const isThere = history.month >= fromDay.slice(0, 7) && history.month <= toDay.slice(0, 7);
		// The last month is seldom over: the one before it says more.
		const whole = new Date(Date.parse(`${toDay.slice(0, 7)}-01`) - 1).toISOString().slice(0, 7);
		const month = isThere ? history.month : whole >= fromDay.slice(0, 7) ? whole : toDay.slice(0, 7);
		const told = [scanText(study.store, study.result), priceText(study), equalText(scenario, study)].filter(text => text !== undefined).join('. ');
		const next = {
			...holding(state, 'history', study.held.days),
			job: undefined,
			history: {study, isEmpty: false, trouble: undefined, month, days: undefined},
		};
		return study.load.oddities.reduce(
			(noted, oddity) => note(noted, nowMs, oddity, 'failed'),
			note(next, nowMs, `history: ${told}`, study.price?.equal === false ? 'failed' : 'done'),
		);
	},
	'history-missed': (state, {reason}, nowMs) =>
		note({...state, job: undefined, history: {...state.history, isEmpty: true, trouble: undefined}}, nowMs, `history: ${reason}`),
	'history-moved': (state, moved) => ({
		...state,
		history:
			'month' in moved ? {...state.history, month: moved.month} : {...state.history, days: state.history.days && {...state.history.days, day: moved.day}},
	}),
	'history-days-wished': (state, {month}) => startJob(state, 'days', 0, {type: 'history-days', month}),
	'history-days-asked'(state, {month, result}) {
		const [best] = trendDays(state.scenario, result).sort((a, b) => b.total - a.total);
		return {...state, job: undefined, history: {...state.history, month, days: {result, day: best!.name}}};
	},
	'bill-found': (state, {work, billed}) => ({...state, question: {about: 'bill', work, billed}}),
	'history-days-closed': state => ({...state, history: {...state.history, days: undefined}}),
};
