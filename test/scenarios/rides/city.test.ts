import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createCity, reportEveryMs} from '../../../source/scenarios/rides/city.ts';
import {geohashOf, isOnEarth, middleOf, onGrid} from '../../../source/scenarios/rides/place.ts';
import {ridersCells} from '../../../source/scenarios/rides/riders.ts';
import {stillNearShare} from '../../../source/scenarios/rides/still-near.ts';
import {blockMetres, cityMetres, meanSpeedAt, placeOf, spotOf} from '../../../source/scenarios/rides/streets.ts';
import {metresBetween} from './metres-between.ts';

const nowMs = Date.UTC(2026, 10, 26, 10, 20);
const instants = fc.integer({min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1)});

describe('the city', () => {
	const city = createCity(42, 300);

	test('is the same for everyone who looks, in whatever order', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 299}), instants, instants, (driver, oneMs, otherMs) => {
				const other = createCity(42, 5000);
				expect(other.tripAt(driver, otherMs)).toEqual(city.tripAt(driver, otherMs));
				expect(city.tripAt(driver, oneMs)).toEqual(other.tripAt(driver, oneMs));
			}),
			{numRuns: 30},
		);
		expect(createCity(43, 300).tripAt(0, nowMs)).not.toEqual(city.tripAt(0, nowMs));
	});

	test('has its drivers on its streets, no faster than traffic', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 299}), instants, (driver, atMs) => {
				const [here, soon] = [city.tripAt(driver, atMs), city.tripAt(driver, atMs + 1000)];
				if (!here) {
					return;
				}

				const {east, north} = spotOf(here);
				expect(Math.min(east, north)).toBeGreaterThan(-1);
				expect(Math.max(east, north)).toBeLessThan(cityMetres + 1);
				const offStreet = (metres: number) => Math.abs(((((metres - blockMetres / 2) % blockMetres) + 1.5 * blockMetres) % blockMetres) - blockMetres / 2);
				expect(Math.min(offStreet(east), offStreet(north))).toBeLessThan(1);
				if (soon?.id === here.id) {
					expect(metresBetween(here, soon)).toBeLessThan(11.5 * 1.2 + 1);
				}
			}),
		);
	});

	test('has trips that start, run and end: each goes on from where the one before ended', () => {
		const [latest, before] = city.tripsBefore(7, nowMs);
		expect([latest!.status, before!.status]).toEqual(['ended', 'ended']);
		expect(before!.reportedAt.getTime()).toBeLessThanOrEqual(latest!.startedAt.getTime());
		expect(latest!.reportedAt.getTime()).toBeLessThanOrEqual(nowMs);
		const during = city.tripAt(7, latest!.reportedAt.getTime() - 1)!;
		expect(during).toMatchObject({id: latest!.id, status: latest!.metres > 0 ? 'riding' : 'coming'});
		expect(metresBetween(during, latest!)).toBeLessThan(1);
		expect(latest!.fareCents).toBe(latest!.metres === 0 ? 0 : 350 + Math.round(latest!.metres * 0.16));
	});

	test('has nine of ten drivers on duty', () => {
		const big = createCity(1, 2000);
		const present = Array.from({length: 2000}, (_, driver) => big.tripAt(driver, nowMs)).filter(trip => trip !== undefined);
		expect(present.length / 2000).toBeGreaterThan(0.8);
		expect(present.length / 2000).toBeLessThan(0.95);
	});

	test('has every driver report in turn, each every four seconds', () => {
		for (const driver of [0, 1, 299]) {
			const last = city.lastReportMs(driver, nowMs);
			expect(nowMs - last).toBeGreaterThanOrEqual(0);
			expect(nowMs - last).toBeLessThan(reportEveryMs);
			expect(city.lastReportMs(driver, last + reportEveryMs)).toBe(last + reportEveryMs);
		}

		expect(new Set(Array.from({length: 300}, (_, driver) => city.lastReportMs(driver, nowMs))).size).toBe(300);
	});
});

describe('places', () => {
	const places = fc.record({
		longitude: fc.double({min: -180, max: 179.9, noNaN: true}),
		latitude: fc.double({min: -85, max: 85, noNaN: true}),
	});

	test("lie on Redis's grid, at most 0.4 m away, and stay there", () => {
		fc.assert(
			fc.property(places, place => {
				const moved = onGrid(place);
				expect(metresBetween(place, moved)).toBeLessThan(0.4);
				expect(onGrid(moved)).toEqual(moved);
				expect(isOnEarth(moved)).toBe(true);
			}),
		);
	});

	test('have a geohash, whose middle is in the same cell', () => {
		expect(geohashOf({longitude: -5.6, latitude: 42.6}, 5)).toBe('ezs42');
		expect(geohashOf({longitude: 13.361_389, latitude: 38.115_556}, 10)).toBe('sqc8b49rny');
		fc.assert(
			fc.property(places, fc.integer({min: 1, max: 10}), (place, length) => {
				const hash = geohashOf(place, length);
				expect(geohashOf(middleOf(hash), length)).toBe(hash);
			}),
		);
	});

	test('are spots of the city, there and back', () => {
		const spot = spotOf(placeOf({east: 1234, north: 9876}));
		expect(spot.east).toBeCloseTo(1234, 6);
		expect(spot.north).toBeCloseTo(9876, 6);
		const [corner, across] = [placeOf({east: 0, north: 0}), placeOf({east: cityMetres, north: 0})];
		expect(metresBetween(corner, across) / cityMetres).toBeCloseTo(1, 2);
	});
});

