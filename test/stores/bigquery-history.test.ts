// The warehouse in BigQuery against a server on this machine that refuses what is not of the API's published shapes.
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {orderHistory} from '../../source/scenarios/shop/order-history.ts';
import {openBigQueryHistory} from '../../source/stores/bigquery-history.ts';
import type {History} from '../../source/stores/history.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {BigQueryServer, type Fault} from '../bigquery-server.ts';
import {until} from '../until.ts';
import {type ArchivedOrders, archivedOrders, askedOf, bucketOf, someOrders} from './archived-orders.ts';

const mebibyte = 1_048_576;
const orders = await someOrders(120, 40);
const [monthly] = orderHistory.questions;
const bucket = bucketOf();

let server: BigQueryServer;
let endpoint: string;
let history: History;
let archived: ArchivedOrders;

async function begin(location = 'US'): Promise<void> {
	server = new BigQueryServer(location);
	endpoint = await server.start();
	lay(archived);
}

function lay({objects}: ArchivedOrders): void {
	for (const [name, bytes] of objects) {
		server.objects.set(`gs://${bucket.bucket}/${name}`, bytes);
	}
}

const open = async () => openBigQueryHistory({project: server.project, dataset: server.dataset, endpoint}, orderHistory);

beforeEach(async () => {
	archived = archivedOrders(orders);
	await begin();
	history = await open();
});

afterEach(async () => {
	await history.close();
	await server.stop();
	if (server.faults.length > 0) {
		throw new Error(`not as Google publishes it: ${server.faults.join('; ')}`);
	}
});

test('what the client asks is as Google publishes it, and an answer comes back in numbers and words', async () => {
	server.answer = () => [{month: '2026-11', category: 'Books', revenue_cents: 1234, orders: 2}];
	expect(await history.loaded()).toEqual(new Map());
	expect(await history.load(archived.days, bucket)).toMatchObject({added: archived.days.size, replaced: 0, removed: 0, rows: 120});
	const loaded = await history.loaded();
	expect([...loaded.keys()]).toEqual([...archived.days.keys()]);
	const {parts: _, ...first} = [...archived.days.values()][0]!;
	expect(loaded.get(first.day)).toMatchObject(first);
	expect(await history.ask(monthly, askedOf(archived.days))).toMatchObject({
		rows: [{month: '2026-11', category: 'Books', revenue_cents: 1234, orders: 2}],
		scannedBytes: 0,
	});
	expect(await history.bytes()).toBeGreaterThan(0);
	expect(history.backend).toMatchObject({kind: 'server', label: 'BigQuery emulator', address: `${endpoint}/lesson-project.shop`});
});

test('a load has an explicit schema, a table of its own that is gone after a day in any case, and the day of each folder as a column', async () => {
	const seen: unknown[] = [];
	server.failure = ({load}) => {
		if (load) {
			seen.push(...[...server.tables.values()].map(({resource}) => resource.expirationTime));
		}

		return undefined;
	};

	await history.load(archived.days, bucket);
	const [{load} = {}] = server.jobs('load');
	expect(load?.schema?.fields?.map(({name, type, mode}) => `${name} ${type} ${mode}`)).toEqual([
		'order_id STRING NULLABLE',
		'placed_at TIMESTAMP NULLABLE',
		'updated_at TIMESTAMP NULLABLE',
		'version INTEGER NULLABLE',
		'status STRING NULLABLE',
		'customer RECORD NULLABLE',
		'items RECORD REPEATED',
		'total_cents INTEGER NULLABLE',
	]);
	expect(load?.sourceUris).toEqual([...server.objects.keys()]);
	expect(load?.hivePartitioningOptions).toEqual({mode: 'CUSTOM', sourceUriPrefix: `gs://${bucket.bucket}/orders/{dt:DATE}`});
	expect(seen).toHaveLength(1);
	expect(Number(seen[0]) - Date.now()).toBeGreaterThan(86_000_000);
	expect([...server.tables]).toEqual([]);
	const created = server.jobs('query')[0]?.query?.query;
	expect(created).toMatch(/`order_lines` \(dt DATE, .*\) PARTITION BY dt CLUSTER BY category/);
});

