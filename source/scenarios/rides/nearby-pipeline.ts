import {countedSince, askedPlace, mostDrivers, nearMetres} from './nearby.ts';
import {earthRadiusMetres} from './place.ts';
import {usableTrips} from './trip-document.ts';

/** MongoDB's earth is a little larger than Redis's, in metres: the same circle seen from the earth's middle is asked of both. */
const mongoEarthRadiusMetres = 6_378_100;

/** What is left of the drivers once the reports that count have been found: each with his latest. */
const latest = [
	{$sort: {reportedAt: -1, _id: -1}},
	{$group: {_id: '$driver', position: {$first: '$position'}}},
	{$project: {_id: 0, id: '$_id', longitude: {$arrayElemAt: ['$position.coordinates', 0]}, latitude: {$arrayElemAt: ['$position.coordinates', 1]}}},
	{$limit: mostDrivers + 1},
];

/** The drivers near the middle of a cell, found by the index over positions. */
export function nearbyPipeline(cell: string, asOfMs: number): object[] {
	const {longitude, latitude} = askedPlace(cell);
	return [
		{
			$geoNear: {
				near: {type: 'Point', coordinates: [longitude, latitude]},
				key: 'position',
				spherical: true,
				distanceField: 'metresAway',
				maxDistance: (nearMetres / earthRadiusMetres) * mongoEarthRadiusMetres,
				query: {...usableTrips(countedSince(asOfMs)), status: {$in: ['coming', 'riding'], $not: {$type: 'array'}}},
			},
		},
		...latest,
	];
}
