import {onGrid} from './place.ts';
import {between, type Leg, metresOf, shiftMs, shiftOf} from './shift.ts';
import {placeOf} from './streets.ts';
import {createRandom} from '../../chance/random.ts';
import type {Trip} from './trip.ts';

/** How often a driver reports his position, in milliseconds. */
export const reportEveryMs = 4000;

/** A driver who has not reported for longer than this is not counted, in milliseconds. */
export const silentAfterMs = 30_000;

/**
 * Where the drivers of a seed are. Everything is computed from the seed, the driver's number and the instant, without any earlier state, so that
 * it is the same for everyone who asks.
 */
export type City = {
	/** A driver's trip as he would report it at an instant (epoch milliseconds). Undefined while he is away. */
	tripAt(driver: number, atMs: number): Trip | undefined;
	/** The trips that a driver had ended by an instant, as he reported their ends, the latest first. They go back without end. */
	tripsBefore(driver: number, atMs: number): Generator<Trip, void>;
	/** When the driver was last due to report by an instant. */
	lastReportMs(driver: number, atMs: number): number;
};

/** @param drivers how many there are. More drivers do not change where each of them is. */
export function createCity(seed: number, drivers: number): City {
	/** The shift of each driver that was asked for last. */
	const shifts = Array.from<{readonly number: number; readonly legs: readonly Leg[]} | undefined>({length: drivers});
	const phases = Array.from({length: drivers}, (_, driver) => createRandom(`driver ${seed} ${driver}`).next());
	const numberAt = (driver: number, atMs: number) => Math.floor(atMs / shiftMs - phases[driver]!);
	const legsOf = (driver: number, number: number) => {
		const known = shifts[driver];
		const shift =
			known?.number === number ? known : {number, legs: shiftOf(`shift ${seed} ${driver} ${number}`, Math.round((number + phases[driver]!) * shiftMs))};
		shifts[driver] = shift;
		return shift.legs;
	};

	return {
		tripAt(driver, atMs) {
			const leg = legsOf(driver, numberAt(driver, atMs)).find(({fromMs, toMs}) => fromMs <= atMs && atMs < toMs);
			return leg && tripOf(nameOf(seed, driver), leg, atMs);
		},
		*tripsBefore(driver, atMs) {
			for (let number = numberAt(driver, atMs); ; number--) {
				const legs = legsOf(driver, number);
				for (let i = legs.length - 1; i >= 0; i--) {
					const leg = legs[i]!;
					if (leg.toMs <= atMs && legs[i + 1]?.tripStartMs !== leg.tripStartMs) {
						yield {...tripOf(nameOf(seed, driver), leg, leg.toMs), status: 'ended'};
					}
				}
			}
		},
		lastReportMs(driver, atMs) {
			const offsetMs = Math.floor((driver / drivers) * reportEveryMs);
			return Math.floor((atMs - offsetMs) / reportEveryMs) * reportEveryMs + offsetMs;
		},
	};
}

/** The id of a driver includes his city. */
function nameOf(seed: number, driver: number): string {
	return `${seed}-${String(driver + 1).padStart(5, '0')}`;
}

/** The base fare, and the price of a kilometre. */
const fareCents = {least: 350, perKilometre: 160};

function tripOf(driver: string, leg: Leg, atMs: number): Trip {
	const {fromMs, toMs, from, to, tripStartMs, isRiding, riddenMetres} = leg;
	const share = (atMs - fromMs) / (toMs - fromMs);
	const metres = Math.round(riddenMetres + (isRiding ? metresOf(leg) * share : 0));
	const {longitude, latitude} = onGrid(placeOf(between(from, to, share)));
	return {
		id: `${tripStartMs.toString(36).padStart(8, '0')}-${driver}`,
		driver,
		status: isRiding ? 'riding' : 'coming',
		startedAt: new Date(tripStartMs),
		reportedAt: new Date(atMs),
		longitude,
		latitude,
		metres,
		fareCents: isRiding ? fareCents.least + Math.round((metres * fareCents.perKilometre) / 1000) : 0,
	};
}