test('only days of a new revision are loaded, and replaced with all else in one transaction', async () => {
	await history.load(archived.days, bucket);
	const again = archivedOrders(orders, {revision: 2});
	lay(again);
	const [first, second, third, ...rest] = [...archived.days.keys()] as [string, string, string, ...string[]];
	const days = new Map([[second, again.days.get(second)!], ...[third, ...rest].map(day => [day, archived.days.get(day)!] as const)]);
	server.asked.length = 0;
	expect(await history.load(days, bucket)).toMatchObject({added: 0, replaced: 1, removed: 1, rows: again.days.get(second)!.rows});
	expect(server.jobs('load')[0]?.load?.sourceUris).toEqual(again.days.get(second)!.parts.map(({name}) => `gs://${bucket.bucket}/${name}`));
	const changes = server
		.jobs('query')
		.map(({query}) => query?.query ?? '')
		.filter(sql => /DELETE|INSERT|UPDATE/.test(sql));
	expect(changes).toHaveLength(1);
	expect(changes[0]).toMatch(/^BEGIN TRANSACTION;\n[\s\S]*\nCOMMIT TRANSACTION;\n$/);
	expect(changes[0]).toContain(`DELETE FROM \`order_lines\` WHERE dt IN (DATE '${second}', DATE '${first}')`);
	const loaded = await history.loaded();
	expect([...loaded.keys()]).toEqual([second, third, ...rest]);
	expect(loaded.get(second)).toMatchObject({revision: 2});
	server.asked.length = 0;
	expect(await history.load(days, bucket)).toMatchObject({added: 0, replaced: 0, removed: 0});
	expect(server.asked.map(({method}) => method)).toEqual(['GET', 'GET']);
});

describe('what is billed', () => {
	beforeEach(async () => {
		await history.load(archived.days, bucket);
		server.asked.length = 0;
	});

	test.each([
		['nothing', 0, 10 * mebibyte],
		['a byte more than 11 MiB', 11 * mebibyte + 1, 12 * mebibyte],
	])('of a question that reads %s is said before, and is the most', async (_, bytes, billedBytes) => {
		server.bytes = bytes;
		expect(await history.estimate!(monthly, askedOf(archived.days))).toEqual({bytes, billedBytes});
		expect(server.asked.map(({body: {configuration}}) => configuration?.dryRun)).toEqual([true]);
		await history.ask(monthly, askedOf(archived.days));
		expect(server.jobs('query').map(({query}) => query?.maximumBytesBilled)).toEqual([String(billedBytes)]);
		expect(server.asked.filter(({body: {configuration}}) => configuration?.dryRun)).toHaveLength(1);
	});

	test('a question of which nothing was said since it was last asked is dry-run first', async () => {
		await history.ask(monthly, askedOf(archived.days));
		await history.ask(monthly, askedOf(archived.days));
		expect(server.asked.flatMap(({method, body: {configuration}}) => (method === 'POST' ? [configuration?.dryRun === true] : []))).toEqual([
			true,
			false,
			true,
			false,
		]);
	});

	test('a question that would read more by now is not run', async () => {
		await history.estimate!(monthly, askedOf(archived.days));
		server.bytes = 30 * mebibyte;
		await expect(history.ask(monthly, askedOf(archived.days))).rejects.toThrow(/BigQuery would bill more than was said before, and did not run it/);
	});

	test('of a load is said before anything that is billed is run, and nothing is loaded where it is not wanted', async () => {
		server.bytes = 3 * mebibyte;
		const again = archivedOrders(orders, {revision: 2});
		lay(again);
		const refusal = new Error('too much');
		await expect(
			history.load(again.days, bucket, {
				async confirm(billed) {
					expect(billed).toEqual({bytes: 3 * mebibyte, billedBytes: 73 * mebibyte});
					throw refusal;
				},
			}),
		).rejects.toBe(refusal);
		expect(server.jobs('query').filter(({query}) => /TRANSACTION/.test(query?.query ?? ''))).toEqual([]);
		expect([...(await history.loaded()).values()].every(({revision}) => revision === 1)).toBe(true);
		expect([...server.tables]).toEqual([]);
		await history.load(again.days, bucket, {confirm: async () => undefined});
		expect(server.jobs('query').at(-1)?.query?.maximumBytesBilled).toBe(String(73 * mebibyte));
		expect([...(await history.loaded()).values()].every(({revision}) => revision === 2)).toBe(true);
	});
});

