// A stampede whose store dies, or stores nothing: an error with the reason, soon.
import {afterEach, describe, expect, test} from 'vitest';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import {rehearseStampedes} from '../../source/flows/rehearse-stampedes.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../redis-server.ts';
import {until} from '../until.ts';
import {ofShop, openShopCache, openShopWindow} from '../scenarios/shop/of-shop.ts';

const undo: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const step of undo.splice(0).reverse()) {
		await step();
	}
});

describe.runIf(hasRedisServer)(`a stampede in trouble${redisServerNote}`, () => {
	/** Lets a rehearsal run until it has fired once, breaks something, and gives how it ended and after how long. */
	async function broken(
		breakIt: (given: {redis: Awaited<ReturnType<typeof startRedisServer>>; endMongo(): Promise<void>}) => Promise<unknown> | void,
		viewers = 50,
	) {
		const redis = await startRedisServer();
		const engine = await startMongoEngine({});
		const cache = await openShopCache(redis.url);
		const window = await openShopWindow(`mongodb://127.0.0.1:${engine.port}`);
		undo.push(
			async () => redis.stop(),
			async () => engine.close(),
			async () => cache.close(),
			async () => window.close(),
		);
		const policy = plainPolicy(600);
		let fired = 0;
		const path = {...ofShop, window, cache, key: 'shopstream:{test:stampede}', keepsEmpty: true, policy: () => policy, addedFillMs: () => 50};
		const ending = rehearseStampedes(path, {
			arrivals: {kind: 'poll', pollSeconds: 1, viewers},
			ownProcess: true,
			firings: 1000,
			seed: 1,
			signal: new AbortController().signal,
			progress(count) {
				fired = count;
			},
		}).then(
			() => undefined,
			(error: unknown) => error as Error,
		);
		await until(() => fired > 0);
		const brokenAt = performance.now();
		await breakIt({redis, endMongo: async () => engine.close()});
		const failure = await ending;
		return {message: failure?.message, seconds: (performance.now() - brokenAt) / 1000, url: redis.url};
	}

	test.each<[string, Parameters<typeof broken>[0], RegExp]>([
		['Redis killed', ({redis}) => redis.signal('SIGKILL'), /Redis at \S+ does not answer$/],
		['Redis stopped', ({redis}) => redis.signal('SIGSTOP'), /Redis at \S+ does not answer$/],
		['Redis out of memory', async ({redis}) => redis.ask('CONFIG', 'SET', 'maxmemory', '1'), /Redis at \S+ refuses to store: out of memory$/],
		['Redis read-only', async ({redis}) => redis.ask('REPLICAOF', '127.0.0.1', '1'), /Redis at \S+ refuses(?: to store)?: read-only replica$/],
		['MongoDB gone', async ({endMongo}) => endMongo(), /MongoDB at \S+ does not answer/],
	])('%s', async (_, breakIt, said) => {
		const {message, seconds} = await broken(breakIt);
		expect(message).toMatch(said);
		expect(message).not.toMatch(/max retries/i);
		expect(seconds).toBeLessThan(20);
	});
});
