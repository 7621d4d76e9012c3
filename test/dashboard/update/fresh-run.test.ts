import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {freshRun} from '../../../source/dashboard/update/fresh-run.ts';
import {ghostLimit} from '../../../source/dashboard/state/laboratory-state.ts';
import {emptyStatistics, type State} from '../../../source/dashboard/state/state.ts';
import {nowMs, openState, statistics, truth} from '../desk.ts';

const run: State = {
	...openState,
	ttlSeconds: 60,
	truth: truth(1_000_000),
	statistics: {...statistics(200, 150), shed: 7, truths: 3, offSum: 60_000},
	laboratory: {
		...openState.laboratory,
		guess: {hitRate: 0.6, ttlSeconds: 60, isPlacing: false},
		theory: {question: 'q', isCurrent: true, present: undefined, band: {low: 0.1, high: 0.2}, reads: 200, seenHitRate: 0.75, curve: []},
		whatIf: [{ttlSeconds: 5, hitRate: 0.1, meanAgeSeconds: 1, originPerSecond: 1, reads: 9}],
	},
};

test('statistics start afresh at the instant of the change, and nothing else of the state moves', () => {
	const next = freshRun(run, nowMs + 5000, 'it was asked');
	expect(next.statistics).toEqual(emptyStatistics(nowMs + 5000));
	expect({...next, statistics: run.statistics, laboratory: run.laboratory, recount: undefined}).toEqual(run);
	expect(next.recount).toEqual({why: 'it was asked', atMs: nowMs + 5000, before: run.statistics, ttlSeconds: 60});
	// A run without a read leaves what stood before it.
	expect(freshRun({...next, ttlSeconds: 5}, nowMs + 6000, 'once more').recount).toEqual({
		why: 'once more',
		atMs: nowMs + 6000,
		before: run.statistics,
		ttlSeconds: 60,
	});
});

test('what was seen stays as a ghost, at the TTL it was seen at', () => {
	expect(freshRun({...run, statistics: {...run.statistics, sinceMs: nowMs - 100_000}}, nowMs, 'it was asked').laboratory.ghosts).toMatchObject([
		{ttlSeconds: 60, hitRate: 0.75, meanAgeSeconds: 60, originPerSecond: 0.5, errorShare: expect.closeTo(0.02, 12) as number},
	]);
});

test('too few reads leave no ghost, and take none away', () => {
	const ghosts = freshRun(run, nowMs, 'it was asked').laboratory.ghosts;
	const few = freshRun({...run, statistics: statistics(19, 10), laboratory: {...run.laboratory, ghosts}}, nowMs, 'it was asked');
	expect(few.laboratory.ghosts).toEqual(ghosts);
});

test('a guess was about the run before, and so was the theory; what was simulated is left to the change', () => {
	const {laboratory} = freshRun(run, nowMs, 'it was asked');
	expect(laboratory.guess).toBeUndefined();
	expect(laboratory.theory).toEqual({...run.laboratory.theory, isCurrent: false});
	expect(laboratory.whatIf).toBe(run.laboratory.whatIf);
	expect(freshRun(openState, nowMs, 'it was asked').laboratory.theory).toBeUndefined();
});

describe('ghosts', () => {
	test('are the last ones, oldest first, and never more than can be told apart', () => {
		fc.assert(
			fc.property(fc.array(fc.record({reads: fc.integer({min: 0, max: 60}), ttlSeconds: fc.integer({min: 1, max: 86_400})}), {maxLength: 40}), runs => {
				const end = runs.reduce<State>(
					(state, {reads, ttlSeconds}) =>
						freshRun({...state, ttlSeconds, statistics: statistics(reads, 0, {sinceMs: nowMs - 100_000_000})}, nowMs, 'it was asked'),
					openState,
				);
				const seen = runs.filter(({reads}) => reads >= 20).map(({ttlSeconds}) => ttlSeconds);
				expect(end.laboratory.ghosts.map(({ttlSeconds}) => ttlSeconds)).toEqual(seen.slice(-ghostLimit));
			}),
		);
	});
});
