import {countedSince, askedPlace, mostDrivers, nearMetres} from './nearby.ts';
import {earthRadiusMetres} from './place.ts';
import {usableTrips} from './trip-document.ts';

/** The earth's radius in MongoDB, in metres. It is a little larger than in Redis, so both are asked for the same angle. */
const mongoEarthRadiusMetres = 6_378_100;

/** Reduces the reports that count to the latest of each driver. */
const latest = [
	{$sort: {reportedAt: -1, _id: -1}},
	{$group: {_id: '$driver', position: {$first: '$position'}}},
	{$project: {_id: 0, id: '$_id', longitude: {$arrayElemAt: ['$position.coordinates', 0]}, latitude: {$arrayElemAt: ['$position.coordinates', 1]}}},
	{$limit: mostDrivers + 1},
];

/** The drivers near the middle of a cell, found with the 2dsphere index. */
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
