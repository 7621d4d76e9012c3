import {expect, test} from 'vitest';
import {beforeText, recountText, waitsUntilMs} from '../../../source/dashboard/selectors/recount.ts';
import type {Recount, State} from '../../../source/dashboard/state/state.ts';
import {nowMs, openState, statistics} from '../desk.ts';

const recount = (before: Recount['before']): Recount => ({why: 'the TTL changed', atMs: nowMs, before, ttlSeconds: 300});
const counting = (sinceMs: number, changes: Partial<State> = {}): State => ({
	...openState,
	recount: recount(undefined),
	statistics: statistics(0, 0, {sinceMs}),
	...changes,
});

test('what the reads before came to', () => {
	expect(beforeText(recount(undefined))).toBe('nothing was read before');
	expect(beforeText(recount(statistics(154, 152, {ageMs: 62_000})))).toBe('before: 154 reads, 98.7 % hits, 1 min 2 s old');
	expect(beforeText(recount(statistics(1, 0, {ageMs: 40})))).toBe('before: 1 read, 0 % hits, 0 s old');
	// Reads that all failed have no age.
	const failed = {...statistics(3, 0), outcomes: {...openState.statistics.outcomes, error: 3}, ageSumMs: 0};
	expect(beforeText(recount(failed))).toBe('before: 3 reads, 0 % hits');
});

test('a TTL that waits for the next fill says until when; one that acts says since when', () => {
	const waits = counting(nowMs + 60_000);
	expect([waitsUntilMs(waits), recountText(waits)]).toEqual([nowMs + 60_000, 'The old TTL runs until 12:01:00; counting starts then']);
	const acts = counting(nowMs);
	expect([waitsUntilMs(acts), recountText(acts)]).toEqual([undefined, 'Counting again since 12:00:00: the TTL changed']);
	expect(recountText({...waits, nowMs: nowMs + 60_000})).toBe('Counting again since 12:01:00: the TTL changed');
});

test('what acts at once is not of the future, though the clock has not ticked yet', () => {
	expect(waitsUntilMs(counting(nowMs, {nowMs: nowMs - 900}))).toBeUndefined();
});

test('the first run has no word of it', () => {
	expect(recountText({...counting(nowMs + 60_000), recount: undefined})).toBeUndefined();
});
