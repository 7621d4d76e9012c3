import * as z from 'zod/mini';
import {compiledObject} from '../compiled-object.ts';
import {lazily} from '../lazily.ts';
import {silentAfterMs} from './city.ts';
import {isOnEarth, middleOf, type Place} from './place.ts';

/** A driver within this distance is near, in metres. */
export const nearMetres = 2000;

/** A driver at his last reported position. */
export type Driver = Place & {readonly id: string};

/** The drivers near a rider, by their ids. */
export type Nearby = {
	readonly asOfMs: number;
	/** The geohash of the rider's cell. The question is about its middle. */
	readonly cell: string;
	readonly drivers: readonly Driver[];
	/** How many drivers of the city are not silent, near or not. Only the live answer has it. */
	readonly everywhere?: readonly Driver[];
};

/** More are not counted. */
export const mostDrivers = 20_000;

/** Whether the drivers can be shown: sorted by id, none twice, and at possible positions. */
const areInOrder = z.check<readonly Driver[]>(({value, issues}) => {
	for (const [i, driver] of value.entries()) {
		if (!isOnEarth(driver) || (i > 0 && value[i - 1]!.id >= driver.id)) {
			issues.push({code: 'custom', input: driver, path: [i], message: 'not in order, or nowhere'});
			return;
		}
	}
});

export const driversSchema = lazily(() =>
	z.array(compiledObject({id: z.string(), longitude: z.number(), latitude: z.number()})).check(z.maxLength(mostDrivers), areInOrder),
);

/** The place that the question about a cell is asked for. */
export function askedPlace(cell: string): Place {
	return middleOf(cell);
}

/**
 * Reports after this instant count. A driver who is silent for longer is left out. Reports that come while the question is asked count too, because
 * a report replaces the one before.
 */
export function countedSince(asOfMs: number): number {
	return asOfMs - silentAfterMs;
}

/** An answer: drivers sorted by id, with positions to the decimetre. */
export function nearbyOf(cell: string, asOfMs: number, drivers: readonly Driver[]): Nearby {
	return {
		asOfMs,
		cell,
		drivers: drivers
			.map(({id, longitude, latitude}) => ({id, longitude: rounded(longitude), latitude: rounded(latitude)}))
			.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
	};
}

function rounded(degrees: number): number {
	return Math.round(degrees * 1_000_000) / 1_000_000;
}
