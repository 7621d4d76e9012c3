import {expect, test} from 'vitest';
import {sessionSummary} from '../../../source/dashboard/selectors/session-summary.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import type {ClockCheck, ClockDifferences} from '../../../source/flows/shared-clock.ts';
import {comparison} from '../../rival-results.ts';
import {hitOf, nowMs, openState, report, stateAfter, statistics, truth} from '../desk.ts';

const checked = (state: State, ...checks: ReadonlyArray<Partial<ClockCheck & ClockDifferences>>) =>
	checks.reduce<State>(
		(now, {postgres, mongo = 0, redis = 0, ...check}) =>
			stateAfter(now, {type: 'clocks-checked', check: {differences: {postgres, mongo, redis}, nowMs, movedMs: 0, steppedMs: undefined, ...check}}),
		state,
	);
const noFacts = {facts: 0, worth: 0, fingerprint: '0'};
const texts = ({activity}: State) => activity.map(({text}) => text);

const shown = hitOf(report({Books: 100}, nowMs - 60_000), 60);
const running: State = {
	...openState,
	shown,
	lastRead: shown,
	keyExpiresAtMs: nowMs + 240_000,
	keyRemovedAtMs: nowMs - 70_000,
	statistics: statistics(100, 98),
	truth: truth(100),
};

test('clocks that agree change nothing and say nothing', () => {
	expect(checked(running, {}, {redis: 900})).toEqual({...running, clocks: {postgres: undefined, mongo: 0, redis: 900}});
});

test('a difference is said once, again when it changes, and when it is over', () => {
	const apart = checked(openState, {redis: 60_000, movedMs: 60_000, nowMs: nowMs + 60_000}, {redis: 60_040, nowMs: nowMs + 120_000});
	expect(texts(apart)).toEqual(["Redis's clock is 1 min ahead of this computer's: all times here are Redis's"]);
	expect(apart).toMatchObject({nowMs: nowMs + 120_000, clocks: {redis: 60_040}});
	expect(texts(checked(apart, {mongo: -3000, postgres: 120_000}))).toEqual([
		"Redis's clock agrees with this computer's again",
		"MongoDB's clock is 3 s behind this computer's",
		"PostgreSQL's clock is 2 min ahead of this computer's",
		...texts(apart),
	]);
});

test('clocks that differ at the very start are said, and nothing is counted anew', () => {
	const state = checked(openState, {redis: -60_000, movedMs: -60_000, nowMs: nowMs - 60_000});
	expect(state).toMatchObject({recount: openState.recount, statistics: {sinceMs: nowMs - 60_000}});
	expect(texts(state)).toHaveLength(1);
});

test.each([-60_000, -86_400_000, 3_600_000])('set by %d ms together with Redis: every instant held goes with it, and counting begins anew', byMs => {
	const state = checked(running, {movedMs: byMs, steppedMs: byMs, nowMs: nowMs + byMs});
	expect(state).toMatchObject({
		nowMs: nowMs + byMs,
		shown: {servedAtMs: nowMs + byMs, expiresAtMs: nowMs + byMs + 240_000, answer: {asOfMs: nowMs + byMs - 60_000}},
		keyExpiresAtMs: nowMs + byMs + 240_000,
		keyRemovedAtMs: nowMs + byMs - 70_000,
		truth: {answer: {asOfMs: nowMs + byMs}},
		statistics: {sinceMs: nowMs + byMs, reads: 0},
	});
	expect(texts(state)[0]).toMatch(/^this computer's clock jumped (back|forward) by .+: counting again$/);
	// What is read from now on is counted.
	const next = stateAfter(state, {type: 'reads-ended', reads: [{...shown, servedAtMs: nowMs + byMs + 1000}], asked: {queries: 0, fillsMs: [], shed: 0}});
	expect(next.statistics.reads).toBe(1);
	expect(next.keyExpiresAtMs).toBeDefined();
});

test('a clock that is moved takes what was said, archived and measured along, and the session ran as long as it did', () => {
	const byMs = -3_600_000;
	const busy = stateAfter(
		running,
		{type: 'facts-streamed', count: 10},
		{type: 'day-lost', loss: {day: '2026-11-24', isScratch: false, before: noFacts, lost: noFacts}, restoresAtMs: nowMs + 20_000},
	);
	const before: State = {
		...busy,
		session: {...busy.session, reads: 100, beganMs: nowMs - 90_000, archived: {rows: 9, objects: 1, atMs: nowMs - 5000}},
		rivals: {comparison, contention: undefined},
	};
	const state = checked(before, {movedMs: byMs, nowMs: nowMs + byMs});
	expect(state).toMatchObject({
		session: {beganMs: nowMs + byMs - 90_000, archived: {atMs: nowMs + byMs - 5000}},
		drill: {restoresAtMs: nowMs + byMs + 20_000},
		streamPace: {sinceMs: before.streamPace.sinceMs + byMs},
		rivals: {comparison: {asOfMs: comparison.asOfMs + byMs}},
	});
	expect(state.activity.map(({atMs}) => atMs)).toEqual(before.activity.map(({atMs}) => atMs + byMs));
	expect(sessionSummary(state, nowMs + byMs, true, 80)).toMatch(/^shopstream-tui ran for 1 min 30 s,/);
});

test('set while Redis keeps the time: nothing is renamed, and counting begins anew with a word', () => {
	const state = checked(running, {redis: 60_000, steppedMs: -60_000, nowMs: nowMs + 500});
	expect(state).toMatchObject({shown, keyExpiresAtMs: running.keyExpiresAtMs, statistics: {sinceMs: nowMs + 500, reads: 0}});
	expect(texts(state)).toEqual([
		"Redis's clock is 1 min ahead of this computer's: all times here are Redis's",
		"this computer's clock jumped back by 1 min: counting again",
	]);
});
