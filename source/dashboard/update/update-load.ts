import type {Truth} from '../../flows/measure-truth.ts';
import type {Read} from '../../flows/read-answer.ts';
import {type Protection, protectionText} from '../../lab/protections.ts';
import {formatDuration} from '../../words/duration.ts';
import {loadText} from '../selectors/present-load.ts';
import type {State, Viewers} from '../state/state.ts';
import {freshRun} from './fresh-run.ts';
import {note, noteLatest} from './note.ts';
import type {Handlers} from './step.ts';
import {type Asked, readsEnded, truthMeasured} from './update-reads.ts';

/** Who reads, behind which protection, from how slow an origin; and what comes of it. */
export type LoadEvents = {
	'viewers-chosen': {viewers: Viewers};
	'protection-chosen': {protection: Protection};
	/** Added to each query of MongoDB for a read. */
	'added-fill-chosen': {seconds: number};
	paused: {isPaused: boolean};
	'read-wished': object;
	/** Reads of the load ended; with what was asked of the origin, filled and shed meanwhile. */
	'reads-ended': {reads: readonly Read[]; asked: Asked};
	/** `isExtra`: not asked in its turn, but because another value is shown; it counts in no mean. */
	'truth-measured': {truth: Truth; everySeconds: number; isExtra?: boolean};
};

export type LoadCommands = {
	/** One read more, now. */
	'read-now': object;
};

export const loadHandlers: Handlers<LoadEvents, LoadCommands> = {
	'viewers-chosen'(state, {viewers}, nowMs) {
		const next = {...otherLoad(state, nowMs, 'the viewers changed'), viewers};
		return noteLatest(next, nowMs, `load: ${loadText(next)}`, 'load');
	},
	'protection-chosen': (state, {protection}, nowMs) =>
		note({...otherLoad(state, nowMs, 'the protection changed'), protection}, nowMs, `protection: ${protectionText(protection)}`),
	'added-fill-chosen'(state, {seconds}, nowMs) {
		const text = seconds === 0 ? 'slow origin off' : `slow origin: ${formatDuration(seconds)} added to each query`;
		return noteLatest({...otherLoad(state, nowMs, 'the slow origin changed'), addedFillSeconds: seconds}, nowMs, text, 'slow origin');
	},
	// A rate over time in which nothing was read would be none.
	paused: (state, {isPaused}, nowMs) =>
		note({...freshRun(state, nowMs, isPaused ? 'a pause' : 'a pause ended'), isPaused}, nowMs, isPaused ? 'paused: nothing is read' : 'reading again'),
	'read-wished': state => ({state, commands: [{type: 'read-now'}]}),
	'reads-ended': (state, {reads, asked}) => readsEnded(state, reads, asked),
	'truth-measured': (state, event) => truthMeasured(state, event),
};

/** What was simulated and what was seen was of the load before: it does not belong beside the theory of this one. */
export function otherLoad(state: State, nowMs: number, why: string): State {
	const next = freshRun(state, nowMs, why);
	return {...next, laboratory: {...next.laboratory, ghosts: [], whatIf: [], answer: undefined, simulatingSeconds: undefined}};
}
