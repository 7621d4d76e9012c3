import {Problem} from '../../words/problem.ts';
import type {Live, RedisCommand} from '../live.ts';
import {askedPlace, countedSince, type Driver, mostDrivers, nearMetres, type Nearby, nearbyOf} from './nearby.ts';
import {isOnEarth} from './place.ts';
import type {Trip} from './trip.ts';

/** Where the driver of each trip under way is, and when he last said so. */
const keys = {positions: 'shopstream:live:rides:positions', reports: 'shopstream:live:rides:reports'};

/** Who is silent is dropped so often. */
const dropEverySeconds = 5;

/** What Redis keeps of the drivers right now: whoever asks finds the positions of the last report. */
export const liveDrivers: Live<Trip, Nearby> = {
	writes,
	rewrites: writes,
	holds: 'live positions (GEO)',
	question: {
		title: 'Redis GEOSEARCH',
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
			// In the order of their trips, so that the last of a driver's is the latest.
			const latest = (found as ReadonlyArray<readonly [member: string, place: readonly [string, string]]>)
				.filter(([member]) => !areSilent.has(member))
				.sort(([a], [b]) => (a < b ? -1 : 1))
				.map(([member, [longitude, latitude]]): Driver => ({id: driverOf(member), longitude: Number(longitude), latitude: Number(latitude)}));
			const drivers = [...new Map(latest.map(driver => [driver.id, driver])).values()];
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
					]);
				}

				return undefined;
			},
		},
	],
};

/** What is kept of a trip bears its driver's name: each report moves its own trip, in whatever order they come. */
function memberOf({driver, id}: Trip): string {
	return `${driver} ${id}`;
}

function driverOf(member: string): string {
	return member.slice(0, member.lastIndexOf(' '));
}

function writes(trips: readonly Trip[]): readonly RedisCommand[] {
	// Redis refuses all of them for one that is nowhere.
	const underWay = trips.filter(trip => trip.status !== 'ended' && isOnEarth(trip)).sort((a, b) => a.reportedAt.getTime() - b.reportedAt.getTime());
	const over = trips.filter(({status}) => status === 'ended');
	return [
		...command('GEOADD', keys.positions, underWay, trip => [trip.longitude, trip.latitude, memberOf(trip)]),
		...command('ZADD', keys.reports, underWay, trip => [trip.reportedAt.getTime(), memberOf(trip)]),
		...command('ZREM', keys.positions, over, trip => [memberOf(trip)]),
		...command('ZREM', keys.reports, over, trip => [memberOf(trip)]),
	];
}

function command<T>(name: string, key: string, things: readonly T[], words: (thing: T) => ReadonlyArray<string | number>): RedisCommand[] {
	return things.length === 0 ? [] : [[name, key, ...things.flatMap(words)]];
}
