import * as fc from 'fast-check';
import {expect, it, test} from 'vitest';
import {fixedArrivals, pollerArrivals, poissonArrivals, type ArrivalStream} from '../../source/lab/arrivals.ts';
import {createRandom} from '../../source/chance/random.ts';

const take = (stream: ArrivalStream, count: number) => Array.from({length: count}, () => stream.next());

it('fixed: at even distances, in turn', () => {
	expect(take(fixedArrivals(4, 3), 5)).toEqual([
		{atSeconds: 0, viewer: 0},
		{atSeconds: 0.25, viewer: 1},
		{atSeconds: 0.5, viewer: 2},
		{atSeconds: 0.75, viewer: 0},
		{atSeconds: 1, viewer: 1},
	]);
});

it('Poisson: the rate, the variance, and each viewer alike', () => {
	const arrivals = take(poissonArrivals(5, createRandom(18), 4), 100_000);
	const counts = Array.from({length: 4}, (_, viewer) => arrivals.filter(arrival => arrival.viewer === viewer).length);
	expect(Math.abs(100_000 / arrivals.at(-1)!.atSeconds / 5 - 1)).toBeLessThan(0.02);
	expect(Math.min(...counts)).toBeGreaterThan(24_300);
	const perSecond = Array.from({length: 19_000}, () => 0);
	for (const {atSeconds} of arrivals) {
		const second = Math.floor(atSeconds);
		if (second < perSecond.length) {
			perSecond[second]!++;
		}
	}

	const variance = perSecond.reduce((sum, count) => sum + (count - 5) ** 2, 0) / perSecond.length;
	expect(Math.abs(variance / 5 - 1)).toBeLessThan(0.05);
});

it('pollers: each at its own phase, every period, for ever', () => {
	const arrivals = take(pollerArrivals(3, 5, createRandom(19)), 9000);
	for (let viewer = 0; viewer < 3; viewer++) {
		const times = arrivals.filter(arrival => arrival.viewer === viewer).map(arrival => arrival.atSeconds);
		expect(times.length).toBe(3000);
		expect(times[0]).toBeLessThan(5);
		// No drift piles up: the last is its phase and 2,999 periods.
		expect(times.at(-1)).toBeCloseTo(times[0]! + 2999 * 5, 8);
		expect(times[1]! - times[0]!).toBeCloseTo(5, 9);
	}
});

test('all come in the order of time, and the same for the same seed', () => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 50}), fc.double({min: 0.01, max: 100, noNaN: true}), fc.integer(), (viewers, rate, seed) => {
			for (const open of [
				() => poissonArrivals(rate, createRandom(seed), viewers),
				() => fixedArrivals(rate, viewers),
				() => pollerArrivals(viewers, 1 / rate, createRandom(seed)),
			]) {
				const arrivals = take(open(), 200);
				expect(arrivals).toEqual(take(open(), 200));
				expect(arrivals).toEqual(arrivals.toSorted((a, b) => a.atSeconds - b.atSeconds));
				expect(arrivals.every(({viewer}) => viewer >= 0 && viewer < viewers)).toBe(true);
			}
		}),
		{numRuns: 30},
	);
});

it('refuses no viewers, and no rate', () => {
	expect(() => pollerArrivals(0, 5, createRandom(1))).toThrow(RangeError);
	expect(() => poissonArrivals(0, createRandom(1))).toThrow(RangeError);
	expect(() => fixedArrivals(1, 1.5)).toThrow(RangeError);
});
