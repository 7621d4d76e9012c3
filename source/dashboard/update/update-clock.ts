import type {Read} from '../../flows/read-answer.ts';
import {type ClockCheck, type ClockDifferences, clockSentences, notableDifferenceMs} from '../../flows/shared-clock.ts';
import type {Answer} from '../../scenarios/scenario.ts';
import {formatDuration} from '../../words/duration.ts';
import {freshRun} from './fresh-run.ts';
import {note} from './note.ts';
import type {State} from '../state/state.ts';

/** Whether a store's clock is far enough from this computer's to be said. */
export function clocksDiffer(clocks: ClockDifferences): boolean {
	return Object.keys(clockSentences(clocks)).length > 0;
}

/** The clocks were compared: what they differ by is said once, and a clock that was moved renames every instant held. */
export function clocksChecked(state: State, {redisMs, mongoMs, nowMs, movedMs, steppedMs}: ClockCheck): State {
	const isMoved = isNotable(movedMs);
	let next: State = {...isMoved ? renamed(state, movedMs) : state, nowMs, clocks: {redisMs, mongoMs}};
	if (steppedMs !== undefined || (isMoved && state.statistics.reads > 0)) {
		// Before and after the step, times do not compare.
		next = freshRun(next, nowMs, 'a clock was set');
	}

	if (steppedMs !== undefined) {
		next = note(next, nowMs, `this computer's clock was set ${steppedMs < 0 ? 'back' : 'forward'} by ${formatDuration(Math.round(Math.abs(steppedMs) / 1000))}: counting anew`);
	}

	for (const [store, beforeMs = 0, differenceMs = 0, sentence] of [
		['Redis', state.clocks.redisMs, redisMs, clockSentences({redisMs, mongoMs}).redis],
		['MongoDB', state.clocks.mongoMs, mongoMs, clockSentences({redisMs, mongoMs}).mongo],
	] as const) {
		if (sentence !== undefined && isNotable(differenceMs - beforeMs)) {
			next = note(next, nowMs, sentence);
		} else if (sentence === undefined && isNotable(beforeMs)) {
			next = note(next, nowMs, `${store}'s clock agrees with this computer's again`);
		}
	}

	return next;
}

function isNotable(ms: number): boolean {
	return Math.abs(ms) > notableDifferenceMs;
}

/** The state with all instants as the clock that was moved names them. */
function renamed(state: State, byMs: number): State {
	const {shown, lastRead, keyExpiresAtMs, keyRemovedAtMs, statistics, truth, shownSinceMs, offAtMs, seededAtMs, recount, runs} = state;
	const moved = <T extends {readonly atMs: number}>(one: T): T => ({...one, atMs: one.atMs + byMs});
	const report = <A extends Answer>(of: A): A => ({...of, asOfMs: of.asOfMs + byMs});
	const valued = <R extends Exclude<Read, {outcome: 'error'}>>(read: R): R => ({...read, servedAtMs: read.servedAtMs + byMs, expiresAtMs: read.expiresAtMs + byMs, answer: report(read.answer)});
	return {
		...state,
		shown: shown && valued(shown),
		lastRead: lastRead && (lastRead.outcome === 'error' ? {...lastRead, servedAtMs: lastRead.servedAtMs + byMs} : valued(lastRead)),
		keyExpiresAtMs: keyExpiresAtMs === undefined ? undefined : keyExpiresAtMs + byMs,
		keyRemovedAtMs: keyRemovedAtMs + byMs,
		statistics: {...statistics, sinceMs: statistics.sinceMs + byMs},
		shownSinceMs: shownSinceMs + byMs,
		offAtMs: offAtMs + byMs,
		seededAtMs: seededAtMs === undefined ? undefined : seededAtMs + byMs,
		recount: recount && moved(recount),
		runs: runs.map(moved),
		truth: truth && {...truth, answer: report(truth.answer)},
	};
}
