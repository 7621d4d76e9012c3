import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {freshMs, graceMs, judge, plainPolicy, requirePolicy, servableOnError} from '../../source/lab/cache-policy.ts';
import {createRandom} from '../../source/chance/random.ts';

const held = {expiresAtMs: 10_000, fillMs: 400};
const never = () => {
	throw new Error('not to be asked');
};

describe('judge', () => {
	test.each([
		['plain, fresh', {}, 9999, 'serve'],
		['plain, in the instant of expiry, as a key is for Redis', {}, 10_000, 'serve'],
		['plain, after it', {}, 10_000.001, 'refill'],
		['stale-while-revalidate, fresh', {staleSeconds: 5}, 10_000, 'serve'],
		['stale-while-revalidate, expired', {staleSeconds: 5}, 10_000.001, 'serve-stale'],
		['stale-while-revalidate, at its bound', {staleSeconds: 5}, 15_000, 'serve-stale'],
		['stale-while-revalidate, past its bound', {staleSeconds: 5}, 15_000.001, 'refill'],
		['stale-on-error is not stale-while-revalidate', {staleOnErrorSeconds: 5}, 12_000, 'refill'],
	] as const)('%s', (_, changes, nowMs, verdict) => {
		expect(judge({...plainPolicy(60), ...changes}, held, nowMs, never)).toBe(verdict);
	});

	test.each([
		// now − δβ·ln u ≥ expiry: at u = e^(−2), β = 1 and δ = 400 ms that is from 800 ms before the expiry on.
		[1, 9199, 'serve'],
		[1, 9200, 'refill'],
		[1, 9201, 'refill'],
		[2, 8399, 'serve'],
		[2, 8401, 'refill'],
	] as const)('XFetch, β = %d at %d ms', (xfetchBeta, nowMs, verdict) => {
		expect(judge({...plainPolicy(60), xfetchBeta}, held, nowMs, () => Math.exp(-2))).toBe(verdict);
	});

	it('XFetch refills g before the expiry with probability e^(−g/(βδ))', () => {
		const random = createRandom(3);
		const early = Array.from({length: 50_000}, () => judge({...plainPolicy(60), xfetchBeta: 2}, held, 9000, () => 1 - random.next())).filter(
			verdict => verdict === 'refill',
		);
		expect(early.length / 50_000).toBeCloseTo(Math.exp(-1000 / 800), 2);
	});
});

test.each([
	[0, 10_000, false],
	[5, 15_000, true],
	[5, 15_001, false],
])('served on error for %d s: at %d ms %s', (staleOnErrorSeconds, nowMs, served) => {
	expect(servableOnError({...plainPolicy(60), staleOnErrorSeconds}, held, nowMs)).toBe(served);
});

it('lives the TTL, or evenly within the jitter about it', () => {
	expect(freshMs(plainPolicy(60), never)).toBe(60_000);
	const jittered = {...plainPolicy(60), jitterFraction: 0.5};
	expect([0, 0.5, 0.75].map(u => freshMs(jittered, () => u))).toEqual([30_000, 60_000, 75_000]);
	fc.assert(
		fc.property(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 0.999, noNaN: true}), (jitterFraction, u) => {
			const lifeMs = freshMs({...plainPolicy(60), jitterFraction}, () => u);
			expect(lifeMs).toBeGreaterThanOrEqual(60_000 * (1 - jitterFraction) - 1e-6);
			expect(lifeMs).toBeLessThanOrEqual(60_000 * (1 + jitterFraction) + 1e-6);
		}),
	);
});

test.each([
	[0, 0, 0],
	[5, 0, 5000],
	[0, 7, 7000],
	[5, 7, 7000],
])('is kept beyond its life for the longer of stale %d s and on error %d s', (staleSeconds, staleOnErrorSeconds, ms) => {
	expect(graceMs({...plainPolicy(60), staleSeconds, staleOnErrorSeconds})).toBe(ms);
});

it('a policy out of range is refused by the name of its figure', () => {
	expect(requirePolicy(plainPolicy(0))).toBeUndefined();
	for (const figure of ['ttlSeconds', 'lockSeconds', 'staleSeconds', 'xfetchBeta', 'jitterFraction', 'staleOnErrorSeconds'] as const) {
		for (const value of [-1, Number.NaN]) {
			expect(() => requirePolicy({...plainPolicy(5), [figure]: value})).toThrow(figure);
		}
	}
});
