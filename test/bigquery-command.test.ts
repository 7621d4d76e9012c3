// The built `history` with a dataset of BigQuery: a server on this machine stands in for both it and the bucket.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {StoredOrder} from '../source/scenarios/shop/order.ts';
import {openGcsArchive} from '../source/stores/gcs-archive.ts';
import {dayOf} from '../source/words/local-day.ts';
import {BigQueryServer} from './bigquery-server.ts';
import {createBucket, startEmbedded} from './engines/gcs/open-gcs.ts';
import {storeDay} from './flows/memory-bucket.ts';
import {someOrders} from './stores/archived-orders.ts';
import {plainEnvironment, program} from './terminal/terminal.ts';
import {nodeFlags} from './node-flags.ts';
import {rounds} from './thorough.ts';
import {printed} from './terminal/printed.ts';

const bucket = 'kept-orders';
const orders = await someOrders(300, 60);
const objects = new Map<string, Buffer>();
let bucketAt: string;
let stop: () => Promise<void>;

beforeAll(async () => {
	({endpoint: bucketAt, stop} = await startEmbedded());
	await createBucket(bucketAt, bucket);
	const archive = await openGcsArchive(bucket, bucketAt);
	const days = new Map<string, StoredOrder[]>();
	for (const order of orders) {
		const day = dayOf(order.placedAt.getTime(), 'UTC');
		days.set(day, [...(days.get(day) ?? []), order]);
	}

	for (const [day, ofDay] of days) {
		await storeDay(archive, day, ofDay);
	}

	for (const {name} of await archive.listObjects('orders/')) {
		objects.set(`gs://${bucket}/${name}`, await archive.readObject(name));
	}
});

afterAll(async () => stop());

/** Revenue by month and category of the lines that a dataset holds. */
function monthly({lines}: BigQueryServer): Array<Readonly<Record<string, string | number>>> {
	type Line = {order_id: string; status: string; items: ReadonlyArray<{category: string; quantity: number; unit_price_cents: number}>};
	const sums = new Map<string, {cents: number; ids: Set<string>}>();
	for (const {dt, text} of lines) {
		const {order_id: id, status, items} = JSON.parse(text) as Line;
		for (const {category, quantity, unit_price_cents: cents} of status === 'returned' ? [] : items) {
			const key = `${dt.slice(0, 7)} ${category}`;
			const sum = sums.get(key) ?? {cents: 0, ids: new Set()};
			sum.cents += quantity * cents;
			sums.set(key, {...sum, ids: sum.ids.add(id)});
		}
	}

	return [...sums].map(([key, {cents, ids}]) => ({month: key.slice(0, 7), category: key.slice(8), revenue_cents: cents, orders: ids.size}));
}

async function startServer(): Promise<{server: BigQueryServer; flags: string[]}> {
	const server = new BigQueryServer();
	const endpoint = await server.start();
	server.answer = () => monthly(server);
	for (const [uri, bytes] of objects) {
		server.objects.set(uri, bytes);
	}

	const archive = ['--bucket', bucket, '--gcs-endpoint', bucketAt];
	return {server, flags: ['history', '--json', '--without', 'postgres', '--bigquery', 'lesson-project.shop', '--bigquery-endpoint', endpoint, ...archive]};
}

type Answer = {readonly engine: string; readonly scannedBytes: number; readonly months: ReadonlyArray<{readonly revenueCents: number}>};

test('what is billed is said before anything is run, and nothing is run without a yes', async () => {
	const {server, flags} = await startServer();
	server.bytes = 5_000_000;
	const refused = await printed(flags);
	expect([refused.code, refused.stdout]).toEqual([2, '']);
	expect(refused.stderr).toMatch(
		/Putting in place what was loaded reads 5\.00 MB in BigQuery, and \d+(?:\.\d+)? MB are billed at most: less than 1 cent .*: add --yes to run it/,
	);
	expect(server.loads).toBe(0);

	const {code, stdout, stderr} = await printed([...flags, '--yes']);
	expect(stderr).toMatch(/Putting in place[^\n]*\.\n(?:.*\n)*The question reads 5\.00 MB in BigQuery, and 10\.5 MB are billed at most/);
	expect(code).toBe(0);
	const {engine, scannedBytes, months} = JSON.parse(stdout) as Answer;
	expect([engine, scannedBytes, server.loads]).toEqual(['bigquery', 5_000_000, 1]);
	expect(months.reduce((sum, {revenueCents}) => sum + revenueCents, 0)).toBe(worth(orders));
	expect(server.faults).toEqual([]);
	await server.stop();
});

test('killed at its first requests, it goes on, and comes to the same', {timeout: 300_000}, async () => {
	const {server, flags} = await startServer();
	server.looks = 1;
	for (const nth of rounds([5], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])) {
		const child = spawn(process.execPath, [...nodeFlags, program, ...flags, '--yes'], {env: plainEnvironment({}), stdio: 'ignore'});
		server.asked.length = 0;
		server.fault = () => {
			if (server.asked.length === nth) {
				child.kill('SIGKILL');
			}

			return undefined;
		};
		await once(child, 'close');
		expect([nth, child.signalCode]).toEqual([nth, 'SIGKILL']);
	}

	server.fault = () => undefined;
	const killed = await printed([...flags, '--yes']);
	expect(killed.stderr).not.toMatch(/Error/);
	expect([killed.code, server.loads]).toEqual([0, 1]);
	const {months} = JSON.parse(killed.stdout) as Answer;
	expect(months.reduce((sum, {revenueCents}) => sum + revenueCents, 0)).toBe(worth(orders));
	expect(server.lines).toHaveLength(orders.length);
	await server.stop();
});

function worth(all: readonly StoredOrder[]): number {
	return all
		.filter(({status}) => status !== 'returned')
		.flatMap(({items}) => items)
		.reduce((sum, {quantity, unitPriceCents}) => sum + quantity * unitPriceCents, 0);
}
