import {expect, it} from 'vitest';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import {servedError} from '../../source/lab/served-error.ts';
import {ttlError} from '../../source/lab/ttl-error.ts';

const trade = {sinceMidnightSeconds: 43_200, ordersPerSecond: 0.0634, valueVariation: 1.4};

it('is the error of the TTL for Poisson reads, by the mean age within the day and by the formula beyond', () => {
	for (const ttlSeconds of [300, 86_400]) {
		const load = {policy: plainPolicy(ttlSeconds), arrivals: {kind: 'poisson', ratePerSecond: 1}, fillSeconds: 0.4} as const;
		const theory = predictReads(load)!;
		const {todayMeanPercent, windowRmsPercent} = servedError(load, theory, trade);
		const expected = ttlError({hitRate: theory.hitRate, ttlSeconds, fillSeconds: 0.4, ...trade});
		expect(todayMeanPercent).toBeCloseTo(expected.todayMeanPercent!, 9);
		expect(windowRmsPercent).toBeCloseTo(expected.windowRmsPercent!, 9);
	}
});

it('takes the real mean age of a poller, whose ages are a few', () => {
	const load = {policy: plainPolicy(12), arrivals: {kind: 'poll', pollSeconds: 5}, fillSeconds: 0} as const;
	expect(servedError(load, predictReads(load)!, trade).todayMeanPercent).toBeCloseTo((100 * 5) / 43_200, 9);
});

it('gives none for older values whose ages are not spread evenly, and none without orders', () => {
	const ages = {hitRate: 1, meanAgeSeconds: 43_200, greatestAgeSeconds: 86_400};
	const poisson = {kind: 'poisson', ratePerSecond: 1} as const;
	for (const load of [
		{policy: {...plainPolicy(86_400), jitterFraction: 0.1}, arrivals: poisson, fillSeconds: 0},
		{policy: {...plainPolicy(86_400), staleSeconds: 60}, arrivals: poisson, fillSeconds: 0},
		{policy: {...plainPolicy(86_400), xfetchBeta: 1}, arrivals: poisson, fillSeconds: 1},
		{policy: plainPolicy(86_400), arrivals: {kind: 'poll', pollSeconds: 3600} as const, fillSeconds: 0},
	]) {
		const {todayMeanPercent, windowRmsPercent} = servedError(load, ages, trade);
		expect([todayMeanPercent, typeof windowRmsPercent]).toEqual([undefined, 'number']);
	}

	expect(servedError({policy: plainPolicy(300), arrivals: poisson, fillSeconds: 0}, ages, {...trade, ordersPerSecond: 0})).toEqual({
		todayMeanPercent: undefined,
		windowRmsPercent: undefined,
	});
});
