import * as z from 'zod/mini';
import {compiledObject} from '../compiled-object.ts';
import {lazily} from '../lazily.ts';
import {silentAfterMs} from './city.ts';
import {isOnEarth, middleOf, type Place} from './place.ts';

/** How far away a driver may be to be near, in metres. */
export const nearMetres = 2000;

/** A driver, where he was when he last said so. */
export type Driver = Place & {readonly id: string};

/** The drivers near a rider, by their ids. */
export type Nearby = {
	readonly asOfMs: number;
	/** The geohash of the rider's cell: it is asked about its middle. */
	readonly cell: string;
	readonly drivers: readonly Driver[];
	/** All drivers of the city who are not silent, near or not; absent from any answer but that of what is live. */
	readonly everywhere?: readonly Driver[];
};

/** More are not counted. */
export const mostDrivers = 20_000;

/** Whether drivers are ones that can be shown: in the order of their ids, none twice, and on the earth. */
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

/** The place that is asked about for a rider's cell. */
export function askedPlace(cell: string): Place {
	return middleOf(cell);
}

/**
 * Reports after this instant count: who is silent for longer is not there. What comes while the question is asked counts too: a report takes
 * the place of the one before, which nobody has any more.
 */
export function countedSince(asOfMs: number): number {
	return asOfMs - silentAfterMs;
}

/** An answer: drivers in the order of their ids, places to the decimetre. */
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
