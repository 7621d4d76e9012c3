// The same question in all ways, of one instant, on the embedded engines and on the servers that are at hand.
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startMongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {askLive} from '../../../source/flows/ask-live.ts';
import {askQuestion} from '../../../source/flows/ask-question.ts';
import {fillWindow} from '../../../source/flows/fill-window.ts';
import {keepAllLive} from '../../../source/flows/keep-live.ts';
import {plainPolicy} from '../../../source/lab/cache-policy.ts';
import {placeFacts, type Placing} from '../../../source/flows/place-facts.ts';
import {readAnswer} from '../../../source/flows/read-answer.ts';
import {createCity} from '../../../source/scenarios/rides/city.ts';
import type {Nearby} from '../../../source/scenarios/rides/nearby.ts';
import {middleOf} from '../../../source/scenarios/rides/place.ts';
import {ridersCells} from '../../../source/scenarios/rides/riders.ts';
import {rides} from '../../../source/scenarios/rides/rides.ts';
import type {Trip} from '../../../source/scenarios/rides/trip.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {type MongoWindow, openMongoWindow} from '../../../source/stores/mongo-window.ts';
import {openPostgresLedger, type PostgresLedger} from '../../../source/stores/postgres-ledger.ts';
import {openRedisCache, type RedisCache} from '../../../source/stores/redis-cache.ts';
import {postgresServers} from '../../postgres-servers.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../../redis-server.ts';
import {isThorough} from '../../thorough.ts';
import {metresBetween} from './metres-between.ts';

const scenario = rides as Scenario;
const facts = {...scenario.facts, ledger: scenario.facts.ledger!};
const {moving} = scenario.facts;
const signal = new AbortController().signal;
const seed = 11;
const cells = ridersCells()
	.map(({cell}) => cell)
	.slice(0, 4);

/** What the city itself says: no store has a part in it. */
function expectedAt(cell: string, atMs: number): string[] {
	const city = createCity(seed, 500);
	const trips = Array.from({length: 500}, (_, driver) => city.tripAt(driver, city.lastReportMs(driver, atMs)));
	return trips.filter((trip): trip is Trip => trip !== undefined && metresBetween(middleOf(cell), trip) <= 2000).map(({driver}) => driver);
}

const idsOf = (answer: unknown) => (answer as Nearby).drivers.map(({id}) => id);

const redisServers = [
	{
		name: 'the embedded Redis',
		runs: true,
		async start() {
			const {port, close} = await startRedisEngine({});
			return {url: `redis://127.0.0.1:${port}`, stop: close};
		},
	},
	{
		name: `redis-server${redisServerNote}`,
		// The same answers: in CI.
		runs: hasRedisServer && isThorough,
		async start() {
			const {url, stop} = await startRedisServer();
			return {url, stop};
		},
	},
];

const backings = redisServers.flatMap(redis => postgresServers.map(postgres => ({name: `${redis.name}, ${postgres.name}`, redis, postgres})));

