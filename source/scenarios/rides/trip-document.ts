import * as z from 'zod/mini';
import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import {lazily} from '../lazily.ts';
import type {LeftOut} from '../left-out.ts';
import type {FactDocument} from '../scenario.ts';
import {mostLatitude} from './place.ts';
import {type Trip, tripSchema, tripStatuses} from './trip.ts';

/** A trip as MongoDB keeps it, with a GeoJSON point. */
type TripDocument = FactDocument &
	Omit<Trip, 'id' | 'longitude' | 'latitude' | 'version'> & {
		readonly position: {readonly type: 'Point'; readonly coordinates: readonly [longitude: number, latitude: number]};
	};

export function toDocument({id, longitude, latitude, version: _, ...trip}: Trip): TripDocument {
	return {_id: id, ...trip, position: {type: 'Point', coordinates: [longitude, latitude]}};
}

/** @throws Problem that says what is wrong with a document */
export function fromDocument(id: string, document: object): Trip {
	const {position, ...trip} = document as Partial<TripDocument>;
	const [longitude, latitude] = Array.isArray(position?.coordinates) ? (position.coordinates as readonly unknown[]) : [];
	const parsed = tripSchema().safeParse({...trip, id, longitude, latitude});
	if (!parsed.success) {
		throw new Problem(
			`The trip ${plainText(id)} in MongoDB cannot be archived, its ${parsed.error.issues[0]?.path.join('.')} is not as expected: mend or remove it`,
		);
	}

	return parsed.data;
}

const isList = {$type: 'array'} as const;

const isNumber = {$type: ['int', 'long', 'double'], $not: isList} as const;

/** A date in (`fromMs`, `toMs`]. MongoDB's operators also look into lists, so lists are excluded explicitly. */
const reported = (fromMs: number, toMs?: number) => ({
	reportedAt: {$gt: new Date(fromMs), ...(toMs === undefined ? {$type: 'date'} : {$lte: new Date(toMs)}), $not: isList},
});

/** The conditions for a document to be counted, and the words for one that fails, in the order in which they are checked. */
const needs = [
	['driver is no text', {driver: {$type: 'string', $not: isList}}],
	['status is unknown', {status: {$in: tripStatuses, $not: isList}}],
	['startedAt is no date', {startedAt: {$type: 'date', $not: isList}}],
	[
		'position is no point on the map',
		{
			'position.type': 'Point',
			'position.coordinates.0': {$gte: -180, $lte: 180},
			'position.coordinates.1': {$gte: -mostLatitude, $lte: mostLatitude},
		},
	],
	['metres is no number', {metres: isNumber}],
	['fareCents is no number', {fareCents: isNumber}],
] as const;

/** Trips that were last reported in (`fromMs`, `toMs`] and can be counted. Without `toMs`, all after `fromMs`. */
export function usableTrips(fromMs: number, toMs?: number): object {
	return {...reported(fromMs, toMs), $and: needs.map(([, need]) => need)};
}

/** Counts those that cannot: of the days, and those without a date, which may be of any day. */
export function leftOutPipeline(fromMs: number, toMs: number): object[] {
	const undated = {reportedAt: {$not: {$type: 'date'}}};
	return [
		{$match: {$or: [undated, reported(fromMs, toMs)]}},
		{
			$facet: Object.fromEntries(
				[['reportedAt is no date', {reportedAt: {$type: 'date'}}] as const, ...needs].map(([, need], i, all) => [
					`reason${i}`,
					[{$match: {$nor: [need], $and: [{}, ...all.slice(0, i).map(([, earlier]) => earlier)]}}, {$count: 'count'}],
				]),
			),
		},
	];
}

/** The most frequent reason first. @throws ZodError for a result of another form */
export function readLeftOut(rows: readonly unknown[]): LeftOut[] {
	const [counts = {}] = leftOutSchema().parse(rows);
	return ['reportedAt is no date', ...needs.map(([reason]) => reason)]
		.map((reason, i) => ({reason, count: counts[`reason${i}`]?.[0]?.count ?? 0}))
		.filter(({count}) => count > 0)
		.sort((a, b) => b.count - a.count);
}

const leftOutSchema = lazily(() => z.array(z.record(z.string(), z.array(z.object({count: z.number()})))));
