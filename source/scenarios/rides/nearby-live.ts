import {Problem} from '../../words/problem.ts';
import type {Live, LiveMoment, RedisCommand} from '../live.ts';
import {silentAfterMs} from './city.ts';
import {askedPlace, countedSince, type Driver, mostDrivers, nearMetres, type Nearby, nearbyOf} from './nearby.ts';
import {isOnEarth, type Place} from './place.ts';
import {cityMetres} from './streets.ts';
import type {Trip} from './trip.ts';

/** The position of the driver of each trip under way, and when he reported it; for the trips of one MongoDB. */
function keysOf({origin}: Pick<LiveMoment, 'origin'>): {readonly positions: string; readonly reports: string} {
	const place = `shopstream:live:{rides:${origin}}`;
	return {positions: `${place}:positions`, reports: `${place}:reports`};
}

/** The keys expire this long after the last report of all, even if no program drops silent drivers. In milliseconds. */
const keptMs = 2 * silentAfterMs;

/** A radius that covers the whole city from any point in it. */
const allMetres = Math.ceil(cityMetres * Math.SQRT2);

/** How often silent drivers are dropped. */
const dropEverySeconds = 5;

/** The live positions in Redis: a reader finds those of the last report. */
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
				// Silent drivers who are not dropped yet.
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
					// A driver who reports in between comes back with his next report.
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

/** Each driver who is not silent, at the position of his latest trip. */
function latest(found: Found, areSilent: ReadonlySet<string>): Driver[] {
	// Sorted by trip, so that a driver's latest trip comes last.
	const drivers = found
		.filter(([member]) => !areSilent.has(member))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([member, [longitude, latitude]]): Driver => ({id: driverOf(member), longitude: Number(longitude), latitude: Number(latitude)}));
	return [...new Map(drivers.map(driver => [driver.id, driver])).values()];
}

/** A member is named after trip and driver, so that a report moves its own trip in whatever order reports come. */
function memberOf({driver, id}: Trip): string {
	return `${driver} ${id}`;
}

function driverOf(member: string): string {
	return member.slice(0, member.lastIndexOf(' '));
}

function writes(trips: readonly Trip[], of: LiveMoment): readonly RedisCommand[] {
	const keys = keysOf(of);
	// One impossible position would make Redis refuse them all.
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
