import {Problem} from '../../words/problem.ts';
import type {Live, RedisCommand} from '../live.ts';
import {askedPlace, countedSince, type Driver, mostDrivers, nearMetres, type Nearby, nearbyOf} from './nearby.ts';
import {isOnEarth} from './place.ts';
import type {Trip} from './trip.ts';

/** Where each driver is, when he last said so, and which rides are under way, by driver. */
const keys = {
	positions: 'shopstream:live:rides:positions',
	reports: 'shopstream:live:rides:reports',
	rides: 'shopstream:live:rides:rides',
};

/** Who is silent is dropped so often. */
const dropEverySeconds = 5;

/** What Redis keeps of the drivers right now: whoever asks finds the positions of the last report. */
export const liveDrivers: Live<Trip, Nearby> = {
	writes,
	rewrites: writes,
	question: {
		title: 'live positions',
		commands({about, asOfMs}) {
			const {longitude, latitude} = askedPlace(about);
			return [
				['GEOSEARCH', keys.positions, 'FROMLONLAT', longitude, latitude, 'BYRADIUS', nearMetres, 'm', 'WITHCOORD'],
				// Those who are silent, and not dropped yet.
				['ZRANGEBYSCORE', keys.reports, '-inf', countedSince(asOfMs)],
			];
		},
		answer([found, silent], {about, asOfMs}) {
			const areSilent = new Set(silent as readonly string[]);
			const drivers = (found as ReadonlyArray<readonly [id: string, place: readonly [string, string]]>)
				.filter(([id]) => !areSilent.has(id))
				.map(([id, [longitude, latitude]]): Driver => ({id, longitude: Number(longitude), latitude: Number(latitude)}));
			if (drivers.length > mostDrivers || drivers.some(driver => !isOnEarth(driver))) {
				throw new Problem('The positions that Redis keeps cannot be told: remove the keys shopstream:live:rides:*, they are written anew');
			}

			return nearbyOf(about, asOfMs, drivers);
		},
	},
	keep: [
		{
			name: 'drop the silent',
			everySeconds: dropEverySeconds,
			async run({nowMs, redis}) {
				const [silent] = (await redis([['ZRANGEBYSCORE', keys.reports, '-inf', countedSince(nowMs)]])) as [readonly string[]];
				if (silent.length > 0) {
					// Who reports in between is there again with his next report.
					await redis([
						['ZREMRANGEBYSCORE', keys.reports, '-inf', countedSince(nowMs)],
						['ZREM', keys.positions, ...silent],
						['HDEL', keys.rides, ...silent],
					]);
				}

				return undefined;
			},
		},
	],
};

function writes(trips: readonly Trip[]): readonly RedisCommand[] {
	// Redis refuses all of them for one that is nowhere.
	const underWay = trips.filter(trip => trip.status !== 'ended' && isOnEarth(trip)).sort((a, b) => a.reportedAt.getTime() - b.reportedAt.getTime());
	const riding = underWay.filter(({status}) => status === 'riding');
	const empty = [...new Set(trips.filter(({status}) => status !== 'riding').map(({driver}) => driver))];
	return [
		...command('GEOADD', keys.positions, underWay, ({longitude, latitude, driver}) => [longitude, latitude, driver]),
		...command('ZADD', keys.reports, underWay, ({reportedAt, driver}) => [reportedAt.getTime(), driver]),
		...command('HDEL', keys.rides, empty, driver => [driver]),
		...command('HSET', keys.rides, riding, ({driver, id}) => [driver, id]),
	];
}

function command<T>(name: string, key: string, things: readonly T[], words: (thing: T) => ReadonlyArray<string | number>): RedisCommand[] {
	return things.length === 0 ? [] : [[name, key, ...things.flatMap(words)]];
}
