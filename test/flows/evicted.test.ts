import {Redis} from 'ioredis';
import {afterEach, expect, test} from 'vitest';
import {drawBy, zipf} from '../../source/chance/popularity.ts';
import {createRandom} from '../../source/chance/random.ts';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../redis-server.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

const servers = [
	[
		'the embedded engine',
		async () => {
			const engine = await startRedisEngine({});
			closing.push(async () => engine.close());
			return `redis://127.0.0.1:${engine.port}`;
		},
		true,
		0.02,
	],
	[
		`redis-server${redisServerNote}`,
		async () => {
			const server = await startRedisServer();
			closing.push(async () => server.stop());
			return server.url;
		},
		hasRedisServer,
		// It tells the time of a use to the second, in which here are thousands: of those it knows no oldest.
		0.06,
	],
] as const;

const popularity = zipf(10_000);
const atOnce = 50;

// How often Redis hits in a memory for a part of the keys. It looks at a sample of five: that costs a little.
for (const [name, start, isThere, tolerance] of servers) {
	test.skipIf(!isThere)(`in a memory below the working set ${name} hits as predicted, within ${tolerance}`, {timeout: 120_000}, async () => {
		const client = new Redis(await start());
		closing.push(async () => client.disconnect());
		const used = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))![1]);
		const evicted = async () => Number(/^evicted_keys:(\d+)/m.exec(await client.info('stats'))![1]);
		const value = 'x'.repeat(1000);
		await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
		// The server's own needs, and then two thousand keys of about a kilobyte.
		const ownBytes = /embedded/.test(name) ? 0 : await used();
		await client.config('SET', 'maxmemory', String(ownBytes + 2000 * 1150));
		const draw = drawBy(popularity);
		const {next} = createRandom(name);
		const seen = {hits: 0, reads: 0};
		const [warming, counted] = [20_000, 30_000];
		for (let reads = 0; reads < warming + counted; reads += atOnce) {
			const keys = Array.from({length: atOnce}, () => `key:${draw(next())}`);
			const found = await Promise.all(keys.map(async key => client.get(key)));
			const missing = keys.filter((_, i) => found[i] === null);
			await Promise.all(missing.map(async key => client.set(key, value)));
			if (reads >= warming) {
				seen.reads += atOnce;
				seen.hits += atOnce - missing.length;
			}
		}

		const keysInMemory = await client.dbsize();
		expect(await evicted()).toBeGreaterThan(1000);
		expect(keysInMemory).toBeLessThan(4000);
		const theory = predictReads({policy: plainPolicy(1e6), arrivals: {kind: 'poisson', ratePerSecond: 1000}, fillSeconds: 0, popularity, keysInMemory})!;
		expect(Math.abs(seen.hits / seen.reads - theory.hitRate)).toBeLessThan(tolerance);
	});
}
