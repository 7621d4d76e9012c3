import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {hasRedisServer, redisServerNote, type RedisServer, startRedisServer} from '../../redis-server.ts';
import {RawConnection} from './raw-connection.ts';
import {rounds} from '../../thorough.ts';

type Point = readonly [longitude: number, latitude: number];

/** The same numbers each time, from 0 to 1. */
function* numbers(): Generator<number, number> {
	for (let state = 1; ;) {
		state = (state * 48_271) % 2_147_483_647;
		yield state / 2_147_483_647;
	}
}

const random = numbers();
const pointIn = (west: number, south: number, east: number, north: number): Point => [
	west + (east - west) * random.next().value,
	south + (north - south) * random.next().value,
];
/** Drivers of a city, and some all over the world. */
const points = Array.from({length: rounds(3000, 10_000)}, (_, i) => (i % 4 === 0 ? pointIn(-180, -85, 180, 85) : pointIn(13.2, 52.4, 13.6, 52.6)));
const middles: readonly Point[] = [
	[13.4, 52.5],
	[0, 0],
	[180, 0],
	[-179.99, 40],
	[20, 84],
	[-60, -70],
	...Array.from({length: 20}, () => pointIn(-180, -85, 180, 85)),
];
const radiuses = [0, 50, 2000, 30_000, 1_000_000, 6_000_000, 21_000_000];

/** Metres between two points by the cosine of the angle between their vectors, on Redis's sphere. */
function metresBetween([a, b]: Point, [c, d]: Point): number {
	const vector = (longitude: number, latitude: number) => {
		const [east, north] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
		return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)] as const;
	};

	const [p, q] = [vector(a, b), vector(c, d)];
	const chord = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
	return 2 * 6_372_797.560856 * Math.asin(Math.min(1, chord / 2));
}

const words = (reply: string): string[] => reply.split('\r\n').filter(line => line !== '' && !/^[*$]/.test(line));

let engine: Engine;
let ours: RawConnection;

const fill = async (connection: RawConnection) => {
	for (let i = 0; i < points.length; i += 1000) {
		await connection.ask(
			'GEOADD',
			'drivers',
			...points.slice(i, i + 1000).flatMap(([longitude, latitude], k) => [String(longitude), String(latitude), `d${i + k}`]),
		);
	}
};

beforeAll(async () => {
	engine = await startRedisEngine({});
	ours = await RawConnection.open(engine.port);
	await fill(ours);
});

afterAll(async () => {
	ours.close();
	await engine.close();
});

const around = ([longitude, latitude]: Point, metres: number) => [
	'GEOSEARCH',
	'drivers',
	'FROMLONLAT',
	String(longitude),
	String(latitude),
	'BYRADIUS',
	String(metres),
	'm',
];

test('finds who is within a radius of thousands of points, as brute force does', async () => {
	// From exactly 180° Redis itself finds nobody on the other side.
	for (const middle of middles.filter(([longitude]) => longitude !== 180)) {
		for (const metres of radiuses) {
			const found = new Set(words(await ours.ask(...around(middle, metres))));
			// A position is kept to about half a metre; who is nearer to the edge than that may be on either side.
			const wrong = points.filter((point, i) => {
				const beyond = metresBetween(middle, point) - metres;
				return Math.abs(beyond) > 1 && beyond < 0 !== found.has(`d${i}`);
			});
			expect({middle, metres, wrong}).toEqual({middle, metres, wrong: []});
		}
	}
});

describe.runIf(hasRedisServer)(`beside redis-server${redisServerNote}`, () => {
	let server: RedisServer;
	let real: RawConnection;

	beforeAll(async () => {
		server = await startRedisServer();
		real = await RawConnection.open(server.port);
		await fill(real);
	});

	afterAll(async () => {
		real.close();
		await server.stop();
	});

	test('finds the same in the same order, byte for byte', async () => {
		for (const middle of middles) {
			for (const metres of radiuses) {
				const [longitude, latitude] = [String(middle[0]), String(middle[1])];
				for (const request of [
					around(middle, metres),
					[...around(middle, metres), 'COUNT', '7', 'ANY'],
					[...around(middle, metres), 'ASC', 'COUNT', '50', 'WITHDIST', 'WITHCOORD', 'WITHHASH'],
					['GEOSEARCH', 'drivers', 'FROMLONLAT', longitude, latitude, 'BYBOX', String(metres), String(metres / 3), 'm'],
				]) {
					expect([request, await ours.ask(...request)]).toEqual([request, await real.ask(...request)]);
				}
			}
		}

		expect(await ours.ask('ZRANGE', 'drivers', '0', '-1', 'WITHSCORES')).toBe(await real.ask('ZRANGE', 'drivers', '0', '-1', 'WITHSCORES'));
	});
});
