import type {FillNews} from '../../flows/fill-ends.ts';
import type {FillFigures} from '../../flows/fill-figures.ts';
import {formatCount} from '../../words/count.ts';
import {plainText} from '../../words/plain-text.ts';
import {isTimed} from '../selectors/is-timed.ts';
import type {State} from '../state/state.ts';
import {freshRun} from './fresh-run.ts';
import {note} from './note.ts';
import type {Handlers, Named, Next} from './step.ts';

/** What changes in PostgreSQL is brought to MongoDB. */
export type FillEvents = {
	'fill-told': {news: FillNews};
	/** It ended by itself. */
	'fill-failed': {reason: string};
};

export type FillCommands = {
	/** Asks MongoDB's own books how many facts it holds. */
	'estimate-facts': object;
};

export const fillHandlers: Handlers<FillEvents, FillCommands> = {
	'fill-told': (state, {news}, nowMs) => told(state, news, nowMs),
	'fill-failed': (state, {reason}, nowMs) =>
		note(refillFailed({...state, fill: undefined}, reason), nowMs, `MongoDB is not filled any more: ${reason}`, 'failed'),
};

function told(state: State, news: FillNews, nowMs: number): State | Next<Named<FillCommands>> {
	const {
		scenario: {
			facts: {many},
		},
	} = state;
	switch (news.type) {
		case 'figures':
			return measured(state, news.figures, nowMs);
		case 'brought':
			// PostgreSQL is not counted beside what is timed: MongoDB would seem to hold more than it.
			return isTimed(state.job) ? state : {state, commands: [{type: 'estimate-facts'}]};
		case 'refilling':
			return note(
				state,
				nowMs,
				news.why === 'another'
					? `this MongoDB is new to PostgreSQL: it receives the ${formatCount(news.facts)} ${many} of the window`
					: `MongoDB has lost ${many}: it receives the ${formatCount(news.facts)} of the window again`,
			);
		case 'behind':
			return {...state, refill: {progress: news.refill ?? state.refill?.progress, failure: undefined}};
		case 'whole':
			return whole(state, nowMs);
		case 'failed':
			return refillFailed(state, plainText(news.failure.message));
		case 'live-missed':
			return note(state, nowMs, `Redis was not told of new ${many}: ${news.failure.reason}`, 'failed');
	}
}

/** Reads do not wait for what may never come; the screen says that they find a part. */
function refillFailed(state: State, failure: string): State {
	return state.refill ? {...state, refill: {...state.refill, failure}} : state;
}

/** What was cached of a part is gone from Redis by now. */
function whole(state: State, nowMs: number): State {
	const {
		refill,
		shown,
		scenario: {facts},
	} = state;
	const next = {...state, refill: undefined};
	if (!refill?.progress) {
		return next;
	}

	const filled = note(next, nowMs, `MongoDB is filled: it has the ${formatCount(refill.progress.facts)} ${facts.many} of PostgreSQL's window`, 'done');
	return shown ? {...freshRun(filled, nowMs, 'MongoDB was filled', nowMs), keyExpiresAtMs: undefined, keyRemovedAtMs: nowMs} : filled;
}

/** What holds facts back is said once, and its end. */
function measured(state: State, fill: FillFigures, nowMs: number): State {
	const {
		scenario: {
			facts: {many},
		},
	} = state;
	const next = {...state, fill};
	if (fill.heldBackBy === state.fill?.heldBackBy) {
		return next;
	}

	return fill.heldBackBy === undefined
		? note(next, nowMs, `nothing holds ${many} back from MongoDB any more`)
		: note(next, nowMs, `${many} are held back from MongoDB: ${fill.heldBackBy}`, 'failed');
}
