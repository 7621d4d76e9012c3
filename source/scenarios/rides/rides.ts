import type {Scenario} from '../scenario.ts';
import {liveDrivers} from './nearby-live.ts';
import {nearbyError} from './nearby-error.ts';
import {nearbyQuestion} from './nearby-question.ts';
import {nearbyView} from './nearby-view.ts';
import type {Nearby} from './nearby.ts';
import {tripArchive} from './trip-lines.ts';
import type {Trip} from './trip.ts';
import {tripsOf} from './trips.ts';

const usualDrivers = 500;

/** Rides: drivers move through a city and report their positions, and riders ask who is near. */
function ridesWith(drivers: number): Scenario<Trip, Nearby> {
	return {
		name: 'rides',
		title: 'Drivers within 2 km',
		teaches: [
			'Drivers report every 4 s; who is near a rider is cached in Redis.',
			'A list from 5 min ago is nearly worthless: drivers move within the TTL.',
			'So Redis keeps positions live (GEOSEARCH), and drops the silent after 30 s.',
		],
		glossary: [
			['rider', 'a cell of the map (geohash): all riders in it read one key'],
			['left, came', 'in the list and not near any more, and the other way round'],
			['x, o, dots', 'where the list has a driver, where he is now, his way there'],
			['silent', 'in the list, no report for 30 s: nobody knows where he is'],
			['still right', 'share of the list still near; theory: two circles moved apart'],
		],
		facts: tripsOf(drivers),
		question: nearbyQuestion,
		error: nearbyError,
		live: liveDrivers,
		population: {one: 'driver', many: 'drivers', flag: 'drivers', least: 1, most: 20_000, usual: usualDrivers, sized: ridesWith},
		archive: tripArchive,
		json: {schema: 'shopstream.rides-report/1', members: ({asOfMs: _, ...nearby}) => ({...nearby, radiusMetres: 2000})},
		view: nearbyView,
	};
}

export const rides = ridesWith(usualDrivers);
