import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {axisBetween, logarithmicAxis} from '../../../source/dashboard/charts/logarithmic-axis.ts';

const usual = [0.1, 100] as const;
const latencies = fc.array(fc.double({min: 0.0001, max: 100_000, noNaN: true}), {maxLength: 30});
const room = fc.integer({min: 1, max: 40});

describe('an axis around values', () => {
	test.each<[number, readonly number[]]>([
		[2, [0.1, 10]],
		[3, [0.1, 10]],
		[4, [0.1, 1, 10, 100]],
		[19, [0.1, 1, 10, 100]],
		[20, [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]],
	])('with room for %i labels has the ticks %j', (roomFor, ticks) => {
		expect(logarithmicAxis([], usual, roomFor).ticks).toEqual(ticks);
	});

	test('stands still for values within its usual range', () => {
		const still = logarithmicAxis([], usual, 8);
		fc.assert(
			fc.property(fc.array(fc.double({min: 0.1, max: 100, noNaN: true})), fc.double({min: 0.01, max: 1000, noNaN: true}), (values, value) => {
				const axis = logarithmicAxis(values, usual, 8);
				expect(axis.ticks).toEqual(still.ticks);
				expect(axis.position(value)).toBe(still.position(value));
			}),
		);
	});

	test.each<[number, readonly [number, number]]>([
		[0.09, [0.01, 100]],
		[101, [0.1, 1000]],
		[1000, [0.1, 1000]],
		[0.01, [0.01, 100]],
		[0.003, [0.001, 100]],
	])('%d lets it grow by whole decades, to %j', (value, [least, greatest]) => {
		const {ticks, position} = logarithmicAxis([value], usual, 10);
		expect([ticks[0], ticks.at(-1)]).toEqual([least, greatest]);
		expect([position(least), position(greatest)]).toEqual([0, 1]);
	});

	test('what is no latency does not move it', () => {
		const {ticks} = logarithmicAxis([0, -1, Number.NaN, Number.POSITIVE_INFINITY], usual, 8);
		expect(ticks).toEqual([0.1, 1, 10, 100]);
	});

	test('shows every value on it, a greater one higher', () => {
		fc.assert(
			fc.property(latencies, room, (values, roomFor) => {
				const {position} = logarithmicAxis(values, usual, roomFor);
				const ascending = values.toSorted((a, b) => a - b).map(position);
				expect(ascending.every(at => at >= 0 && at <= 1)).toBe(true);
				expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
			}),
		);
	});

	test('its ticks ascend, lie on it, fit their room, and are of the series 1, 2, 5', () => {
		fc.assert(
			fc.property(latencies, room, (values, roomFor) => {
				const {ticks, position} = logarithmicAxis(values, usual, roomFor);
				expect(ticks.length).toBeGreaterThan(0);
				expect(ticks.length).toBeLessThanOrEqual(roomFor);
				expect(ticks.map(String).every(text => /^(0\.0*)?[125]0*$/.test(text))).toBe(true);
				for (const [i, tick] of ticks.slice(1).entries()) {
					expect(tick).toBeGreaterThan(ticks[i]!);
					expect(position(tick)).toBeGreaterThan(position(ticks[i]!));
				}
			}),
		);
	});

	test('a decade is as high as any other', () => {
		const {position} = logarithmicAxis([], usual, 8);
		expect([0.1, 1, 10, 100].map(position)).toEqual([0, expect.closeTo(1 / 3), expect.closeTo(2 / 3), 1]);
	});
});

describe('an axis between fixed ends', () => {
	test.each<[number, number, number, readonly number[]]>([
		[1, 10, 8, [1, 2, 5, 10]],
		[1, 10, 7, [1, 10]],
		[1, 9, 8, [1, 2, 5]],
		[2, 3, 8, [2]],
		[3, 400, 10, [10, 100]],
		[3, 400, 12, [5, 10, 20, 50, 100, 200]],
		[1, 86_400, 3, [1, 100, 10_000]],
	])('from %d to %d with room for %i: %j', (least, greatest, roomFor, ticks) => {
		expect(axisBetween(least, greatest, roomFor).ticks).toEqual(ticks);
	});

	test('a value beyond an end lies on the end', () => {
		const {position} = axisBetween(1, 100, 8);
		expect([0.5, 1, 10, 100, 7000].map(position)).toEqual([0, 0, 0.5, 1, 1]);
	});
});
