import {afterEach, expect, test} from 'vitest';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {expireTogether} from '../../source/flows/expire-together.ts';
import {observeLoad} from '../../source/flows/observe-load.ts';
import {ownKeys} from '../../source/flows/own-keys.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {openRedisCache} from '../../source/stores/redis-cache.ts';
import {birds} from '../scenarios/miniature/birds.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

async function openPath(asked: string[] = []) {
	const engine = await startRedisEngine({});
	closing.push(async () => engine.close());
	const cache = await openRedisCache(`redis://127.0.0.1:${engine.port}`, birds.question.codec);
	closing.push(async () => cache.close());
	return {
		scenario: birds,
		window: {
			async ask(pipeline: object[]) {
				asked.push(JSON.stringify(pipeline).includes('"Como"') ? 'Como' : 'Bled');
				return [{_id: 'heron', birds: 2, sightings: 1}];
			},
		},
		timeZone: 'UTC',
		cache,
		clock: Date.now,
		uniform: Math.random,
		keepsEmpty: true,
	};
}

const load = {arrivals: {kind: 'fixed', ratePerSecond: 50}, ownProcess: false, seed: 1, signal: new AbortController().signal} as const;
const keysLeft = async (path: Awaited<ReturnType<typeof openPath>>) => (await path.cache.run([['DBSIZE']]))[0];

test('all keys are filled together and end together: each is fetched once, in the first second, and nothing is left behind', async () => {
	const asked: string[] = [];
	const path = await openPath(asked);
	const {keys, queries, reads, shed} = await expireTogether({...path, policy: () => plainPolicy(60)}, {...load, seconds: 2});
	expect({keys, queries, shed}).toEqual({keys: 2, queries: [2, 0], shed: 0});
	expect(reads).toBeGreaterThan(50);
	// One answer for all of them at first.
	expect(asked.toSorted()).toEqual(['Bled', 'Bled', 'Como']);
	expect(await keysLeft(path)).toBe(0);
});

test('with jitter a key ends when its own time comes', async () => {
	const path = await openPath();
	const lives = [0.75, 0];
	const jittered = {...path, uniform: () => lives.shift() ?? 0.5, policy: () => ({...plainPolicy(10), jitterFraction: 0.1})};
	const {queries} = await expireTogether(jittered, {...load, seconds: 3});
	// Of two seconds of spread one has its end at 1.5, the other at 0.
	expect(queries).toEqual([1, 1, 0]);
});

test('a load over many keys has a key for each, and says what Redis held', async () => {
	const path = await openPath();
	const seen = await observeLoad({...path, key: ownKeys('lab'), policy: () => plainPolicy(60), addedFillMs: () => 0}, {...load, seconds: 1});
	expect(seen.keys).toMatchObject({asked: 2, held: 2, evicted: 0});
	expect(seen.keys!.heldBytes).toBeGreaterThan(100);
	expect(seen.outcomes.miss).toBe(2);
	expect(await keysLeft(path)).toBe(0);
});

test('a load over many keys in a memory for one of them: the other goes, and the memory is given back', async () => {
	const path = await openPath();
	const seen = await observeLoad({...path, key: ownKeys('lab'), policy: () => plainPolicy(60), addedFillMs: () => 0}, {...load, seconds: 1, keysInMemory: 1});
	expect(seen.keys).toMatchObject({asked: 2, held: 1, room: 1, memory: {policy: 'allkeys-lru'}});
	expect(seen.keys!.evicted).toBeGreaterThan(5);
	expect(seen.outcomes.miss).toBeGreaterThan(5);
	expect(await keysLeft(path)).toBe(0);
	expect((await path.cache.run([['CONFIG', 'GET', 'maxmemory-policy']]))[0]).toContain('noeviction');
});

test('a load that is cancelled while its answers are weighed leaves none of them', async () => {
	const path = await openPath();
	const cancelled = new AbortController();
	const set: typeof path.cache.set = async (...given) => {
		cancelled.abort(new Error('Cancelled'));
		return path.cache.set(...given);
	};
	const observed = observeLoad(
		{...path, cache: {...path.cache, set}, key: ownKeys('lab'), policy: () => plainPolicy(60), addedFillMs: () => 0},
		{...load, seconds: 1, keysInMemory: 1, signal: cancelled.signal},
	);
	await expect(observed).rejects.toThrow('Cancelled');
	expect(await keysLeft(path)).toBe(0);
});
