// What the built program prints into a pipe: on the width of the smallest screen, harmless, and in ASCII where that is asked for.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import type {Engine} from '../../source/engines/engine.ts';
import {printed} from '../terminal/printed.ts';
import {isThorough, rounds} from '../thorough.ts';

let folder: string;
let engine: Engine;
let mongoUrl: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'printed-text-'));
	engine = await startMongoEngine({});
	mongoUrl = `mongodb://127.0.0.1:${engine.port}/?appName=${'a-very-long-name-of-a-classroom'.repeat(4)}`;
	const client = new MongoClient(mongoUrl);
	const categories = [
		'Books',
		`A category whose name ${'goes on and on '.repeat(5)}`,
		'Unbroken'.repeat(15),
		'Clear \u001B[2J \u009B2J \u202E screen',
		'Dresses & Röcke',
		'🧸 玩具',
	];
	await client
		.db('shopstream')
		.collection<{_id: string}>('orders')
		.insertMany(
			categories.map((category, i) => ({
				_id: `foreign-${i}`,
				placedAt: new Date(Date.now() - (i + 1) * 3_600_000),
				updatedAt: new Date(),
				status: 'completed',
				customer: {id: 'C', name: 'A', email: 'a@example.com', city: 'Oslo', country: 'NO'},
				items: [{sku: 'B-1', name: 'Book', category, quantity: 1, unitPriceCents: 1_234_567_890}],
			})),
		);
	await client.close();
});

afterAll(async () => {
	await engine.close();
	rmSync(folder, {recursive: true, force: true});
});

const load = ['--viewers', '20', '--poll', '1s', '--fill', '50ms'];
const commands: ReadonlyArray<readonly [string, () => string[]]> = [
	['report', () => ['report']],
	['report of foreign orders', () => ['report', '--mongo-url', mongoUrl]],
	['bench', () => ['bench', '--runs', rounds('1', '2')]],
	['seed', () => ['seed', '--orders', '20', '--data', join(folder, `a-folder-with-a-long-name-${'x'.repeat(90)}`)]],
	['seed into a store with a long address', () => ['seed', '--orders', '5', '--yes', '--mongo-url', mongoUrl]],
	['archive', () => ['archive', '--data', join(folder, 'archive')]],
	['lab', () => ['lab', '--ttl', '300ms', '--for', '1s', '--protection', 'single-flight,lock,swr,xfetch,jitter,stale-on-error', ...load]],
	['lab of a long load', () => ['lab', '--ttl', '1h30m', '--for', '2s', '--own-process', '--orders-per-second', '20', ...load]],
	['stampede', () => ['stampede', '--firings', rounds('1', '2'), ...load]],
	['what-if', () => ['what-if', '--reads', '10000']],
	[
		'what-if of many',
		() => [
			'what-if',
			'--reads',
			'10000',
			'--ttl',
			'100ms,1h30m,7d',
			'--viewers',
			'1000',
			'--poll',
			'1.234s',
			'--own-process',
			'--protection',
			'lock,swr,xfetch,jitter,stale-on-error',
			'--orders-per-second',
			'999.9',
		],
	],
	['--help', () => ['--help']],
];

/** Those that print what ASCII has not: names, signs of the theory, pictures. All go through one printer. */
const inAsciiToo = new Set(rounds<readonly string[]>([], ['report of foreign orders', 'archive', 'lab', 'stampede', 'what-if of many']));

/** What prints names of others, long words or small shares; the rest of the commands are run elsewhere, and print through the same printer. */
const hardest = new Set(['report of foreign orders', 'seed into a store with a long address', 'what-if of many', '--help']);

describe.each(isThorough ? commands : commands.filter(([name]) => hardest.has(name)))('%s', (name, args) => {
	test.each([['as it is', []] as const, ...(inAsciiToo.has(name) ? [['in ASCII', ['--ascii']] as const] : [])])(
		'%s: no line is wider than 80 columns, and none acts on a terminal',
		async (_, more) => {
			const {stdout, stderr, code} = await printed([...args(), ...more]);
			expect({code, stderr: stderr.replace(/^These (orders|objects) are gone now: [^\n]+\n$/, '')}).toEqual({code: 0, stderr: ''});
			expect(stdout.split('\n').filter(line => [...line].length > 80)).toEqual([]);
			// oxlint-disable-next-line no-control-regex
			expect(stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
			expect(stdout).not.toMatch(/ $|NaN|undefined|Infinity/m);
			if (more.length > 0) {
				expect(stdout + stderr).toMatch(/^[\n -~]+$/);
			}
		},
	);
});

test('in ASCII: a letter is its plain form, a sign without one a question mark for each of its columns; JSON keeps its values', async () => {
	const {stdout} = await printed(['report', '--mongo-url', mongoUrl, '--ascii']);
	expect(stdout).toMatch(/^Dresses & Rocke +\d/m);
	expect(stdout).toMatch(/^\?\? \?\?\?\? +\d/m);
	const json = await printed(['report', '--mongo-url', mongoUrl, '--ascii', '--json']);
	expect(json.stdout).toMatch(/^[\n -~]+$/);
	expect((JSON.parse(json.stdout) as {categories: Array<{category: string}>}).categories.map(({category}) => category)).toEqual(
		expect.arrayContaining(['Dresses & Röcke', '🧸 玩具']),
	);
	const refused = await printed(['report', '--ttl', '٥ öre', '--ascii']);
	expect(refused).toMatchObject({code: 2, stdout: ''});
	expect(refused.stderr).toMatch(/not "\? ore"\n$/);
});
