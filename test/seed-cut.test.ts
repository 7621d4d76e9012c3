// Seeds that end before all orders stand, by the built program: what is said, and whether it is what stands.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Engine} from '../source/engines/engine.ts';
import {startMongoEngine} from '../source/engines/mongo/start-mongo-engine.ts';
import {timeLimitsMs} from '../source/time-limits.ts';
import {type BreakableProxy, openBreakableProxy} from './breakable-proxy.ts';
import {printed} from './terminal/printed.ts';
import {plainEnvironment, program} from './terminal/terminal.ts';
import {nodeFlags} from './node-flags.ts';
import {isThorough, rounds} from './thorough.ts';
import {until} from './until.ts';

let engine: Engine;
let client: MongoClient;
let proxy: BreakableProxy;
let url: string;

beforeAll(async () => {
	engine = await startMongoEngine({});
	client = await MongoClient.connect(`mongodb://127.0.0.1:${engine.port}`);
});

beforeEach(async () => {
	await client.db('shopstream').dropDatabase();
	proxy = await openBreakableProxy(engine.port);
	url = `mongodb://127.0.0.1:${proxy.port}`;
	return async () => proxy.close();
});

afterAll(async () => {
	await client?.close();
	await engine?.close();
});

const orders = () => client.db('shopstream').collection('orders');
const held = async () => orders().countDocuments();

/** A seed too long to end by itself, once it has begun to store. */
async function startSeed() {
	const child = spawn(process.execPath, [...nodeFlags, program, 'seed', '--orders', '400000', '--mongo-url', url], {
		env: plainEnvironment({}),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	let code: number | null | undefined;
	child.once('close', ended => {
		code = ended;
	});
	await until(async () => (await held()) >= 3000);
	return {child, ended: async () => ({code: await until(() => (code === undefined ? undefined : [code])).then(([ended]) => ended), stderr})};
}

const counted = (count: number) => count.toLocaleString('en-US');

describe('says how many of how many orders stand', () => {
	test.each([['SIGINT', 130], ...rounds([], [['SIGTERM', 143] as const])] as const)('at %s, with exit code %i', async (signal, wanted) => {
		const {child, ended} = await startSeed();
		child.kill(signal);
		const {code, stderr} = await ended();
		expect(code).toBe(wanted);
		// Exactly, unless the batch under way did not end in the time that it is given.
		const [, bound, said] = /^Cancelled: (at least )?([\d,]+) of 400,000 orders stand\.\n$/.exec(stderr) ?? [stderr];
		const stand = await held();
		expect(said).toBe(counted(bound === undefined ? stand : Math.min(stand, Number(said?.replaceAll(',', '')))));
	});

	test.runIf(isThorough)('when the connection is cut and MongoDB is gone for good', async () => {
		const {ended} = await startSeed();
		proxy.stall();
		proxy.cut();
		const {code, stderr} = await ended();
		expect(code).toBe(1);
		const [, said] = /^shopstream-tui: MongoDB at \S+ does not answer; at least ([\d,]+) of 400,000 orders stand\n$/.exec(stderr) ?? [stderr];
		expect(Number(said?.replaceAll(',', ''))).toBeGreaterThanOrEqual(3000);
		expect(Number(said?.replaceAll(',', ''))).toBeLessThanOrEqual(await held());
	});

	test.runIf(isThorough)('when the connection is cut once: exactly', async () => {
		const {ended} = await startSeed();
		proxy.cut();
		const {code, stderr} = await ended();
		expect({code, stderr}).toEqual({
			code: 1,
			stderr: `shopstream-tui: ${url.replace('mongodb', 'MongoDB at mongodb')} does not answer; ${counted(await held())} of 400,000 orders stand\n`,
		});
	});

	test('when an index of others is in the way', async () => {
		await orders().createIndex({'customer.email': 1}, {unique: true});
		const {code, stderr} = await printed(['seed', '--orders', '500', '--mongo-url', url]);
		expect({code, stderr}).toEqual({
			code: 1,
			stderr: `shopstream-tui: MongoDB at ${url} refused: a unique index on customer.email is in the way (E11000): drop it, or use another database; ${await held()} of 500 orders stand\n`,
		});
		expect(await held()).toBeGreaterThan(0);
	});

	test('at a signal while MongoDB answers no more, which is not waited for', async () => {
		const {child, ended} = await startSeed();
		proxy.stall();
		const sentMs = performance.now();
		child.kill('SIGINT');
		const {code, stderr} = await ended();
		expect(code).toBe(130);
		const [, said] = /^Cancelled: at least ([\d,]+) of 400,000 orders stand\.\n$/.exec(stderr) ?? [stderr];
		expect(Number(said?.replaceAll(',', ''))).toBeLessThanOrEqual(await held());
		// Less than any limit that a silent server is given.
		expect(performance.now() - sentMs).toBeLessThan(timeLimitsMs.databaseCommand);
	});

	test('when MongoDB answers no more', async () => {
		const {ended} = await startSeed();
		const stalledMs = performance.now();
		proxy.stall();
		const {code, stderr} = await ended();
		expect(code).toBe(1);
		expect(stderr).toMatch(/^shopstream-tui: MongoDB at \S+ does not answer; at least [\d,]+ of 400,000 orders stand\n$/);
		expect(performance.now() - stalledMs).toBeLessThan(20_000);
	});
});

test('a signal ends a command that asks a MongoDB that answers no more', async () => {
	await printed(['seed', '--orders', '500', '--mongo-url', url]);
	const child = spawn(process.execPath, [...nodeFlags, program, 'bench', '--mongo-url', url], {env: plainEnvironment({}), stdio: ['ignore', 'pipe', 'pipe']});
	const closed = once(child, 'close');
	let asked = 0;
	proxy.onSent = bytes => {
		asked += bytes.includes('aggregate') ? 1 : 0;
	};

	await until(() => asked > 5);
	proxy.stall();
	const sentMs = performance.now();
	child.kill('SIGINT');
	expect((await closed)[0]).toBe(130);
	expect(performance.now() - sentMs).toBeLessThan(timeLimitsMs.databaseCommand);
});

test('orders that reach beyond what MongoDB keeps are said before and after', async () => {
	const {code, stdout, stderr} = await printed(['seed', '--orders', '1000', '--days', '365', '--mongo-url', url]);
	expect({code, stderr}).toEqual({
		code: 0,
		stderr: expect.stringMatching(
			/^Note: about \d{3} of 1,000 orders will be older than 35 days, and MongoDB's TTL index removes them within a minute or two\.\n$/,
		),
	});
	expect(stdout.replaceAll('\n', ' ')).toMatch(
		/^Stored 1,000 orders in .+; the window now holds 1,000\. (\d{3}) of them are older than 35 days: MongoDB's TTL index removes these within a minute or two\. /,
	);
	const refused = await printed(['seed', '--orders', '1000', '--days', '365', '--mongo-url', url]);
	expect(refused.code).toBe(2);
});