describe.each(backings)('$name', ({redis, postgres}) => {
	let closing: Array<() => Promise<unknown>>;
	let window: MongoWindow;
	let cache: RedisCache;
	let ledger: PostgresLedger;
	let placing: Placing;

	beforeAll(async () => {
		if (!redis.runs) {
			return;
		}

		const [mongoEngine, redisServer, postgresServer] = [await startMongoEngine({}), await redis.start(), await postgres.start()];
		closing = [async () => mongoEngine.close(), async () => redisServer.stop(), async () => postgresServer.stop()];
		window = await openMongoWindow(`mongodb://127.0.0.1:${mongoEngine.port}`, scenario.facts, {embeddedVersion: 'test'});
		cache = await openRedisCache(redisServer.url, scenario.question.codec);
		ledger = await openPostgresLedger(postgresServer.url, facts, postgres.isEmbedded ? {embeddedVersion: 'test'} : {});
		await ledger.connected(async query => query('drop schema if exists rides cascade'));
		placing = placeFacts({scenario, window, cache, timeZone: 'UTC', later: {ledger}});
		await placing.prepare();
		await window.prepare();
	}, 600_000);

	afterAll(async () => {
		if (redis.runs) {
			await ledger?.connected(async query => query('drop schema if exists rides cascade'));
			await Promise.all([window?.close(), cache?.close(), ledger?.close()]);
			await Promise.all(closing.map(async close => close()));
		}
	});

	/** All ways' answers about a cell as of an instant. */
	const allWays = async (about: string, asOfMs: number) => {
		const asking = {about, asOfMs, timeZone: 'UTC'};
		const {question} = scenario;
		const asked = question.ledger!;
		const rows = await ledger.connected(async query => (await query(asked.sql(asking))).rows);
		const path = {
			scenario,
			window,
			cache,
			timeZone: 'UTC',
			about,
			key: `shopstream:test:${about}:${asOfMs}`,
			policy: () => plainPolicy(60),
			clock: () => asOfMs,
		};
		const miss = await readAnswer({...path, flight: {current: undefined}});
		const hit = await readAnswer({...path, flight: {current: undefined}});
		expect([miss.outcome, hit.outcome]).toEqual(['miss', 'hit']);
		return {
			postgres: question.answer(asked.rows(rows), asking),
			mongo: await askQuestion({scenario, window, timeZone: 'UTC'}, {about, asOfMs}),
			cached: (hit as typeof hit & {readonly answer: unknown}).answer,
			live: await askLive({scenario, window, cache, timeZone: 'UTC'}, {about, asOfMs}),
		};
	};

	test.runIf(redis.runs)('answers are equal at every instant while the city moves, and right', async () => {
		const startMs = Date.now();
		// So far apart that nobody counts who has driven away meanwhile.
		for (const seconds of [0, 31, 62, 300]) {
			const atMs = startMs + seconds * 1000;
			await placing.arrive(await moving!.now(seed, atMs));
			await fillWindow({scenario, window, cache, ledger, timeZone: 'UTC', now: () => atMs}, {signal, untilEmpty: true});
			for (const cell of cells) {
				const {postgres: first, ...others} = await allWays(cell, atMs);
				expect(idsOf(first)).toEqual(expectedAt(cell, atMs));
				for (const [way, answer] of Object.entries(others)) {
					expect(answer, way).toEqual(first);
				}
			}
		}
	});

	test.runIf(redis.runs)('who is silent for 30 s is in no answer, and dropped from Redis', async () => {
		const atMs = Date.now() + 400_000;
		await placing.arrive(await moving!.now(seed, atMs));
		await fillWindow({scenario, window, cache, ledger, timeZone: 'UTC', now: () => atMs}, {signal, untilEmpty: true});
		const [cell] = cells;
		const before = await allWays(cell!, atMs);
		expect(idsOf(before.live).length).toBeGreaterThan(10);
		// Nobody has reported for longer than 26 s and at most 30 s: some count still.
		const some = await allWays(cell!, atMs + 28_000);
		expect(idsOf(some.live).length).toBeLessThan(idsOf(before.live).length);
		expect(new Set(Object.values(some).map(answer => idsOf(answer).join()))).toHaveLength(1);
		const none = await allWays(cell!, atMs + 31_000).catch(() => undefined);
		expect(none).toBeUndefined();
		const place = `shopstream:live:{rides:${await window.name()}}`;
		const [kept] = (await cache.run([['ZCARD', `${place}:positions`]])) as [number];
		expect(kept).toBeGreaterThan(100);
		await keepAllLive({scenario, cache, window, timeZone: 'UTC'}, atMs + 31_000);
		expect(
			await cache.run([
				['EXISTS', `${place}:positions`],
				['EXISTS', `${place}:reports`],
			]),
		).toEqual([0, 0]);
	});
});
