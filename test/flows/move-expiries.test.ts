import {afterEach, expect, test} from 'vitest';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {moveExpiries} from '../../source/flows/move-expiries.ts';
import {openRedisCache} from '../../source/stores/redis-cache.ts';
import {birds} from '../scenarios/miniature/birds.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

const {codec} = birds.question;
const nowMs = Date.now();
const answer = (asOfMs: number) => birds.question.answer([{_id: 'heron', birds: 2, sightings: 1}], {about: 'Como', asOfMs, timeZone: 'UTC'});

async function openCache() {
	const engine = await startRedisEngine({});
	closing.push(async () => engine.close());
	const cache = await openRedisCache(`redis://127.0.0.1:${engine.port}`, codec);
	closing.push(async () => cache.close());
	return cache;
}

const {signal} = new AbortController();

test('all keys of a pattern end so long after their own as-of, what is not ours and what is elsewhere stays', async () => {
	const cache = await openCache();
	for (let i = 0; i < 450; i++) {
		const asOfMs = nowMs - i * 100;
		await cache.set(`k:${i}:x`, {answer: answer(asOfMs), expiresAtMs: asOfMs + 300_000, fillMs: 1}, 300_000);
	}

	await cache.set('other:1:x', {answer: answer(nowMs), expiresAtMs: nowMs + 300_000, fillMs: 1}, 300_000);
	await cache.run([
		['SET', 'k:text:x', 'not ours', 'PX', 100_000],
		['RPUSH', 'k:list:x', 'not ours'],
	]);
	const told: number[] = [];
	const moved = await moveExpiries(cache, codec, {pattern: 'k:*:x', ttlSeconds: 3600, graceMs: 5000}, {signal, moved: count => told.push(count)});
	expect(moved).toBe(450);
	expect(told.length).toBeGreaterThan(1);
	for (const i of [0, 7, 449]) {
		const lookup = await cache.get(`k:${i}:x`);
		const expiresAtMs = nowMs - i * 100 + 3_600_000;
		expect(lookup).toMatchObject({status: 'found', value: {expiresAtMs, fillMs: 1}});
		expect(await cache.run([['PEXPIRETIME', `k:${i}:x`]])).toEqual([expiresAtMs + 5000]);
	}

	expect(await cache.get('other:1:x')).toMatchObject({value: {expiresAtMs: nowMs + 300_000}});
	expect(await cache.get('k:text:x')).toMatchObject({status: 'corrupt'});
	expect(await cache.run([['LLEN', 'k:list:x']])).toEqual([1]);
	// An end that lies behind removes the key.
	await moveExpiries(cache, codec, {pattern: 'k:*:x', ttlSeconds: 20, graceMs: 0}, {signal});
	expect(await cache.get('k:449:x')).toMatchObject({status: 'empty'});
	expect(await cache.get('k:0:x')).toMatchObject({status: 'found'});
});

test('it ends when it is to', async () => {
	const cache = await openCache();
	const ended = new AbortController();
	ended.abort(new Error('another TTL'));
	await expect(moveExpiries(cache, codec, {pattern: 'k:*', ttlSeconds: 20, graceMs: 0}, {signal: ended.signal})).rejects.toThrow('another TTL');
});
