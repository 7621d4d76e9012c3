import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {nextTtl, previousTtl, ttlPresets} from '../../source/lab/ttl-presets.ts';

test('they go from 1 s to 24 h, ascending', () => {
	expect([ttlPresets[0], ttlPresets.at(-1), ttlPresets.length]).toEqual([1, 86_400, 17]);
	expect(ttlPresets).toEqual([...new Set(ttlPresets)].sort((a, b) => a - b));
});

test.each([
	[300, 120, 600],
	[90, 60, 120],
	[1, 1, 2],
	[0.5, 0.5, 1],
	[1.2, 1, 2],
	[86_400, 43_200, 86_400],
	[100_000, 86_400, 100_000],
])('beside %d s: %d and %d', (seconds, previous, next) => {
	expect([previousTtl(seconds), nextTtl(seconds)]).toEqual([previous, next]);
});

test('a step up and a step down end on the preset one began with', () => {
	fc.assert(
		fc.property(fc.constantFrom(...ttlPresets), seconds => {
			expect(previousTtl(nextTtl(seconds))).toBe(seconds === 86_400 ? 43_200 : seconds);
			expect(nextTtl(previousTtl(seconds))).toBe(seconds === 1 ? 2 : seconds);
		}),
	);
});
