import {Redis} from 'ioredis';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {holdServer} from '../../hold-server.ts';
import {until} from '../../until.ts';
import {openWorld, type TestedWorld} from './open-world.ts';

const named = process.env['SHOPSTREAM_TEST_REDIS_URL'] ?? '';
const servers = [
	{name: 'the embedded engine', runs: true, flags: {}},
	{name: `the server named by SHOPSTREAM_TEST_REDIS_URL${named === '' ? ' (not set: not run)' : ''}`, runs: named !== '', flags: {redisUrl: named}},
];

for (const {name, runs, flags} of servers) {
	describe.runIf(runs)(`a new TTL, with Redis from ${name}`, () => {
		let world: TestedWorld | undefined;
		let raw: Redis;
		let release: (() => Promise<void>) | undefined;

		beforeAll(async () => {
			if ('redisUrl' in flags) {
				release = await holdServer(named);
			}

			world = await openWorld(flags);
			raw = new Redis(world.redisUrl);
		});

		afterAll(async () => {
			if (release) {
				await raw.del(key());
			}

			raw?.disconnect();
			await world?.close();
			await release?.();
		});

		const key = () => world!.state().cacheKey!;

		/** What stands in Redis, asked past the program: the envelope and the key's own end. */
		async function standing() {
			const [text, endsAtMs] = [await raw.get(key()), (await raw.call('PEXPIRETIME', key())) as number];
			const {asOf, expiresAt} = JSON.parse(text!) as {asOf: string; expiresAt: string};
			return {asOfMs: Date.parse(asOf), expiresAtMs: Date.parse(expiresAt), endsAtMs};
		}

		test.each([45, 86_400, 20, 604_800])('in mode now moves the standing key to as-of + %d s, in the envelope and in Redis', async ttlSeconds => {
			const before = await standing();
			const moving = world!.next('expiry-moved');
			world!.dispatch({type: 'ttl-chosen', ttlSeconds});
			const {expiresAtMs} = await moving;
			const after = await standing();
			expect(after.asOfMs).toBe(before.asOfMs);
			expect(Math.abs(after.endsAtMs - (after.asOfMs + ttlSeconds * 1000))).toBeLessThanOrEqual(5);
			expect(after.expiresAtMs).toBe(after.asOfMs + ttlSeconds * 1000);
			expect(expiresAtMs).toBe(after.expiresAtMs);
			expect(world!.state()).toMatchObject({ttlSeconds, keyExpiresAtMs: expiresAtMs});
		});

		test('in mode now, many in a row: the last one holds', async () => {
			for (const ttlSeconds of [60, 30, 600, 3600, 120]) {
				world!.dispatch({type: 'ttl-chosen', ttlSeconds});
			}

			await until(async () => {
				const {asOfMs, endsAtMs} = await standing();
				return endsAtMs === asOfMs + 120_000 && world!.state().keyExpiresAtMs === endsAtMs;
			});
		});

		test('in mode next fill leaves the key as it is, and acts with the next fill', async () => {
			const before = await standing();
			world!.dispatch({type: 'ttl-mode-chosen', mode: 'next'});
			world!.dispatch({type: 'ttl-chosen', ttlSeconds: 300});
			await world!.next('reads-ended');
			expect(await standing()).toEqual(before);
			expect(world!.state().keyExpiresAtMs).toBe(before.endsAtMs);
			world!.dispatch({type: 'expiry-wished'});
			await world!.next('reads-ended', ({reads}) => reads.some(({outcome}) => outcome === 'miss'));
			const after = await standing();
			expect(after.asOfMs).toBeGreaterThan(before.asOfMs);
			expect(after.expiresAtMs - after.asOfMs).toBeGreaterThanOrEqual(300_000);
			expect(after.expiresAtMs - after.asOfMs).toBeLessThan(330_000);
			// Redis counts a fill's life from when the SET arrives.
			expect(Math.abs(after.endsAtMs - after.expiresAtMs)).toBeLessThanOrEqual(10_000);
		});

		test('a TTL that waits for the next fill acts at once when the mode goes back to now', async () => {
			world!.dispatch({type: 'ttl-mode-chosen', mode: 'next'});
			world!.dispatch({type: 'ttl-chosen', ttlSeconds: 900});
			const before = await standing();
			expect(before.endsAtMs - before.asOfMs).toBeLessThan(330_000);
			expect(world!.state().statistics.sinceMs).toBe(before.expiresAtMs);
			const moving = world!.next('expiry-moved');
			world!.dispatch({type: 'ttl-mode-chosen', mode: 'now'});
			const {expiresAtMs} = await moving;
			const after = await standing();
			expect(after.asOfMs).toBe(before.asOfMs);
			expect(after.expiresAtMs).toBe(after.asOfMs + 900_000);
			expect(world!.state()).toMatchObject({ttlMode: 'now', ttlSeconds: 900, keyExpiresAtMs: expiresAtMs});
			expect(world!.state().statistics.sinceMs).toBeLessThanOrEqual(Date.now());
			// With nothing that waits, the mode moves no key.
			const moves = () => world!.events.filter(({type}) => type === 'expiry-moved').length;
			const moved = moves();
			world!.dispatch({type: 'ttl-mode-chosen', mode: 'next'});
			world!.dispatch({type: 'ttl-mode-chosen', mode: 'now'});
			await world!.next('reads-ended');
			expect(moves()).toBe(moved);
		});

		test('a past instant removes the key at once, and the next read is a miss', async () => {
			world!.dispatch({type: 'ttl-mode-chosen', mode: 'now'});
			const before = await standing();
			await until(() => Date.now() > before.asOfMs + 150);
			const moving = world!.next('expiry-moved');
			const missing = world!.next('reads-ended', ({reads}) => reads.some(({outcome}) => outcome === 'miss'));
			world!.dispatch({type: 'ttl-chosen', ttlSeconds: 0.1});
			expect(await moving).toMatchObject({expiresAtMs: undefined});
			await missing;
			expect(world!.state().statistics.outcomes.miss).toBeGreaterThan(0);
		});
	});
}
