import type {LedgerQuestion} from '../scenario.ts';
import {silentAfterMs} from './city.ts';
import {askedPlace, nearMetres} from './nearby.ts';
import {earthRadiusMetres} from './place.ts';

const at = (instantMs: number) => `timestamptz '${new Date(instantMs).toISOString()}'`;

const dayMs = 86_400_000;

/** The drivers near the middle of a cell. Distances are plain arithmetic, so no extension of PostgreSQL is needed. */
export const nearbyLedger: LedgerQuestion = {
	tables: {trips: 'rides.trips'},
	days: silentAfterMs / dayMs,
	sql({about, asOfMs}, {days = silentAfterMs / dayMs, only = () => 'true'} = {}) {
		const {longitude, latitude} = askedPlace(about);
		const metres = `2 * ${earthRadiusMetres} * asin(sqrt(
			power(sin(radians(trips.latitude - ${latitude}) / 2), 2)
			+ cos(radians(${latitude})) * cos(radians(trips.latitude)) * power(sin(radians(trips.longitude - ${longitude}) / 2), 2)))`;
		return `
			select distinct on (driver) driver, longitude, latitude
			from rides.trips as trips
			where placed_at > ${at(asOfMs - days * dayMs)} and status <> 'ended' and ${metres} <= ${nearMetres} and ${only('trips')}
			order by driver, placed_at desc, id desc
		`;
	},
	rows: rows => rows.map(({driver, longitude, latitude}) => ({id: driver, longitude, latitude})),
	indexes: [{name: 'rides.compare_trips', on: 'rides.trips (placed_at) include (id, driver, status, longitude, latitude)'}],
	view: 'rides.compare_nearby',
};
