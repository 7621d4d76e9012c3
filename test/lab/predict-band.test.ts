import {expect, it, test} from 'vitest';
import {openArrivals} from '../../source/lab/arrivals-choice.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {pollersBand} from '../../source/lab/pollers-band.ts';
import {pollingBand} from '../../source/lab/polling-band.ts';
import {type ObservedLoad, predictBand} from '../../source/lab/predict-band.ts';
import {renewalBand} from '../../source/lab/renewal-band.ts';
import {simulate} from '../../source/lab/simulate.ts';
import {rounds} from '../thorough.ts';
import {overshoot} from './band-error.ts';

const poisson = {kind: 'poisson', ratePerSecond: 0.2} as const;

it('ten minutes at λ = 0.2, T = 5: 0.44…0.55', () => {
	const band = predictBand({policy: plainPolicy(5), arrivals: poisson, fillSeconds: 0, reads: 120})!;
	expect(band).toEqual(renewalBand({reads: 120, ratePerSecond: 0.2, ttlSeconds: 5}));
	expect(Math.abs(band.low - 0.44)).toBeLessThan(0.011);
	expect(Math.abs(band.high - 0.55)).toBeLessThan(0.011);
});

it('is the band for each case', () => {
	const pollers = {viewers: 30, pollSeconds: 5, ttlSeconds: 2, fillSeconds: 0.1};
	expect(
		predictBand({policy: plainPolicy(2), arrivals: {kind: 'poll', viewers: 30, pollSeconds: 5}, fillSeconds: 0.1, reads: 360, start: 'cold', ownProcess: true}),
	).toEqual(pollersBand({...pollers, reads: 360, start: 'cold', isShared: false}));
	expect(predictBand({policy: plainPolicy(12), arrivals: {kind: 'poll', pollSeconds: 5}, fillSeconds: 0.1, reads: 360})).toEqual(
		pollingBand({pollSeconds: 5, ttlSeconds: 12, fillSeconds: 0.1, reads: 360}),
	);
	expect(predictBand({policy: plainPolicy(12), arrivals: poisson, fillSeconds: 0, reads: 0})).toEqual({low: 0, high: 1});
	expect(predictBand({policy: {...plainPolicy(12), xfetchBeta: 1}, arrivals: poisson, fillSeconds: 9, reads: 10})).toBeUndefined();
	expect(predictBand({policy: plainPolicy(12), arrivals: {kind: 'poll', pollSeconds: 1}, fillSeconds: 2, reads: 10})).toBeUndefined();
});

test.each<[string, Omit<ObservedLoad, 'reads'>, number]>([
	['single-flight, few reads', {policy: plainPolicy(5), arrivals: {kind: 'poisson', ratePerSecond: 2}, fillSeconds: 1}, 120],
	['stale-while-revalidate', {policy: {...plainPolicy(5), staleSeconds: 3}, arrivals: {kind: 'poisson', ratePerSecond: 2}, fillSeconds: 1}, 1500],
	['jitter, few reads', {policy: {...plainPolicy(30), jitterFraction: 0.5}, arrivals: {kind: 'poisson', ratePerSecond: 0.5}, fillSeconds: 0.5}, 120],
	['jitter, many reads', {policy: {...plainPolicy(5), jitterFraction: 1}, arrivals: {kind: 'poisson', ratePerSecond: 2}, fillSeconds: 0.5}, 1500],
	// Of as many, those served stale are of the same band.
	...rounds<Array<[string, Omit<ObservedLoad, 'reads'>, number]>>(
		[],
		[['single-flight, many reads', {policy: plainPolicy(5), arrivals: {kind: 'poisson', ratePerSecond: 2}, fillSeconds: 1}, 1500]],
	),
])('nine runs of ten of the live policy lie in it: %s', (_, load, reads) => {
	const band = predictBand({...load, reads, start: 'cold'})!;
	const rates = Array.from({length: 600}, (_, seed) => {
		const {outcomes} = simulate({...load, arrivals: firstReads(load, reads, seed), seed, seconds: 1e7});
		return outcomes.hit / reads;
	});
	expect(overshoot(band, rates)).toBeLessThan(0.03);
	expect(band.high - band.low).toBeLessThan(0.35);
});

/** The first so many Poisson arrivals, then none until the end of the simulation. */
function firstReads({arrivals}: Omit<ObservedLoad, 'reads'>, reads: number, seed: number) {
	const stream = openArrivals(arrivals, `band ${seed}`);
	let count = 0;
	return {next: () => (count++ < reads ? stream.next() : {atSeconds: 2e7, viewer: 0})};
}
