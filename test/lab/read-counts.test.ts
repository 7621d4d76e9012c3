import * as fc from 'fast-check';
import {expect, it} from 'vitest';
import {addCounts, noReads, readFigures, valuedReads, withRead} from '../../source/lab/read-counts.ts';
import {outcomes} from '../../source/lab/read-through.ts';

it('gives no figure of no reads, and no age without a value', () => {
	expect(readFigures(noReads())).toEqual({hitRate: undefined, meanAgeSeconds: undefined, maxAgeSeconds: 0});
	const failed = withRead(noReads(), {outcome: 'error'});
	expect(failed).toMatchObject({reads: 1, outcomes: {error: 1, hit: 0}});
	expect(readFigures(failed)).toEqual({hitRate: 0, meanAgeSeconds: undefined, maxAgeSeconds: 0});
});

it('hits among all reads, ages among those that gave a value', () => {
	const counts = [{outcome: 'miss', ageMs: 400}, {outcome: 'hit', ageMs: 2000}, {outcome: 'hit', ageMs: 3000}, {outcome: 'error'}] as const;
	expect(readFigures(counts.reduce(withRead, noReads()))).toEqual({hitRate: 0.5, meanAgeSeconds: 1.8, maxAgeSeconds: 3});
});

it('keeps what stands beside the counts, and the counts before as they were', () => {
	const before = {...noReads(), sinceMs: 5};
	expect(withRead(before, {outcome: 'hit', ageMs: 1000})).toMatchObject({sinceMs: 5, reads: 1, outcomes: {hit: 1}});
	expect(before).toEqual({...noReads(), sinceMs: 5});
});

it('any reads, counted in one or in two parts: the same', () => {
	const reads = fc.array(
		fc.oneof(
			fc.record({outcome: fc.constantFrom(...outcomes.filter(outcome => outcome !== 'error')), ageMs: fc.integer({min: 0, max: 1e9})}),
			fc.constant({outcome: 'error' as const}),
		),
	);
	fc.assert(
		fc.property(reads, reads, (first, second) => {
			const whole = [...first, ...second].reduce(withRead, noReads());
			const parts = noReads();
			addCounts(parts, first.reduce(withRead, noReads()));
			addCounts(parts, second.reduce(withRead, noReads()));
			expect(parts).toEqual(whole);
			expect(outcomes.reduce((sum, outcome) => sum + whole.outcomes[outcome], 0)).toBe(whole.reads);
			expect(valuedReads(whole)).toBe([...first, ...second].filter(({outcome}) => outcome !== 'error').length);
		}),
	);
});
