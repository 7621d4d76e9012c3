import * as z from 'zod/mini';
import {Problem} from '../../words/problem.ts';
import {lazily} from '../lazily.ts';
import {parseLine, plainJson} from '../plain-json.ts';
import type {Archiving} from '../scenario.ts';
import {silentAfterMs} from './city.ts';
import {isOnEarth} from './place.ts';
import {type Trip, tripStatuses} from './trip.ts';

const lineSchema = lazily(() =>
	z
		.object({
			trip_id: z.string(),
			driver_id: z.string(),
			status: z.enum(tripStatuses),
			started_at: z.iso.datetime(),
			reported_at: z.iso.datetime(),
			longitude: z.number(),
			latitude: z.number(),
			metres: z.int(),
			fare_cents: z.int(),
			version: z.nullish(z.int()),
		})
		.check(z.refine(line => isOnEarth(line), {path: ['position']})),
);

/** Trips in the archive, as lines that BigQuery loads: each on the day of its last report. */
export const tripArchive: Archiving<Trip> = {
	lineSchema: 1,
	line: ({id, driver, status, startedAt, reportedAt, longitude, latitude, metres, fareCents, version}) =>
		`${plainJson({
			trip_id: id,
			driver_id: driver,
			status,
			started_at: startedAt.toISOString(),
			reported_at: reportedAt.toISOString(),
			longitude,
			latitude,
			metres,
			fare_cents: fareCents,
			version: version ?? null,
		})}\n`,
	read(text) {
		const {data, error} = lineSchema().safeParse(parseLine(text));
		if (!data) {
			throw new Problem(`is no trip: its ${error!.issues[0]?.path.join('.') || 'form'} is not as expected`);
		}

		const {trip_id: id, driver_id: driver, status, longitude, latitude, metres, fare_cents: fareCents, version} = data;
		return {
			id,
			driver,
			status,
			startedAt: new Date(data.started_at),
			reportedAt: new Date(data.reported_at),
			longitude,
			latitude,
			metres,
			fareCents,
			...(version != null && {version}),
		};
	},
	worth: {name: 'fareCents', title: 'fares', unit: 'money', of: ({fareCents}) => fareCents},
	answered: {
		days: 1,
		note: 'under way',
		counts: ({status, reportedAt}, asOfMs) => status !== 'ended' && reportedAt.getTime() > asOfMs - silentAfterMs,
	},
};
