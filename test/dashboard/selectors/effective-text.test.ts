import {expect, test} from 'vitest';
import type {LatencyMeasurement} from '../../../source/flows/measure-latency.ts';
import {effectiveText} from '../../../source/dashboard/selectors/effective-text.ts';

const measured = (missMs: number | undefined, hitMs: number | undefined) =>
	({miss: {count: 40, p50Ms: missMs}, hit: {count: 40, p50Ms: hitMs}}) as unknown as LatencyMeasurement;
const mostly = {share: 0.9, of: 'hits'} as const;

test('S = t_o / (t_g + (1 − h)(t_o + t_s)), and h* = (t_g + t_s) / (t_o + t_s): misses of 102 ms are 100 ms of origin', () => {
	// 100 / (1 + 0.1 × 101) = 9.0; 2 / 101 = 1.98 %.
	expect(effectiveText(measured(102, 1), mostly)).toBe('9.0 × over all reads at 90.0 % hits; pays above 2.0 %');
	expect(effectiveText(measured(102, 1), mostly, true)).toBe('9.0 × at 90.0 % hits');
	expect(effectiveText(measured(102, 1), {share: 0.954, of: 'hits + stale'}, true)).toMatch(/^18 × at 95\.4 % hits \+ stale$/);
});

test('without a hit rate, or with an origin that takes no time, no figure is made up', () => {
	expect(effectiveText(measured(102, 1), undefined)).toBe('the overall gain depends on the hit rate');
	expect(effectiveText(measured(102, 1), undefined, true)).toBe('');
	for (const [missMs, hitMs] of [
		[2, 1],
		[1, 1],
		[undefined, undefined],
	]) {
		expect(effectiveText(measured(missMs, hitMs), mostly)).toBe('the overall gain depends on the hit rate');
	}
});
