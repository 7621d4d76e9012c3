import {expect, test} from 'vitest';
import type {State} from '../../../source/dashboard/state/state.ts';
import type {ClockCheck, ClockDifferences} from '../../../source/flows/shared-clock.ts';
import {hitOf, nowMs, openState, report, stateAfter, statistics, truth} from '../desk.ts';

const checked = (state: State, ...checks: ReadonlyArray<Partial<ClockCheck & ClockDifferences>>) =>
	checks.reduce<State>(
		(now, {postgres, mongo = 0, redis = 0, ...check}) =>
			stateAfter(now, {type: 'clocks-checked', check: {differences: {postgres, mongo, redis}, nowMs, movedMs: 0, steppedMs: undefined, ...check}}),
		state,
	);
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

test('set while Redis keeps the time: nothing is renamed, and counting begins anew with a word', () => {
	const state = checked(running, {redis: 60_000, steppedMs: -60_000, nowMs: nowMs + 500});
	expect(state).toMatchObject({shown, keyExpiresAtMs: running.keyExpiresAtMs, statistics: {sinceMs: nowMs + 500, reads: 0}});
	expect(texts(state)).toEqual([
		"Redis's clock is 1 min ahead of this computer's: all times here are Redis's",
		"this computer's clock jumped back by 1 min: counting again",
	]);
});
