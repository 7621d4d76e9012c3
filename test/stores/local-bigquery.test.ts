// The warehouse in an independent implementation of BigQuery's API and of GoogleSQL: it accepts what BigQuery accepts, as far as it goes.
// Its dry run always says 0 bytes, so that only the loopback server's tests look at what is billed.
import {randomBytes} from 'node:crypto';
import pg from 'pg';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startPostgresEngine} from '../../source/engines/postgres/start-postgres-engine.ts';
import {orderHistory} from '../../source/scenarios/shop/order-history.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders as shopOrders} from '../../source/scenarios/shop/orders.ts';
import {openBigQueryHistory} from '../../source/stores/bigquery-history.ts';
import type {ArchivedDay, History} from '../../source/stores/history.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {type ArchivedOrders, archivedOrders, askedOf, bucketOf, layObjects, someOrders} from './archived-orders.ts';

const [endpoint, folder] = (process.env['SHOPSTREAM_TEST_BIGQUERY_URL'] ?? '').split('#') as [string, string];

describe.skipIf(endpoint === '')('local-bigquery, named by SHOPSTREAM_TEST_BIGQUERY_URL', () => {
	const dataset = `lesson_${randomBytes(6).toString('hex')}`;
	const bucket = bucketOf();
	const stops: Array<() => Promise<unknown>> = [];
	let orders: StoredOrder[];
	let archived: ArchivedOrders;
	let history: History;
	let postgres: pg.Client;

	beforeAll(async () => {
		await createDataset(dataset);
		orders = await someOrders(900, 430);
		// One without any item is worth nothing, and is there.
		orders[5] = {...orders[5]!, items: []};
		archived = archivedOrders(orders);
		history = await openBigQueryHistory({project: 'lesson', dataset, endpoint}, orderHistory);
		const engine = await startPostgresEngine({});
		const url = `postgres://lesson@127.0.0.1:${engine.port}/shopstream`;
		const ledger = await openPostgresLedger(url, {...shopOrders, ledger: ordersLedger});
		postgres = new pg.Client(url);
		await postgres.connect();
		stops.push(
			async () => postgres.end(),
			async () => ledger.close(),
			async () => engine.close(),
			async () => history.close(),
		);
		await ledger.prepare();
		await ledger.insert(orders);
	});

	afterAll(async () => {
		for (const stop of stops) {
			await stop();
		}
	});

	/** Every question, in the warehouse and in the ledger. */
	async function compare(days: ReadonlyMap<string, ArchivedDay>): Promise<void> {
		const asked = askedOf(days);
		for (const {name, sql} of orderHistory.questions) {
			const {rows} = await history.ask(
				orderHistory.questions.find(question => question.name === name)!,
				asked,
			);
			const {rows: known} = await postgres.query<Record<string, unknown>>(sql.postgres(asked));
			expect(known.length, name).toBeGreaterThan(0);
			expect({[name]: plain(rows)}).toEqual({[name]: plain(known)});
		}
	}

	test('what is archived is loaded, and every question is answered as PostgreSQL answers it', async () => {
		layObjects(folder, bucket, archived.objects);
		const {days} = archived;
		expect(await history.loaded()).toEqual(new Map());
		expect(await history.load(days, bucket)).toMatchObject({added: days.size, replaced: 0, removed: 0, rows: orders.length});
		expect([...(await history.loaded()).keys()].sort()).toEqual([...days.keys()]);
		await compare(days);
		expect(await history.load(days, bucket)).toMatchObject({added: 0, replaced: 0, removed: 0, rows: 0});
		expect(await tables()).toEqual(['order_lines', 'order_lines_days']);
	});

	test('an order of last year that is returned is archived anew, and only its day is loaded', async () => {
		const returned = orders.find(({status, placedAt}) => status === 'completed' && placedAt.getUTCFullYear() === 2025)!;
		orders = orders.map(order => (order === returned ? {...order, status: 'returned'} : order));
		await postgres.query("update shopstream.orders set status = 'returned' where id = $1", [returned.id]);
		const again = archivedOrders(orders, {revision: 2});
		const [day] = [...again.days.keys()].filter(day => again.days.get(day)!.worth !== archived.days.get(day)!.worth) as [string];
		const objects = [...again.objects].filter(([name]) => name.includes(day));
		layObjects(folder, bucket, new Map(objects));
		archived = {days: new Map([...archived.days, [day, again.days.get(day)!]]), objects: new Map([...archived.objects, ...objects])};
		expect(await history.load(archived.days, bucket)).toMatchObject({added: 0, replaced: 1, removed: 0, rows: again.days.get(day)!.rows});
		expect((await history.loaded()).get(day)).toMatchObject({revision: 2});
		await compare(archived.days);
	});

	test.each<[string, (day: ArchivedDay, objects: Map<string, Buffer>) => ArchivedDay, RegExp, ((day: ArchivedDay) => ArchivedDay)?]>([
		[
			'a part that is cut short',
			(day, objects) => ({...day, parts: [cut(day.parts[0]!, objects), ...day.parts.slice(1)]}),
			/Nothing was loaded into .*part-00900/s,
		],
		[
			'a part that is missing',
			day => ({...day, parts: [{...day.parts[0]!, name: day.parts[0]!.name.replace(/part-\d+/, 'part-00901')}]}),
			/Nothing was loaded into .*part-00901/s,
		],
		['fewer lines than the archive lists', day => ({...day, rows: day.rows + 1}), /Nothing was loaded into .*the archive lists \d+ lines, \d+ were found/],
		[
			'a line less than the archive lists, of which another day has one more',
			day => ({...day, rows: day.rows + 1}),
			/Nothing was loaded into .*a day that was loaded is not what the archive lists/,
			day => ({...day, rows: day.rows - 1}),
		],
		[
			'lines that are worth less than the archive lists',
			day => ({...day, worth: day.worth + 1}),
			/Nothing was loaded into .*a day that was loaded is not what the archive lists/,
		],
	])('%s: nothing is loaded, and what was there stays', async (_, damage, words, other = day => day) => {
		const before = await history.loaded();
		const objects = new Map(archived.objects);
		const [good, bad] = [...archived.days.values()].slice(10, 12) as [ArchivedDay, ArchivedDay];
		const damaged = damage({...bad, revision: 9}, objects);
		layObjects(folder, bucket, new Map([...objects].filter(([name]) => name.includes('part-009'))));
		const days = new Map([...archived.days, [good.day, other({...good, revision: 9})], [bad.day, damaged]]);
		await expect(history.load(days, bucket)).rejects.toThrow(words);
		expect(await history.loaded()).toEqual(before);
		expect(await tables()).toEqual(['order_lines', 'order_lines_days']);
	});

	test('a day that the archive does not count any more goes', async () => {
		const [gone, ...rest] = [...archived.days.values()];
		const days = new Map(rest.map(day => [day.day, day]));
		expect(await history.load(days, bucket)).toMatchObject({added: 0, replaced: 0, removed: 1, rows: 0});
		await postgres.query('delete from shopstream.orders where placed_at < $1', [new Date(gone!.toMs)]);
		archived = {...archived, days};
		await compare(days);
	});

	test('of two loads at once each day comes in once', async () => {
		const other = `${dataset}_2`;
		await createDataset(other);
		const both = await Promise.all([1, 2].map(async () => openBigQueryHistory({project: 'lesson', dataset: other, endpoint}, orderHistory)));
		const results = await Promise.allSettled(both.map(async each => each.load(archived.days, bucket)));
		expect(results.map(({status}) => status)).toContain('fulfilled');
		// What it says of the other one is not what BigQuery says.
		for (const {reason} of results.filter(({status}) => status === 'rejected') as PromiseRejectedResult[]) {
			expect(reason).toBeInstanceOf(StoreFailure);
		}

		const [once, twice] = await Promise.all([history, both[0]!].map(async each => (await each.ask(orderHistory.questions[0], askedOf(archived.days))).rows));
		expect(plain(twice!)).toEqual(plain(once!));
	});

	async function tables(): Promise<string[]> {
		const answer = await fetch(`${endpoint}/bigquery/v2/projects/lesson/datasets/${dataset}/tables`);
		const {tables = []} = (await answer.json()) as {tables?: ReadonlyArray<{tableReference: {tableId: string}}>};
		return tables.map(({tableReference: {tableId}}) => tableId).sort();
	}
});

async function createDataset(datasetId: string): Promise<void> {
	const answer = await fetch(`${endpoint}/bigquery/v2/projects/lesson/datasets`, {
		method: 'POST',
		headers: {'content-type': 'application/json'},
		body: JSON.stringify({datasetReference: {projectId: 'lesson', datasetId}, location: 'US'}),
	});
	expect(answer.status).toBe(200);
}

/** The first half of a part's bytes, under a name of its own. */
function cut(part: ArchivedDay['parts'][number], objects: Map<string, Buffer>): ArchivedDay['parts'][number] {
	const name = part.name.replace(/part-\d+/, 'part-00900');
	const bytes = objects.get(part.name)!;
	objects.set(name, bytes.subarray(0, bytes.length / 2));
	return {...part, name};
}

/** Rows in one order, whole numbers as numbers. */
function plain(rows: ReadonlyArray<Readonly<Record<string, unknown>>>): unknown[] {
	const numbers = rows.map(row =>
		Object.fromEntries(Object.entries(row).map(([name, value]) => [name, /^-?\d+$/.test(String(value)) ? Number(value) : value])),
	);
	return numbers.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
