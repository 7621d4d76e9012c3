import {setTimeout as pause} from 'node:timers/promises';
import {Redis} from 'ioredis';
import {afterEach, expect, test} from 'vitest';
import {drawBy, zipf} from '../../source/chance/popularity.ts';
import {createUniform} from '../../source/chance/random.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import {bothRedises, hasRedisServer, redisServerNote, startRedisServer} from '../redis-server.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

/** redis-server tells the time of a use to the second: asked faster than this, its oldest key is one of thousands of the same second. */
const serversReadsPerSecond = 2500;

const popularity = zipf(10_000);
const atOnce = 50;

const tolerance = 0.02;

/** Evicting any key instead of the oldest (as for FIFO: King 1971, Gelenbe 1973): h = Σ p·pt/(1 + pt) where Σ pt/(1 + pt) keys are kept. */
function randomHitRate(keysInMemory: number): number {
	const kept = (time: number) => popularity.reduce((sum, share) => sum + (share * time) / (1 + share * time), 0);
	let [low, high] = [0, 1e9];
	for (let step = 0; step < 100; step++) {
		const middle = (low + high) / 2;
		[low, high] = kept(middle) < keysInMemory ? [middle, high] : [low, middle];
	}

	return popularity.reduce((sum, share) => sum + (share * share * low) / (1 + share * low), 0);
}

type Seen = {readonly hitRate: number; readonly keysInMemory: number};

/** How often Redis hits in a memory for a part of the keys, at so many reads a second at most. */
async function read({url, stop}: {readonly url: string; stop(): Promise<void>}, isServer: boolean, readsPerSecond: number): Promise<Seen> {
	closing.push(stop);
	const client = new Redis(url);
	closing.push(async () => client.disconnect());
	const told = async (section: string, field: string) => Number(new RegExp(String.raw`^${field}:(\d+)`, 'm').exec(await client.info(section))![1]);
	const value = 'x'.repeat(1000);
	await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
	// The server's own needs, and then two thousand keys of about a kilobyte.
	await client.config('SET', 'maxmemory', String((isServer ? await told('memory', 'used_memory') : 0) + 2000 * 1150));
	const draw = drawBy(popularity);
	const next = createUniform('evicted');
	const seen = {hits: 0, reads: 0};
	const [warming, counted] = [8000, 12_000];
	const startedAt = performance.now();
	for (let reads = 0; reads < warming + counted; reads += atOnce) {
		const keys = Array.from({length: atOnce}, () => `key:${draw(next())}`);
		const found = await Promise.all(keys.map(async key => client.get(key)));
		const missing = keys.filter((_, i) => found[i] === null);
		await Promise.all(missing.map(async key => client.set(key, value)));
		if (reads >= warming) {
			seen.reads += atOnce;
			seen.hits += atOnce - missing.length;
		}

		const aheadMs = (1000 * reads) / readsPerSecond - (performance.now() - startedAt);
		if (aheadMs > 0) {
			await pause(aheadMs);
		}
	}

	expect(await told('stats', 'evicted_keys')).toBeGreaterThan(1000);
	const keysInMemory = await client.dbsize();
	expect(keysInMemory).toBeLessThan(4000);
	return {hitRate: seen.hits / seen.reads, keysInMemory};
}

const lruHitRate = (keysInMemory: number) =>
	predictReads({policy: plainPolicy(1e6), arrivals: {kind: 'poisson', ratePerSecond: 1000}, fillSeconds: 0, popularity, keysInMemory})!.hitRate;

for (const {name, isServer, isThere, start} of bothRedises) {
	test.skipIf(!isThere)(`in a memory below the working set ${name} hits as predicted, within ${tolerance}`, async () => {
		const {hitRate, keysInMemory} = await read(await start(), isServer, isServer ? serversReadsPerSecond : Number.POSITIVE_INFINITY);
		expect(Math.abs(hitRate - lruHitRate(keysInMemory))).toBeLessThan(tolerance);
	});
}

// Which is why its hit rate lies below the prediction where a key that nobody asks for stays for less than some two seconds.
test.skipIf(!hasRedisServer)(`redis-server asked too fast for its clock evicts nearly at random${redisServerNote}`, async () => {
	const {hitRate, keysInMemory} = await read(await startRedisServer(), true, Number.POSITIVE_INFINITY);
	expect(hitRate).toBeGreaterThan(randomHitRate(keysInMemory) - tolerance);
	expect(hitRate).toBeLessThan(lruHitRate(keysInMemory) + tolerance / 2);
});
