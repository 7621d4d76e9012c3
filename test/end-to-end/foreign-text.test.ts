import {createServer, type Server} from 'node:net';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {columnsOf} from '../../source/words/columns.ts';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {printed} from '../terminal/printed.ts';
import {rounds} from '../thorough.ts';

const controls = /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

const categories = [
	'本・雑誌',
	'Bücher',
	'e\u0301tude',
	'กำ',
	'\u202Egpj.exe',
	'\u001B]0;PWN\u0007\u001B[2J',
	'\u001B[31mred',
	'zero\u200B\u00ADwidth',
	'\u200C\u200D\uFEFF\u061C',
	'\u200E\u2066x\u2069\u202A',
	'',
	'👩\u200D👧 ❤\uFE0F',
	'עברית',
	`long ${'本'.repeat(40)}`,
];

let engine: Awaited<ReturnType<typeof startMongoEngine>>;
let mongoUrl: string;
/** A Redis that refuses everything, with a sentence that paints over the screen. */
let redis: Server;
let redisUrl: string;

beforeAll(async () => {
	engine = await startMongoEngine({});
	mongoUrl = `mongodb://127.0.0.1:${engine.port}`;
	const client = await MongoClient.connect(mongoUrl);
	const placedAt = new Date(Date.now() - 3_600_000);
	await client
		.db('shopstream')
		.collection('orders')
		.insertMany(
			categories.map((category, i) => ({
				_id: `order-${i}` as never,
				placedAt,
				updatedAt: placedAt,
				status: 'completed',
				customer: {id: 'c', name: 'n', email: 'e@x', city: 'x', country: 'y'},
				items: [{sku: 's', name: 'n', category, quantity: 1, unitPriceCents: 1000 * (categories.length - i)}],
			})),
		);
	await client.db('shopstream').collection('orders').insertOne({placedAt, status: 'sh\u202Eip\u200B\u00AD\u061C\uFEFF', items: []});
	await client.close();
	redis = createServer(socket => {
		socket.on('error', () => undefined);
		socket.on('data', () => socket.write('-ERR \u001B]0;PWN\u0007\u001B[2J\u001B[31m\u202Eno\u009B2J\r\n'));
	});
	await new Promise<void>(resolve => {
		redis.listen(0, '127.0.0.1', resolve);
	});
	redisUrl = `redis://127.0.0.1:${(redis.address() as {port: number}).port}`;
});

afterAll(async () => {
	redis.close();
	await engine.close();
});

describe('categories that are not ours', () => {
	test('the report has each in its row, and columns stand under each other', async () => {
		const {stdout, stderr, code} = await printed(['report', '--mongo-url', mongoUrl]);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		expect(stdout).not.toMatch(controls);
		const lines = stdout.split('\n');
		const start = lines.findIndex(line => line.startsWith('category'));
		const rows = lines.slice(start, start + categories.length + 2);
		expect(rows.at(-1)).toMatch(/^Total /);
		expect(new Set(rows.map(row => columnsOf(row))).size).toBe(1);
		expect(rows.join('\n')).toContain('\\u202egpj.exe');
	});

	test('JSON keeps nothing that a terminal obeys', async () => {
		const {stdout} = await printed(['report', '--json', '--mongo-url', mongoUrl]);
		expect(stdout).not.toMatch(controls);
		expect((JSON.parse(stdout) as {categories: unknown[]}).categories).toHaveLength(categories.length);
	});

	test.each([[80, 24], ...rounds([], [[120, 34] as const])] as const)(
		'the dashboard at %i × %i has one row for each that fits, and a whole frame',
		async (columns, rows) => {
			const terminal = openTerminal(['--mongo-url', mongoUrl, '--without', 'postgres'], {columns, rows});
			await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
			const lines = terminal.lines();
			const right = lines.findIndex(line => line.startsWith('╭ Revenue'));
			const bottom = lines.findIndex(line => line.startsWith('╰'));
			// The frame's right side stands in one column, whatever the rows hold.
			const frame = lines.slice(right, bottom + 1).map(line => columnsOf(line.slice(0, line.search(/[╮│╯┤][╭│╰├]/))));
			expect(new Set(frame).size).toBe(1);
			const money = lines
				.map(line => /^│ (.*?) +[\d,]+\.\d\d +([\d,]+\.\d\d) /.exec(line))
				.filter(match => match !== null)
				.map(([, name, revenue]) => ({name: name!, cents: Math.round(Number(revenue!.replaceAll(',', '')) * 100)}));
			expect(money.at(-1)!.name).toBe('Total');
			expect(money.slice(0, -1).reduce((sum, {cents}) => sum + cents, 0)).toBe(money.at(-1)!.cents);
			expect(terminal.text()).not.toMatch(controls);
			// Nothing but what this program writes itself, and no title.
			expect(terminal.output).not.toMatch(/\u001B\]0;|\u001B\[31m|\u009B|\u202E|\u200B/);
		},
	);
});

describe('what a server says', () => {
	test.each([['report'], ['lab', '--for', '1s'], ...rounds([], [['bench', '--json'], ['stampede'], ['seed']])])(
		'in %s is one line of signs',
		async (...args) => {
			const {stdout, stderr, code} = await printed([...args, '--redis-url', redisUrl]);
			expect(code).toBe(1);
			expect(stdout + stderr).not.toMatch(controls);
			expect(stderr).toMatch(/^shopstream-tui: [^\n]+\n$/);
		},
	);
});

describe('own arguments', () => {
	test.each([
		[['--ttl', '\u001B[2J5m']],
		[['\u001B[2J']],
		[['--\u001B[2J']],
		[['-\u009B']],
		[['seed', '\u202Ex']],
		[['--data', '/dev/null/\u001B[2J']],
		// What a flag refuses goes through one writer.
		...rounds(
			[],
			[
				[['--\u001B[2J=3']],
				[['--orders', '1\n2']],
				[['--theme', '\u200B']],
				[['--mongo-url', '\u001B[2J']],
				[['--bucket', '\u001B[2J']],
				[['--protection', '\u001B[2J']],
				[['--at', '\u001B[2J']],
				[['--time-zone', '\u001B[2J']],
			],
		),
	])('%j are said in one line of signs', async args => {
		const {stdout, stderr, code} = await printed(args);
		expect(code).toBeGreaterThan(0);
		expect(stdout + stderr).not.toMatch(controls);
		expect(stderr).toMatch(/^shopstream-tui: [^\n]+\n$/);
	});
});
