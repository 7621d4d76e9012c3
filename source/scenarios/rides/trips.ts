import type {Facts, FactsWanted} from '../scenario.ts';
import {type City, createCity, reportEveryMs} from './city.ts';
import {fromDocument, leftOutPipeline, readLeftOut, toDocument, usableTrips} from './trip-document.ts';
import type {Trip} from './trip.ts';
import {tripsLedger, windowDays} from './trips-ledger.ts';

/** The trips of a city with so many drivers. */
export function tripsOf(drivers: number): Facts<Trip> {
	return {
		one: 'trip',
		many: 'trips',
		collection: 'trips',
		seeded: drivers,
		window: {field: 'reportedAt', days: windowDays},
		indexes: [{position: '2dsphere'}],
		moving: {
			one: 'report',
			many: 'reports',
			perSecond: drivers / (reportEveryMs / 1000),
			now: async (seed, nowMs) => underWay(createCity(seed, drivers), drivers, nowMs),
		},
		id: ({id}) => id,
		atMs: ({reportedAt}) => reportedAt.getTime(),
		toDocument,
		fromDocument,
		ledger: tripsLedger,
		usable: usableTrips,
		leftOut: {pipeline: leftOutPipeline, read: readLeftOut},
		generate: async wanted => generateTrips(createCity(wanted.seed, drivers), drivers, wanted),
		older: ({count}, days) => Math.max(0, Math.round(count - days * drivers * tripsADay)),
		arrivals: async seed => reports(createCity(seed, drivers), drivers),
	};
}

/** About how many trips a driver makes in a day. */
const tripsADay = 170;

/**
 * The trips under way, as their drivers last reported them, and then earlier trips, one of each driver in turn, as far back as needed. How many trips
 * a day has follows from the drivers.
 */
function* generateTrips(city: City, drivers: number, {count, nowMs}: FactsWanted): Generator<Trip, void> {
	let left = count;
	for (let driver = 0; driver < drivers && left > 0; driver++) {
		const trip = city.tripAt(driver, city.lastReportMs(driver, nowMs));
		if (trip) {
			left--;
			yield trip;
		}
	}

	const before = Array.from({length: drivers}, (_, driver) => city.tripsBefore(driver, city.lastReportMs(driver, nowMs)));
	for (let i = 0; i < left; i++) {
		yield before[i % drivers]!.next().value!;
	}
}

/** The trips under way, as their drivers last reported them. */
function underWay(city: City, drivers: number, nowMs: number): Trip[] {
	return Array.from({length: drivers}, (_, driver) => city.tripAt(driver, city.lastReportMs(driver, nowMs))).filter(trip => trip !== undefined);
}

/**
 * Reports, driver by driver. Each call is the turn of one driver, who reports nothing while he is away. With the first report of a trip comes the
 * end of the trip before.
 */
function reports(city: City, drivers: number): (nowMs: number) => readonly Trip[] {
	const last = Array.from<string | undefined>({length: drivers});
	let driver = -1;
	return nowMs => {
		driver = (driver + 1) % drivers;
		const trip = city.tripAt(driver, nowMs);
		if (!trip) {
			return [];
		}

		const isFirst = last[driver] !== trip.id;
		last[driver] = trip.id;
		const before = isFirst ? city.tripsBefore(driver, trip.startedAt.getTime()).next().value : undefined;
		return before ? [before, trip] : [trip];
	};
}
