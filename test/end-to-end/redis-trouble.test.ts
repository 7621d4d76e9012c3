// The dashboard before a Redis that refuses, hangs, or has another clock: what is on the screen.
import {afterEach, describe, expect, test} from 'vitest';
import {fakeClockNote, hasFakeClock, openFakeClock} from '../fake-clock.ts';
import {hasRedisServer, redisServerNote, type RedisServer, startRedisServer} from '../redis-server.ts';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {Terminal} from '../terminal/terminal.ts';
import {isThorough, rounds} from '../thorough.ts';
import {openTunnel} from '../tunnel.ts';

const undo: Array<() => Promise<void> | void> = [];

afterEach(async () => {
	for (const step of undo.splice(0).reverse()) {
		await step();
	}
});

async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Terminal> {
	const terminal = openTerminal(['--refresh', '300ms', '--time-zone', 'UTC', '--without', 'postgres', ...args], {columns: 100, rows: 30, env});
	await terminal.until(/HIT from Redis/);
	return terminal;
}

async function startRedis(): Promise<RedisServer> {
	const redis = await startRedisServer();
	undo.push(async () => redis.stop());
	return redis;
}

/** What the Activity says, as one line: its text is wrapped. */
const activity = (text: string) =>
	text
		.split('\n')
		.map(line => line.split('││')[1]?.replace(/ *│$/, '').trim() ?? '')
		.join(' ')
		.replaceAll(/ +/g, ' ');

describe.runIf(hasRedisServer)(`the dashboard on a redis-server${redisServerNote}`, () => {
	test('that is out of memory: said with the reason, no key and no gauge; keys answer with a sentence; and it recovers', async () => {
		const redis = await startRedis();
		const terminal = await start(['--redis-url', redis.url, '--ttl', '2s']);
		await redis.ask('CONFIG', 'SET', 'maxmemory', '1');
		await terminal.until(text => /│ ░+ +no key │/.test(text) && text.includes('refuses to store: out of memory') && / REFUSES/.test(text));
		terminal.press('b');
		await terminal.until(text => /! benchmark: Redis at \S+ refuses/.test(activity(text)));
		terminal.press('!');
		await terminal.until(text => /! stampede: Redis at \S+ refuses/.test(activity(text)));
		expect(terminal.text()).not.toMatch(/max retries|should be a hit/i);
		await redis.ask('CONFIG', 'SET', 'maxmemory', '0');
		await terminal.until(text => /HIT from Redis/.test(text) && activity(text).includes('Redis answers again') && !/ REFUSES/.test(text) && /│ █/.test(text));
	});

	test('that is stopped: nothing is claimed of its key, and every key answers within seconds', async () => {
		const redis = await startRedis();
		const terminal = await start(['--redis-url', redis.url, '--ttl', '1h']);
		const stoppedAt = performance.now();
		redis.signal('SIGSTOP');
		await terminal.until(text => /│ ░+ +not known │/.test(text) && text.includes('Redis does not answer') && / DOWN/.test(text));
		expect(performance.now() - stoppedAt).toBeLessThan(20_000);
		terminal.press('x');
		await terminal.until(text => /the key was not expired: Redis at \S+ does not answer/.test(activity(text)));
		terminal.press('-');
		await terminal.until(text => /the key keeps its old expiry: Redis at \S+ does not answer/.test(activity(text)));
		terminal.press('!');
		await terminal.until(text => /! stampede: Redis at \S+ does not answer/.test(activity(text)));
		expect(terminal.text()).not.toMatch(/max retries/i);
		redis.signal('SIGCONT');
		// The key stood all the time.
		await terminal.until(text => /HIT from Redis/.test(text) && !/ DOWN/.test(text));
	});

	test.runIf(isThorough)('behind a tunnel that takes connections and answers nothing: given up, and well again with it', async () => {
		const redis = await startRedis();
		const tunnel = await openTunnel(redis.port);
		undo.push(async () => tunnel.close());
		const terminal = await start(['--redis-url', `redis://127.0.0.1:${tunnel.port}`, '--ttl', '1h']);
		tunnel.stall();
		await terminal.until(/Redis \S+ DOWN/);
		await terminal.until(/bypass [1-9]\d/);
		tunnel.pass();
		await terminal.until(text => /HIT from Redis/.test(text) && !/ DOWN/.test(text));
	});
});

describe.runIf(hasFakeClock)(`this computer's clock is set while the dashboard runs${fakeClockNote}`, () => {
	test.each([[-60, 'back by 1 min'], ...rounds([], [[-86_400, 'back by 24 h'] as const, [3600, 'forward by 1 h'] as const])] as const)(
		'by %i s, all embedded: said, counted anew, and no age or gauge is of another time',
		async (seconds, said) => {
			const clock = openFakeClock();
			undo.push(clock.close);
			const terminal = await start(['--ttl', '20s'], clock.env);
			clock.set(seconds);
			await terminal.until(text => activity(text).includes(`this computer's clock jumped ${said}: counting again`));
			const text = await terminal.until(/2\d reads/);
			expect(text).toMatch(/ [01]?\d s old/);
			expect(text).toMatch(/ 0:[012]\d │/);
		},
	);

	test.runIf(hasRedisServer && isThorough)(`by a minute, with a Redis of its own elsewhere${redisServerNote}: said, and its time goes on`, async () => {
		const redis = await startRedis();
		const clock = openFakeClock();
		undo.push(clock.close);
		const terminal = await start(['--ttl', '20s', '--redis-url', redis.url], clock.env);
		clock.set(-60);
		await terminal.until('clocks differ');
		const text = await terminal.until(/2\d reads/);
		expect(activity(text)).toContain("Redis's clock is 1 min ahead of this computer's: all times here are Redis's");
		expect(text).toMatch(/ [01]?\d s old/);
		expect(text).toMatch(/ 0:[012]\d │/);
		expect(text).not.toContain('not ours');
		const shown = /(\d\d:\d\d:\d\d) UTC/.exec(text)![1]!;
		// Of the day that began before it.
		const secondsAgo = (Date.now() / 1000 - Date.parse(`1970-01-01T${shown}Z`) / 1000) % 86_400;
		expect((secondsAgo + 5) % 86_400).toBeLessThan(15);
	});
});
