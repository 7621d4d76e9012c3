// The commands that read the archive back, as they are typed: against a bucket and a PostgreSQL that are named. The bucket is fake-gcs-server's
// where there is one.
import type {Storage} from '@google-cloud/storage';
import pg from 'pg';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {type GcsServer, gcsServers, openStorage} from './engines/gcs/open-gcs.ts';
import {printed} from './terminal/printed.ts';
import {isThorough} from './thorough.ts';
import {takePostgres} from './shared-postgres.ts';

type Engine = Awaited<ReturnType<typeof takePostgres>>;
let postgres: Engine;
let gcs: GcsServer;
let client: pg.Client;
let bucket: ReturnType<Storage['bucket']>;
let servers: readonly string[];
let whole: string;

const all = async () => JSON.stringify((await client.query('select id, version, status, updated_at from shopstream.orders order by id')).rows);

beforeAll(async () => {
	postgres = await takePostgres();
	gcs = await gcsServers.at(-1)!.start();
	const url = `postgres://lesson@127.0.0.1:${postgres.port}/shopstream`;
	client = new pg.Client(url);
	await client.connect();
	const name = `archive-back-${process.pid}`;
	bucket = openStorage(gcs.endpoint).bucket(name);
	await bucket.create();
	servers = ['--postgres-url', url, '--bucket', name, '--gcs-endpoint', gcs.endpoint, '--time-zone', 'UTC'];
	await printed(['seed', '--orders', '400', '--days', '38', ...servers, '--yes']);
	await printed(['archive', ...servers]);
	whole = await all();
});

afterAll(async () => {
	await client?.end();
	await postgres?.giveBack();
	await gcs?.stop();
});

/** The parts, oldest first. */
const parts = async () => (await bucket.getFiles({prefix: 'orders/'}))[0].map(({name}) => name).sort();
let kept: ReadonlyMap<string, Buffer> | undefined;

beforeEach(async () => {
	kept ??= new Map(await Promise.all((await parts()).map(async name => [name, (await bucket.file(name).download({decompress: false}))[0]] as const)));
	// As it was before whatever the test before this one damaged.
	for (const [name, bytes] of kept) {
		await bucket.file(name).save(bytes, {resumable: false, contentType: 'application/gzip'});
	}
});

test('what is archived is there, and a lost ledger comes back', async () => {
	const verified = await printed(['archive', 'verify', ...servers, '--json']);
	expect(verified.code).toBe(0);
	const {rows, days, revenueCents, ...document} = JSON.parse(verified.stdout);
	expect(document).toMatchObject({schema: 'shopstream.verify/1', timeZone: 'UTC', withPostgres: true, differences: [], moreDifferences: 0});

	await client.query('delete from shopstream.orders where placed_at < current_date');
	const lost = await printed(['archive', 'verify', ...servers]);
	expect(lost.code).toBe(1);
	expect(lost.stdout).toContain(`${days} differences:`);
	expect(lost.stdout.replaceAll(/\s+/g, ' ')).toContain('of this day: restore brings them back');
	expect(lost.stderr).toContain(`The archive has faults: ${days} differences`);

	const restored = await printed(['restore', ...servers, '--yes', '--json']);
	expect(restored.code).toBe(0);
	expect(JSON.parse(restored.stdout)).toMatchObject({
		schema: 'shopstream.restore/1',
		days,
		rows,
		revenueCents,
		added: rows,
		replaced: 0,
		standing: 0,
		newer: 0,
		notRestored: [],
	});
	expect(await all()).toBe(whole);
	expect((await printed(['restore', ...servers, '--yes'])).stdout).toMatch(/already there +\d+\n +newer, left alone +0/);
});

test.runIf(isThorough)('a flipped byte: verify names it and exits with 1, and restore leaves that day out and does so too', async () => {
	const [name] = (await parts()).slice(3) as [string];
	const bytes = kept!.get(name)!;
	const [, day] = /dt=([\d-]+)/.exec(name)!;
	await bucket.file(name).save(Buffer.from(bytes.with(40, bytes[40]! ^ 4)), {resumable: false});
	const verified = await printed(['archive', 'verify', ...servers]);
	expect(verified.code).toBe(1);
	expect(verified.stdout.replaceAll(/\s+/g, ' ')).toContain(`${day} ${name} has CRC32C`);
	await client.query(`delete from shopstream.orders where placed_at >= '${day}' and placed_at < date '${day}' + 1`);
	const restored = await printed(['restore', ...servers, '--yes', '--from', day!, '--to', day!]);
	expect(restored.code).toBe(1);
	expect(restored.stdout).toContain('1 day not restored, nothing of it:');
	expect(restored.stderr).toContain('1 day could not be restored');
	await bucket.file(name).save(bytes, {resumable: false});
	expect((await printed(['restore', ...servers, '--yes', '--from', day!, '--to', day!])).code).toBe(0);
	expect(await all()).toBe(whole);
});

test.runIf(isThorough)('a day whose manifest is gone is missing, the newest one too', async () => {
	const [files] = await bucket.getFiles({prefix: 'manifests/orders/dt='});
	const newest = files
		.map(({name}) => name)
		.sort()
		.at(-1)!;
	const [bytes] = await bucket.file(newest).download();
	await bucket.file(newest).delete();
	const verified = await printed(['archive', 'verify', ...servers, '--json']);
	expect(verified.code).toBe(1);
	expect(JSON.parse(verified.stdout).differences).toEqual([
		{
			day: /dt=([\d-]+)/.exec(newest)![1],
			kind: 'missing-day',
			object: newest,
			line: null,
			id: null,
			text: expect.stringContaining('is gone or cannot be read'),
		},
	]);
	await bucket.file(newest).save(bytes, {resumable: false, contentType: 'application/json'});
	expect((await printed(['archive', 'verify', ...servers])).code).toBe(0);
});

test('before it writes into a server that holds orders it asks', async () => {
	expect(await printed(['restore', ...servers, '--from', '2020-01-01'])).toMatchObject({
		code: 2,
		stdout: '',
		stderr: expect.stringMatching(/already holds 400 orders: add --yes to restore the archived days from 2020-01-01 beside them/),
	});
});

test('days that are not archived, and days that are none', async () => {
	expect(await printed(['restore', ...servers, '--yes', '--from', '2019-01-01', '--to', '2019-12-31'])).toMatchObject({
		code: 1,
		stderr: expect.stringContaining('No orders from 2019-01-01 to 2019-12-31 are archived: the archive has days from'),
	});
	expect(await printed(['restore', '--from', '2026-02-30'])).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('--from wants a day such as 2026-01-31, not "2026-02-30"'),
	});
	expect(await printed(['restore', '--from', '2026-02-02', '--to', '2026-02-01'])).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('give the earlier day first'),
	});
});
