import {Problem} from '../../words/problem.ts';
import type {Live, LiveMoment, RedisCommand} from '../live.ts';
import {silentAfterMs} from './city.ts';
import {askedPlace, countedSince, type Driver, mostDrivers, nearMetres, type Nearby, nearbyOf} from './nearby.ts';
import {isOnEarth, type Place} from './place.ts';
import {cityMetres} from './streets.ts';
import type {Trip} from './trip.ts';

/** Where the driver of each trip under way is, and when he last said so; of the trips of one MongoDB. */
function keysOf({origin}: Pick<LiveMoment, 'origin'>): {readonly positions: string; readonly reports: string} {
	const place = `shopstream:live:{rides:${origin}}`;
	return {positions: `${place}:positions`, reports: `${place}:reports`};
}

/** So long after the last report of all nobody is there any more, whoever drops the silent; in milliseconds. */
const keptMs = 2 * silentAfterMs;

/** From anywhere in the city to its furthest corner. */
const allMetres = Math.ceil(cityMetres * Math.SQRT2);

/** Who is silent is dropped so often. */
const dropEverySeconds = 5;

/** What Redis keeps of the drivers right now: whoever asks finds the positions of the last report. */
export const liveDrivers: Live<Trip, Nearby> = {
	writes,
	rewrites: writes,
	holds: 'live positions (GEO)',
	question: {
		title: 'Redis GEOSEARCH',
		commands({about, asOfMs, ...of}) {
			const {positions, reports} = keysOf(of);
			return [
				within(positions, askedPlace(about), nearMetres),
				// Those who are silent, and not dropped yet.
				['ZRANGEBYSCORE', reports, '-inf', countedSince(asOfMs)],
			];
		},
		beside: ({about, ...of}) => [within(keysOf(of).positions, askedPlace(about), allMetres)],
		answer([found, silent, all], {about, asOfMs}) {
			const areSilent = new Set(silent as readonly string[]);
			const drivers = latest(found as Found, areSilent);
			if (drivers.length > mostDrivers || drivers.some(driver => !isOnEarth(driver))) {
				throw new Problem('The positions that Redis keeps cannot be told: remove the keys shopstream:live:{rides:*, they are written anew');
			}

			return {...nearbyOf(about, asOfMs, drivers), ...(all !== undefined && {everywhere: latest(all as Found, areSilent)})};
		},
	},
	keep: [
		{
			name: 'drop the silent',
			everySeconds: dropEverySeconds,
			async run({nowMs, redis, ...of}) {
				const keys = keysOf(of);
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

function within(positions: string, {longitude, latitude}: Place, metres: number): RedisCommand {
	return ['GEOSEARCH', positions, 'FROMLONLAT', longitude, latitude, 'BYRADIUS', metres, 'm', 'WITHCOORD'];
}

type Found = ReadonlyArray<readonly [member: string, place: readonly [longitude: string, latitude: string]]>;

/** Each driver who is not silent, where his latest trip has him. */
function latest(found: Found, areSilent: ReadonlySet<string>): Driver[] {
	// In the order of their trips, so that the last of a driver's is the latest.
	const drivers = found
		.filter(([member]) => !areSilent.has(member))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([member, [longitude, latitude]]): Driver => ({id: driverOf(member), longitude: Number(longitude), latitude: Number(latitude)}));
	return [...new Map(drivers.map(driver => [driver.id, driver])).values()];
}

/** What is kept of a trip bears its driver's name: each report moves its own trip, in whatever order they come. */
function memberOf({driver, id}: Trip): string {
	return `${driver} ${id}`;
}

function driverOf(member: string): string {
	return member.slice(0, member.lastIndexOf(' '));
}

function writes(trips: readonly Trip[], of: LiveMoment): readonly RedisCommand[] {
	const keys = keysOf(of);
	// Redis refuses all of them for one that is nowhere.
	const underWay = trips.filter(trip => trip.status !== 'ended' && isOnEarth(trip)).sort((a, b) => a.reportedAt.getTime() - b.reportedAt.getTime());
	const over = trips.filter(({status}) => status === 'ended');
	return [
		...command('GEOADD', keys.positions, underWay, trip => [trip.longitude, trip.latitude, memberOf(trip)]),
		...command('ZADD', keys.reports, underWay, trip => [trip.reportedAt.getTime(), memberOf(trip)]),
		...(underWay.length === 0 ? [] : [keys.positions, keys.reports].map((key): RedisCommand => ['PEXPIRE', key, keptMs])),
		...command('ZREM', keys.positions, over, trip => [memberOf(trip)]),
		...command('ZREM', keys.reports, over, trip => [memberOf(trip)]),
	];
}

function command<T>(name: string, key: string, things: readonly T[], words: (thing: T) => ReadonlyArray<string | number>): RedisCommand[] {
	return things.length === 0 ? [] : [[name, key, ...things.flatMap(words)]];
}
