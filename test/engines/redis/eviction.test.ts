import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {RawConnection} from './raw-connection.ts';

let nowMs: number;
let engine: Engine;
let client: RawConnection;

beforeEach(async () => {
	nowMs = 1_700_000_000_000;
	engine = await startRedisEngine({}, () => nowMs);
	client = await RawConnection.open(engine.port);
});

afterEach(async () => {
	client.close();
	await engine.close();
});

const field = async (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(await client.ask('INFO'))?.[1]);
const standing = async (names: readonly string[]) => {
	const found: string[] = [];
	for (const name of names) {
		if ((await client.ask('EXISTS', name)) === ':1\r\n') {
			found.push(name);
		}
	}

	return found;
};

/** A thousand keys of about 1,130 bytes, each a second later than the one before. */
async function fill(...options: readonly string[]): Promise<string[]> {
	const names = Array.from({length: 1000}, (_, i) => `key:${String(i).padStart(4, '0')}`);
	for (const name of names) {
		nowMs += 1000;
		await client.ask('SET', name, 'x'.repeat(1000), ...options);
	}

	return names;
}

const makeRoom = async (policy: string) => client.ask('CONFIG', 'SET', 'maxmemory-samples', '10', 'maxmemory-policy', policy, 'maxmemory', '600kb');

test('allkeys-lru keeps what was asked for of late', async () => {
	const names = await fill();
	const asked = names.slice(0, 200);
	for (const name of asked) {
		nowMs += 1000;
		await client.ask('GET', name);
	}

	expect(await makeRoom('allkeys-lru')).toBe('+OK\r\n');
	const evicted = await field('evicted_keys');
	const left = await standing(names);
	expect(left.length + evicted).toBe(1000);
	expect(await field('used_memory_dataset')).toBeLessThanOrEqual(600 * 1024);
	expect(asked.filter(name => !left.includes(name)).length).toBeLessThan(10);
	// Of the rest, those that came last.
	expect(left.filter(name => name >= 'key:0600').length).toBeGreaterThan(280);
	expect(await client.ask('SET', 'one more', 'x'.repeat(1000))).toBe('+OK\r\n');
});

test('allkeys-lfu keeps what is asked for often, however long ago', async () => {
	await client.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu', 'lfu-decay-time', '0');
	const names = await fill();
	const often = names.slice(0, 100);
	for (let i = 0; i < 30; i++) {
		for (const name of often) {
			client.send('GET', name);
		}

		for (let k = 0; k < often.length; k++) {
			await client.reply();
		}
	}

	expect(Number((await client.ask('OBJECT', 'FREQ', 'key:0000')).slice(1))).toBeGreaterThan(5);
	expect(await client.ask('OBJECT', 'IDLETIME', 'key:0000')).toMatch(/^-ERR An LFU maxmemory policy is selected, idle time not tracked\./);
	await makeRoom('allkeys-lfu');
	expect((await standing(often)).length).toBeGreaterThan(95);
	expect(await field('evicted_keys')).toBeGreaterThan(400);
});

test('a frequency falls with the minutes', async () => {
	await client.ask('CONFIG', 'SET', 'maxmemory-policy', 'volatile-lfu');
	await client.ask('SET', 'k', 'v');
	nowMs += 3 * 60_000;
	expect(await client.ask('OBJECT', 'FREQ', 'k')).toBe(':2\r\n');
});

test('volatile-ttl removes what would expire next, and nothing that never does', async () => {
	const names = await fill();
	const timed = names.slice(0, 600);
	for (const [i, name] of timed.entries()) {
		await client.ask('EXPIRE', name, String(100_000 + i));
	}

	await makeRoom('volatile-ttl');
	const left = await standing(names);
	expect(left.filter(name => name >= 'key:0600').length).toBe(400);
	expect(left.filter(name => name < 'key:0300').length).toBeLessThan(20);
	await client.ask('CONFIG', 'SET', 'maxmemory', '100kb');
	expect(await standing(timed)).toEqual([]);
	expect(await client.ask('SET', 'k', 'v')).toBe("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
	expect(await client.ask('GET', 'key:0999')).toMatch(/^\$1000/);
});

test('within a transaction room is made too', async () => {
	await fill();
	await makeRoom('allkeys-lru');
	await client.ask('MULTI');
	await client.ask('SET', 'a', 'x'.repeat(300_000));
	await client.ask('SET', 'b', 'x'.repeat(300_000));
	await client.ask('SET', 'c', 'x');
	expect(await client.ask('EXEC')).toBe('*3\r\n+OK\r\n+OK\r\n+OK\r\n');
	expect(await field('used_memory_dataset')).toBeLessThanOrEqual(600 * 1024 + 1000);
});

test('volatile-lru and noeviction leave what has no expiry', async () => {
	await fill();
	await makeRoom('volatile-lru');
	await client.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
	expect([await field('evicted_keys'), await client.ask('DBSIZE')]).toEqual([0, ':1000\r\n']);
});

test('a watched key that is evicted fails the transaction', async () => {
	await client.ask('SET', 'k', 'x'.repeat(10_000));
	await client.ask('WATCH', 'k');
	await client.ask('CONFIG', 'SET', 'maxmemory', '1kb', 'maxmemory-policy', 'allkeys-random');
	await client.ask('MULTI');
	expect(await client.ask('EXEC')).toBe('*-1\r\n');
});

test('idle time is told in seconds, and asking for it is no use of the key', async () => {
	await client.ask('SET', 'k', 'v');
	nowMs += 5500;
	await client.ask('TTL', 'k');
	expect([await client.ask('OBJECT', 'IDLETIME', 'k'), await client.ask('OBJECT', 'IDLETIME', 'k')]).toEqual([':5\r\n', ':5\r\n']);
	await client.ask('GET', 'k');
	expect(await client.ask('OBJECT', 'IDLETIME', 'k')).toBe(':0\r\n');
	expect(await client.ask('OBJECT', 'FREQ', 'k')).toMatch(/^-ERR An LFU maxmemory policy is not selected, access frequency not tracked\./);
});

test('a setting that is wrong changes none of those beside it', async () => {
	expect(await client.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru', 'maxmemory', 'much')).toBe(
		"-ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value\r\n",
	);
	expect(await client.ask('CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');
	expect(await client.ask('CONFIG', 'SET', 'maxmemory', '0', 'save', '')).toBe('+OK\r\n');
	expect(await client.ask('CONFIG', 'GET', 'maxmemory')).toContain('$1\r\n0\r\n');
});

test('commands are counted, each with its failures and refusals', async () => {
	await client.ask('SET', 'k', 'v');
	await client.ask('SET', 'k', 'v');
	await client.ask('INCR', 'k');
	await client.ask('GET');
	await client.ask('CONFIG', 'GET', 'save');
	const stats = await client.ask('INFO', 'commandstats');
	expect(stats).toMatch(/cmdstat_set:calls=2,usec=\d+,usec_per_call=\d+\.\d\d,rejected_calls=0,failed_calls=0\r\n/);
	expect(stats).toMatch(/cmdstat_incr:calls=1,.*,rejected_calls=0,failed_calls=1\r\n/);
	expect(stats).toMatch(/cmdstat_get:calls=0,.*,usec_per_call=0\.00,rejected_calls=1,failed_calls=0\r\n/);
	expect(stats).toContain('cmdstat_config|get:calls=1');
	expect(await client.ask('INFO')).not.toContain('cmdstat');
	await client.ask('CONFIG', 'RESETSTAT');
	expect(await client.ask('INFO', 'commandstats')).not.toContain('cmdstat_set');
});
