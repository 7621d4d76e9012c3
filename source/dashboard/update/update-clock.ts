import type {Read} from '../../flows/read-answer.ts';
import {type ClockCheck, clockNews, isNotable} from '../../flows/shared-clock.ts';
import type {Answer} from '../../scenarios/scenario.ts';
import {formatDuration} from '../../words/duration.ts';
import {freshRun} from './fresh-run.ts';
import {note} from './note.ts';
import type {State} from '../state/state.ts';

/** The clocks were compared: what they differ by is said once, and a clock that was moved renames every instant held. */
export function clocksChecked(state: State, {differences, nowMs, movedMs, steppedMs}: ClockCheck): State {
	const isMoved = isNotable(movedMs);
	let next: State = {...(isMoved ? renamed(state, movedMs) : state), nowMs, clocks: differences};
	if (steppedMs !== undefined || (isMoved && state.statistics.reads > 0)) {
		// Before and after the step, times do not compare.
		next = freshRun(next, nowMs, 'a clock was changed');
	}

	if (steppedMs !== undefined) {
		next = note(
			next,
			nowMs,
			`this computer's clock jumped ${steppedMs < 0 ? 'back' : 'forward'} by ${formatDuration(Math.round(Math.abs(steppedMs) / 1000))}: counting again`,
		);
	}

	return clockNews(state.clocks, differences).reduce((told, sentence) => note(told, nowMs, sentence), next);
}

/** The state with all instants as the clock that was moved names them. */
function renamed(state: State, byMs: number): State {
	const {shown, lastRead, keyExpiresAtMs, keyRemovedAtMs, statistics, truth, shownSinceMs, offAtMs, seededAtMs, recount, runs, activity} = state;
	const {session, streamPace, memory, drill, laboratory, rivals} = state;
	const moved = <T extends {readonly atMs: number}>(one: T): T => ({...one, atMs: one.atMs + byMs});
	const report = <A extends Pick<Answer, 'asOfMs'>>(of: A): A => ({...of, asOfMs: of.asOfMs + byMs});
	const valued = <R extends Exclude<Read, {outcome: 'error'}>>(read: R): R => ({
		...read,
		servedAtMs: read.servedAtMs + byMs,
		expiresAtMs: read.expiresAtMs + byMs,
		answer: report(read.answer),
	});
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
		truth: truth && {...truth, answer: report(truth.answer), live: truth.live && report(truth.live)},
		activity: activity.map(moved),
		session: {
			...session,
			beganMs: session.beganMs + byMs,
			archived: session.archived && moved(session.archived),
			stampedes: session.stampedes.map(moved),
		},
		streamPace: {...streamPace, sinceMs: streamPace.sinceMs + byMs},
		memory: moved(memory),
		drill: drill && (drill.stage === 'lost' ? {...drill, restoresAtMs: drill.restoresAtMs + byMs} : moved(drill)),
		laboratory: {...laboratory, stampede: laboratory.stampede && moved(laboratory.stampede)},
		rivals: {comparison: rivals.comparison && report(rivals.comparison), contention: rivals.contention && moved(rivals.contention)},
	};
}