describe('riders', () => {
	test('crowd: a tenth of the cells has half of them, and the circle about each is in the city', () => {
		const cells = ridersCells();
		const all = cells.reduce((sum, {riders}) => sum + riders, 0);
		expect(all).toBe(600);
		expect(cells.slice(0, Math.ceil(cells.length / 10)).reduce((sum, {riders}) => sum + riders, 0)).toBeGreaterThan(all / 2.5);
		for (const {cell} of cells) {
			const {east, north} = spotOf(middleOf(cell));
			expect(Math.min(east, north)).toBeGreaterThan(2000);
			expect(Math.max(east, north)).toBeLessThan(cityMetres - 2000);
		}
	});
});

const ages = [4, 30, 60, 300] as const;

/** Lists of drivers near riders at several hours, and how many of each are near still at each age. */
function* listsOf(seed: number, count: number, cells: number) {
	const city = createCity(seed, 500);
	const middles = ridersCells()
		.slice(0, cells)
		.map(({cell}) => middleOf(cell));
	for (let i = 0; i < count; i++) {
		const fromMs = nowMs + i * 61 * 60_000;
		const at = (seconds: number) => Array.from({length: 500}, (_, driver) => city.tripAt(driver, fromMs + seconds * 1000));
		const before = at(0);
		const after = ages.map(age => [age, at(age)] as const);
		for (const middle of middles) {
			const isNear = (trip: (typeof before)[number]) => trip !== undefined && metresBetween(middle, trip) <= 2000;
			const listed = before.flatMap((trip, driver) => (isNear(trip) ? [driver] : []));
			yield {
				listed: listed.length,
				metresPerSecond: meanSpeedAt(fromMs),
				still: new Map(after.map(([age, trips]) => [age, listed.filter(driver => isNear(trips[driver])).length])),
			};
		}
	}
}

describe('the share of a list that is still right', () => {
	test.each([
		[4, 0.987],
		[30, 0.905],
		[60, 0.809],
		[300, 0.144],
	])('after %i s at 10 m/s by theory: %d', (ageSeconds, share) => {
		expect(Math.abs(stillNearShare(ageSeconds, 10) - share)).toBeLessThan(0.001);
	});

	test('falls with the age, from all of it to nothing', () => {
		expect(stillNearShare(0, 10)).toBe(1);
		expect(stillNearShare(400, 10)).toBe(0);
		expect(stillNearShare(4000, 10)).toBe(0);
		fc.assert(
			fc.property(fc.double({min: 0, max: 500, noNaN: true}), fc.double({min: 0, max: 100, noNaN: true}), (age, more) => {
				expect(stillNearShare(age + more, 10)).toBeLessThanOrEqual(stillNearShare(age, 10));
			}),
		);
	});

	// Who turns stays a little longer: at 5 minutes one in ten has.
	test('in the city is what theory says', () => {
		const lists = [...listsOf(1, 12, 10)];
		const sum = (of: (list: (typeof lists)[number]) => number) => lists.reduce((total, list) => total + of(list), 0);
		const all = sum(({listed}) => listed);
		for (const [age, tolerance] of [
			[4, 0.01],
			[30, 0.02],
			[60, 0.025],
			[300, 0.05],
		] as const) {
			const off = sum(({still}) => still.get(age)!) / all - sum(({listed, metresPerSecond}) => listed * stillNearShare(age, metresPerSecond)) / all;
			expect(Math.abs(off), `${age} s: ${off}`).toBeLessThan(tolerance);
		}
	});

	test('of one list is inside the band of chance in nine of ten', () => {
		const lists = [...listsOf(5, 40, 1)];
		const insideAt = (age: (typeof ages)[number]) =>
			lists.filter(({listed, still, metresPerSecond}) => {
				const expected = stillNearShare(age, metresPerSecond);
				// 5…95 %, and one driver of slack: the share of a few is coarse.
				const band = 1.645 * Math.sqrt((expected * (1 - expected)) / listed) + 1 / listed;
				return Math.abs(still.get(age)! / listed - expected) <= band;
			}).length;
		for (const age of ages) {
			expect(insideAt(age), `${age} s`).toBeGreaterThanOrEqual(34);
		}

		expect(ages.reduce((sum, age) => sum + insideAt(age), 0)).toBeGreaterThanOrEqual(144);
	});
});