describe('what BigQuery says', () => {
	test.each<[string, Fault, RegExp]>([
		[
			'no dataset',
			{status: 404, reason: 'notFound', message: 'Not found: Dataset lesson-project:shop'},
			/does not find something that belongs to lesson-project\.shop.*Not found: Dataset lesson-project:shop.*create the dataset/,
		],
		[
			'no right',
			{status: 403, reason: 'accessDenied', message: 'Access Denied: Dataset lesson-project:shop'},
			/is not ours to use \(Access Denied.*BigQuery Data Editor/,
		],
		[
			'no billing',
			{status: 403, reason: 'billingNotEnabled', message: 'Billing has not been enabled for this project.'},
			/without billing \(Billing has not been enabled for this project\): enable billing/,
		],
		[
			'a quota',
			{status: 403, reason: 'quotaExceeded', message: 'Quota exceeded: Your project exceeded quota for imports per table.'},
			/used up a quota.*imports per table/,
		],
		[
			'something odd',
			{status: 400, reason: 'invalid', message: 'Invalid\nvalue \u001B[31m'},
			/BigQuery refused, for lesson-project\.shop at http:\/\/127.*: Invalid value/,
		],
		['no JSON', {raw: '<html>'}, /What answers at .* is not BigQuery \(its answer is no JSON document\)/],
		['other JSON', {raw: '{"kind":"x"}'}, /What answers at .* is not BigQuery \(its answer lacks what BigQuery says/],
	])('%s', async (_, fault, words) => {
		server.fault = () => fault;
		for (const work of [open, async () => history.load(archived.days, bucket), async () => history.ask(monthly, askedOf(archived.days))]) {
			const failure: unknown = await work().catch((error: unknown) => error);
			// That a table is not there is no failure: nothing was loaded yet.
			if (!(failure instanceof StoreFailure)) {
				expect(fault).toMatchObject({status: 404});
				continue;
			}

			expect(failure).toMatchObject({store: 'history', kind: 'refuses', exitCode: 1});
			expect(failure.message).toMatch(words);
			expect(failure.message).not.toMatch(/[\n\u001B]/);
		}
	});

	test.each([
		[
			'of a load',
			'load',
			{
				reason: 'invalid',
				message: 'Error while reading data, error message: JSON table encountered too many errors, giving up. Rows: 3; errors: 1. File: gs://b/x',
			},
			/Nothing was loaded into .*giving up/,
		],
		[
			'of a change, for others were first',
			'query',
			{reason: 'invalidQuery', message: 'Transaction is aborted due to concurrent update against table lesson-project:shop.order_lines_days'},
			/Nothing was loaded into .*others have loaded this dataset meanwhile; load again/,
		],
		['of a change, without billing', 'query', {reason: 'billingNotEnabled', message: 'DML queries are not allowed in the free tier.'}, /enable billing/],
	] as const)('a job that fails: %s', async (_, kind, failure, words) => {
		server.failure = configuration => (configuration[kind] && !configuration.query?.query?.includes('CREATE TABLE') ? failure : undefined);
		await expect(history.load(archived.days, bucket)).rejects.toThrow(words);
		server.failure = () => undefined;
		expect(await history.loaded()).toEqual(new Map());
		expect([...server.tables]).toEqual([]);
		expect(await history.load(archived.days, bucket)).toMatchObject({added: archived.days.size});
	});

	test('credentials that are not there', async () => {
		const before = process.env['GOOGLE_APPLICATION_CREDENTIALS'];
		process.env['GOOGLE_APPLICATION_CREDENTIALS'] = '/nowhere/key.json';
		try {
			await expect(openBigQueryHistory({project: 'lesson-project', dataset: 'shop'}, orderHistory)).rejects.toThrow(
				/^BigQuery needs credentials that it can use \(.*nowhere.*\): set GOOGLE_APPLICATION_CREDENTIALS to a key file, run "gcloud auth application-default login", or leave out --bigquery for DuckDB$/,
			);
		} finally {
			if (before === undefined) {
				delete process.env['GOOGLE_APPLICATION_CREDENTIALS'];
			} else {
				process.env['GOOGLE_APPLICATION_CREDENTIALS'] = before;
			}
		}
	});

	test('nobody at the address', async () => {
		await expect(openBigQueryHistory({project: 'lesson-project', dataset: 'shop', endpoint: 'http://127.0.0.1:1'}, orderHistory)).rejects.toMatchObject({
			kind: 'silent',
			message: expect.stringMatching(/did not answer \(it refuses the connection\)/) as string,
		});
	});
});

describe('a connection that breaks', () => {
	test('after a job came through: it is found again, and not run twice', async () => {
		let cuts = 0;
		server.fault = ({method, path}) => (method === 'POST' && path === '/jobs' && cuts++ % 2 === 0 ? 'cut' : undefined);
		await history.load(archived.days, bucket);
		expect(server.loads).toBe(1);
		expect((await history.loaded()).size).toBe(archived.days.size);
	});

	test('for a moment: what is asked is asked again', async () => {
		let asked = 0;
		server.fault = () =>
			asked++ % 3 === 0 ? {status: 503, reason: 'backendError', message: 'Error encountered during execution. Retrying may solve the problem.'} : undefined;
		await history.load(archived.days, bucket);
		expect((await history.loaded()).size).toBe(archived.days.size);
	});

	test('for good, in the middle: nothing is loaded, and the next load does it all', async () => {
		server.looks = 1;
		server.fault = ({method, path}) => (method === 'GET' && path.startsWith('/jobs/') && server.jobs('load').length > 0 ? 'cut' : undefined);
		await expect(history.load(archived.days, bucket)).rejects.toMatchObject({kind: 'silent'});
		server.fault = () => undefined;
		expect(await history.loaded()).toEqual(new Map());
		expect(await history.load(archived.days, bucket)).toMatchObject({added: archived.days.size});
		expect(server.lines).toHaveLength(120);
	});
});

test('a slow job is looked at until it is done', async () => {
	server.looks = 4;
	await history.load(archived.days, bucket);
	expect((await history.loaded()).size).toBe(archived.days.size);
});

test('a job that is given up is cancelled', async () => {
	server.looks = 1e9;
	const ending = new AbortController();
	const asking = history.ask(monthly, askedOf(archived.days), ending.signal);
	await until(() => server.asked.some(({method, path}) => method === 'GET' && path.startsWith('/jobs/')));
	const reason = new Error('enough');
	ending.abort(reason);
	await expect(asking).rejects.toBe(reason);
	expect(server.asked.at(-1)?.path).toMatch(/^\/jobs\/shopstream_[\w-]+\/cancel$/);
});

test.each([
	['US', ['US'], true],
	['US', ['US-CENTRAL1'], true],
	['EU', ['EUR4'], true],
	['europe-west1', ['EUROPE-WEST1'], true],
	['us-east1', ['NAM4'], true],
	['europe-west3', ['EUROPE-WEST1', 'EUROPE-WEST3'], true],
	['US', ['EUROPE-WEST1'], false],
	['europe-west1', ['EU'], false],
])('a dataset in %s and a bucket in %j', async (location, locations, isGood) => {
	await server.stop();
	await begin(location);
	history = await open();
	const loading = history.load(archived.days, bucketOf(locations, bucket.bucket));
	await (isGood
		? expect(loading).resolves.toMatchObject({added: archived.days.size})
		: expect(loading).rejects.toThrow(`is in ${locations.join(' and ')}, the dataset lesson-project.shop at ${endpoint} in ${location}`));
	expect(server.jobs('load').length > 0).toBe(isGood);
});

test('an archive that lists nothing takes nothing away', async () => {
	await history.load(archived.days, bucket);
	await expect(history.load(new Map(), bucket)).rejects.toThrow(/lists no day, and .* holds \d+: nothing was changed/);
	expect((await history.loaded()).size).toBe(archived.days.size);
});
