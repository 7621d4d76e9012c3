import {expect, test} from 'vitest';
import type {State} from '../../../source/dashboard/state/state.ts';
import type {ClockCheck} from '../../../source/flows/shared-clock.ts';
import {nowMs, openState, report, stateAfter, statistics, truth} from '../desk.ts';

const agreed: ClockCheck = {redisMs: 0, mongoMs: 0, nowMs, movedMs: 0, steppedMs: undefined};
const checked = (state: State, ...checks: ReadonlyArray<Partial<ClockCheck>>) => checks.reduce<State>((now, check) => stateAfter(now, {type: 'clocks-checked', check: {...agreed, ...check}}), state);
const texts = ({activity}: State) => activity.map(({text}) => text);

const shown = {
	about: '', outcome: 'hit', stores: {redis: {state: 'up'}}, stands: true, latencyMs: 0.2, servedAtMs: nowMs, ageMs: 60_000,
	expiresAtMs: nowMs + 240_000, answer: report({Books: 100}, nowMs - 60_000),
} as const;
const running: State = {
	...openState, shown, lastRead: shown, keyExpiresAtMs: nowMs + 240_000, keyRemovedAtMs: nowMs - 70_000, statistics: statistics(100, 98), truth: truth(100),
};

test('clocks that agree change nothing and say nothing', () => {
	expect(checked(running, {}, {redisMs: 900, mongoMs: undefined})).toEqual({...running, clocks: {redisMs: 900, mongoMs: undefined}});
});

test('a difference is said once, again when it changes, and when it is over', () => {
	const apart = checked(openState, {redisMs: 60_000, movedMs: 60_000, nowMs: nowMs + 60_000}, {redisMs: 60_040, nowMs: nowMs + 120_000});
	expect(texts(apart)).toEqual(['Redis\'s clock is 1 min ahead of this computer\'s: all times here are Redis\'s']);
	expect(apart).toMatchObject({nowMs: nowMs + 120_000, clocks: {redisMs: 60_040}});
	expect(texts(checked(apart, {redisMs: 0, mongoMs: -3000}))).toEqual([
		'MongoDB\'s clock is 3 s behind this computer\'s', 'Redis\'s clock agrees with this computer\'s again', ...texts(apart),
	]);
});

test('clocks that differ at the very start are said, and nothing is counted anew', () => {
	const state = checked(openState, {redisMs: -60_000, movedMs: -60_000, nowMs: nowMs - 60_000});
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
	expect(texts(state)[0]).toMatch(/^this computer's clock was set (back|forward) by .+: counting anew$/);
	// What is read from now on is counted.
	const next = stateAfter(state, {type: 'reads-ended', reads: [{...shown, servedAtMs: nowMs + byMs + 1000}], asked: {queries: 0, fillsMs: [], shed: 0}});
	expect(next.statistics.reads).toBe(1);
	expect(next.keyExpiresAtMs).toBeDefined();
});

test('set while Redis keeps the time: nothing is renamed, and counting begins anew with a word', () => {
	const state = checked(running, {redisMs: 60_000, steppedMs: -60_000, nowMs: nowMs + 500});
	expect(state).toMatchObject({shown, keyExpiresAtMs: running.keyExpiresAtMs, statistics: {sinceMs: nowMs + 500, reads: 0}});
	expect(texts(state)).toEqual([
		'Redis\'s clock is 1 min ahead of this computer\'s: all times here are Redis\'s',
		'this computer\'s clock was set back by 1 min: counting anew',
	]);
});
