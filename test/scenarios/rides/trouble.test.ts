// A Redis that cannot keep positions: what is said, and that nothing else stops.
import {describe, expect, onTestFinished, test} from 'vitest';
import {startMongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';
import {askLive} from '../../../source/flows/ask-live.ts';
import {askQuestion} from '../../../source/flows/ask-question.ts';
import {placeFacts} from '../../../source/flows/place-facts.ts';
import {ridersCells} from '../../../source/scenarios/rides/riders.ts';
import {rides} from '../../../source/scenarios/rides/rides.ts';
import type {Nearby} from '../../../source/scenarios/rides/nearby.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {openMongoWindow} from '../../../source/stores/mongo-window.ts';
import {openRedisCache} from '../../../source/stores/redis-cache.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../../redis-server.ts';

const scenario = rides as Scenario;
const about = ridersCells()[0]!.cell;

async function open(args: readonly string[]) {
	const [engine, redis] = [await startMongoEngine({}), await startRedisServer({args})];
	const window = await openMongoWindow(`mongodb://127.0.0.1:${engine.port}`, scenario.facts, {embeddedVersion: 'test'});
	const cache = await openRedisCache(redis.url, scenario.question.codec);
	onTestFinished(async () => {
		await Promise.all([window.close(), cache.close()]);
		await Promise.all([engine.close(), redis.stop()]);
	});
	const placing = placeFacts({scenario, window, cache, timeZone: 'UTC'});
	await placing.prepare();
	return {window, cache, placing, redis};
}

describe.runIf(hasRedisServer)(`a redis-server${redisServerNote}`, () => {
	test('without GEOSEARCH is told in one sentence, and MongoDB answers as before', async () => {
		const {window, cache, placing, redis} = await open(['--rename-command', 'GEOSEARCH', '']);
		const nowMs = Date.now();
		await placing.arrive(await scenario.facts.moving!.now(1, nowMs));
		// However a program ends, its positions go a minute later.
		for (const key of ['positions', 'reports']) {
			expect(await redis.ask('PTTL', `shopstream:live:{rides:${await window.name()}}:${key}`)).toSatisfy((ms: number) => ms > 0 && ms <= 60_000);
		}

		const asked = {about, asOfMs: nowMs};
		await expect(askLive({scenario, window, cache, timeZone: 'UTC'}, asked)).rejects.toMatchObject({
			store: 'redis',
			message: `Redis at ${redis.url} refuses: it has no command GEOSEARCH`,
		});
		expect(((await askQuestion({scenario, window, timeZone: 'UTC'}, asked)) as Nearby).drivers.length).toBeGreaterThan(10);
	});

	test('without GEOADD, or out of memory, says so once the trips stand in MongoDB', async () => {
		for (const [args, reason] of [
			[['--rename-command', 'GEOADD', ''], 'it has no command GEOADD'],
			[['--maxmemory', '1', '--maxmemory-policy', 'noeviction'], 'out of memory'],
		] as const) {
			const {window, placing} = await open(args);
			const trips = await scenario.facts.moving!.now(1, Date.now());
			await expect(placing.arrive(trips)).rejects.toMatchObject({store: 'redis', reason});
			expect(await window.count()).toBe(trips.length);
		}
	});
});
