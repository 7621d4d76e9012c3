import {afterEach, expect, test} from 'vitest';
import {createMemory} from '../../../source/dashboard/commands/memory.ts';
import type {Surroundings} from '../../../source/dashboard/commands/surroundings.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {redisMemory} from '../../../source/flows/redis-memory.ts';
import {openRedisCache} from '../../../source/stores/redis-cache.ts';
import {bothRedises} from '../../redis-server.ts';
import {birds} from '../../scenarios/miniature/birds.ts';
import {until} from '../../until.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

for (const {name, isThere, start} of bothRedises) {
	test.skipIf(!isThere)(`${name} gets back the memory that it had, though it did not take that at first`, async () => {
		const {url, stop} = await start();
		closing.push(stop);
		const cache = await openRedisCache(url, birds.question.codec);
		closing.push(async () => cache.close());
		await cache.run([['SET', 'answer:1', 'x']]);
		const before = await redisMemory(cache);
		const said: Event[] = [];
		const failed: string[] = [];
		let refuses = false;
		let isSilent = false;
		let {backend} = cache;
		const run: typeof cache.run = async work => {
			const settings = 'reads' in work ? [] : work.filter(([command]) => command === 'CONFIG');
			if (isSilent && settings.length > 0) {
				return new Promise(() => {});
			}

			if (refuses && settings.length > 0) {
				throw new Error('refused');
			}

			return cache.run(work);
		};
		const memory = createMemory({
			say: (event: Event) => said.push(event),
			fail: (text: string) => failed.push(text),
			services: () => ({cache: {...cache, backend, run}}),
			key: () => ({pattern: 'answer:*'}),
		} as unknown as Surroundings);
		const limit = memory.carriers['limit-memory'];
		const isBounded = async () => (await redisMemory(cache)).maxBytes > 0;
		limit({keys: 100, type: 'limit-memory'});
		await until(async () => said.some(({type}) => type === 'memory-limited'));
		expect(await isBounded()).toBe(true);
		refuses = true;
		limit({keys: undefined, type: 'limit-memory'});
		await until(async () => failed.length > 0);
		expect(await isBounded()).toBe(true);
		const server = {kind: 'server', label: 'Redis', version: '', address: ''} as const;
		backend = server;
		expect(await memory.close()).toBe(
			`Redis still has the memory of this experiment (refused): give it back with CONFIG SET maxmemory ${before.maxBytes} and CONFIG SET maxmemory-policy noeviction`,
		);
		isSilent = true;
		expect(await memory.close()).toContain('experiment (no answer): give it back with CONFIG SET maxmemory ');
		[isSilent, refuses] = [false, false];
		expect(await memory.close()).toBeUndefined();
		expect(await redisMemory(cache)).toMatchObject({policy: before.policy, maxBytes: before.maxBytes});
	});
}
