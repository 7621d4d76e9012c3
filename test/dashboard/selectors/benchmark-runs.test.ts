import {expect, test} from 'vitest';
import {earlierRuns, remarksOf} from '../../../source/dashboard/selectors/benchmark-runs.ts';
import type {BenchmarkRun} from '../../../source/dashboard/state/benchmark-run.ts';
import type {Job} from '../../../source/dashboard/state/state.ts';

const run = (ratio: number, remarks: readonly string[] = []) => ({speedup: {ratio, low: ratio - 10, high: ratio + 8}, remarks}) as unknown as BenchmarkRun;
const job = (worstDelayMs: number): Job => ({name: 'benchmark', done: 0, total: 1, cancelling: false, remarks: ['the slow origin changed'], worstDelayMs});

test('the runs before the last one, newest first, with a sign where something was changed meanwhile', () => {
	expect(earlierRuns([], 80)).toBeUndefined();
	expect(earlierRuns([run(62)], 80)).toBeUndefined();
	expect(earlierRuns([run(30), run(62, ['the slow origin changed']), run(99)], 80)).toBe('earlier: 62 × (52 to 70) !, 30 × (20 to 38)');
});

test('as many as fit, and none in part', () => {
	const runs = [run(30), run(62), run(99)];
	const [one, both] = ['earlier: 62 × (52 to 70)', 'earlier: 62 × (52 to 70), 30 × (20 to 38)'];
	expect(earlierRuns(runs, both.length)).toBe(both);
	expect(earlierRuns(runs, both.length - 1)).toBe(one);
	expect(earlierRuns(runs, one.length)).toBe(one);
	expect(earlierRuns(runs, one.length - 1)).toBeUndefined();
	// A longer run that does not fit hides those behind it: they would seem to be next to the last.
	expect(earlierRuns([run(30), run(1200), run(99)], one.length)).toBeUndefined();
});

test('a computer that was late by 20 ms is a remark of the run', () => {
	expect(remarksOf(job(19.9))).toEqual(['the slow origin changed']);
	expect(remarksOf(job(20))).toEqual(['the slow origin changed', 'the computer was saturated (20 ms late)']);
});
