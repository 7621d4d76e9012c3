import {gunzipSync} from 'node:zlib';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {type ArchiveProgress, archiveOrders} from '../../source/flows/archive-orders.ts';
import {type Catalogue, createCatalogue} from '../../source/orders/catalogue.ts';
import {generateOrders} from '../../source/orders/generate-orders.ts';
import type {Order} from '../../source/orders/order.ts';
import {sumRevenue} from '../../source/orders/revenue.ts';
import {crc32cOf} from '../../source/stores/gcs-archive.ts';
import {openLimitMs, type OpenStores, openStores, storeBackings} from '../open-stores.ts';

const dayMs = 86_400_000;
const asOfMs = Date.UTC(2026, 10, 24, 12);

/** A row as it is read back, without a schema of ours. */
type Row = {order_id: string; placed_at: string; status: string; items: Array<{quantity: number; unit_price_cents: number}>; total_cents: number};

const centsOf = (rows: readonly Row[]) => rows
	.filter(({status}) => status !== 'returned')
	.flatMap(({items}) => items.map(({quantity, unit_price_cents: cents}) => quantity * cents))
	.reduce((a, b) => a + b, 0);

for (const backing of storeBackings) {
	describe.runIf(backing.runs)(`archive-orders on ${backing.name}`, () => {
		let stores: OpenStores | undefined;
		let client: MongoClient;
		let catalogue: Catalogue;
		let all: Order[];

		beforeAll(async () => {
			stores = await openStores(backing);
			client = await MongoClient.connect(stores.urls.mongo);
			catalogue = await createCatalogue(9);
		}, openLimitMs);

		/** Each test has a month of its own, so that no object of another stands in the bucket. */
		let month = 0;
		let nowMs: number;
		beforeEach(async () => {
			nowMs = asOfMs - 60 * dayMs * month++;
			await client.db('shopstream').collection('orders').deleteMany({});
			all = [...generateOrders({count: 900, days: 34, seed: 9, nowMs}, catalogue)];
			await stores!.window.insertOrders(all);
		});

		afterAll(async () => {
			await client?.close();
			await stores?.close();
		});

		const rowsOf = async (name: string): Promise<Row[]> => gunzipSync(await stores!.archive.readObject(name)).toString().trimEnd().split('\n').map(line => JSON.parse(line) as Row);

		test('every order is in the object of its day, and rows and cents equal the report\'s window and the manifest', async () => {
			const {window, archive} = stores!;
			const result = await archiveOrders({window, archive}, {asOfMs: nowMs});
			const report = await window.revenueByCategory(nowMs);
			expect(report.totals).toEqual(sumRevenue(all, nowMs).totals);
			expect(result.reportWindow).toEqual({days: 30, orders: report.totals.orders, revenueCents: report.totals.revenueCents});

			const days = [...new Set(all.map(({placedAt}) => placedAt.toISOString().slice(0, 10)))].sort();
			expect(result.objects.map(({day}) => day)).toEqual(days);
			expect(result).toMatchObject({asOfMs: nowMs, rows: 900, created: days.length, manifest: `manifests/orders-${new Date(nowMs).toISOString().replaceAll(':', '-')}.json`});

			const archived: Row[] = [];
			for (const object of result.objects) {
				const bytes = await archive.readObject(object.name);
				expect([object.sizeBytes, object.crc32c]).toEqual([bytes.length, crc32cOf(bytes)]);
				expect(object.name).toBe(`orders/dt=${object.day}/orders-${Buffer.from(object.crc32c, 'base64').toString('hex')}.jsonl.gz`);
				const rows = await rowsOf(object.name);
				expect(rows.every(({placed_at}) => placed_at.startsWith(object.day))).toBe(true);
				const ids = rows.map(({order_id}) => order_id).sort();
				expect(object).toMatchObject({rows: rows.length, revenueCents: centsOf(rows), leastId: ids[0], greatestId: ids.at(-1), created: true});
				archived.push(...rows);
			}

			expect(archived.map(({order_id}) => order_id).sort()).toEqual(all.map(({id}) => id).sort());
			const inWindow = archived.filter(({placed_at}) => Date.parse(placed_at) > nowMs - 30 * dayMs);
			expect(centsOf(inWindow)).toBe(report.totals.revenueCents);
			expect(result.revenueCents).toBe(centsOf(archived));

			const manifest = JSON.parse((await archive.readObject(result.manifest)).toString()) as unknown;
			expect(manifest).toEqual({
				schema: 'shopstream.manifest/1',
				asOf: new Date(nowMs).toISOString(),
				rows: 900,
				revenueCents: result.revenueCents,
				reportWindow: result.reportWindow,
				objects: result.objects.map(object => ({...object, created: undefined})),
			});
		});

		test('a repeat makes nothing new but its manifest', async () => {
			const first = await archiveOrders(stores!, {asOfMs: nowMs});
			const second = await archiveOrders(stores!, {asOfMs: nowMs + 1000});
			expect(second).toMatchObject({rows: 900, revenueCents: first.revenueCents, created: 0});
			expect(second.manifest).not.toBe(first.manifest);
			expect(second.objects).toEqual(first.objects.map(object => ({...object, created: false})));
		});

		test('more orders on a day make a further object, and the old one stays as it was', async () => {
			const first = await archiveOrders(stores!, {asOfMs: nowMs});
			const target = first.objects[5]!;
			const before = await stores!.archive.readObject(target.name);
			const extra = all.find(({placedAt}) => placedAt.toISOString().startsWith(target.day))!;
			await stores!.window.insertOrders([{...extra, id: `${extra.id.slice(0, -1)}#`}]);
			const second = await archiveOrders(stores!, {asOfMs: nowMs + 1000});
			expect(second).toMatchObject({rows: 901, created: 1});
			const further = second.objects.find(({created}) => created)!;
			expect(further).toMatchObject({day: target.day, rows: target.rows + 1});
			expect(further.name).not.toBe(target.name);
			expect(await stores!.archive.readObject(target.name)).toEqual(before);
			expect(await rowsOf(further.name)).toHaveLength(target.rows + 1);
		});

		test('cancelled it rejects with the reason, and no manifest names what is there', async () => {
			const controller = new AbortController();
			const seen: ArchiveProgress[] = [];
			await expect(archiveOrders(stores!, {asOfMs: nowMs, signal: controller.signal, progress(progress) {
				seen.push(progress);
				if (progress.objects === 3) {
					controller.abort(new Error('enough'));
				}
			}})).rejects.toThrow('enough');
			expect(seen.at(-1)).toMatchObject({objects: 3, wanted: 900});
			await expect(stores!.archive.readObject(`manifests/orders-${new Date(nowMs).toISOString().replaceAll(':', '-')}.json`)).rejects.toThrow();
			const result = await archiveOrders(stores!, {asOfMs: nowMs});
			expect(result.created).toBe(result.objects.length - 3);
		});

		test('only orders of the last 35 days up to the instant go; an empty window has a manifest of nothing', async () => {
			await client.db('shopstream').collection('orders').deleteMany({});
			const [first] = all;
			const at = (ms: number, id: string) => ({...first!, id, placedAt: new Date(ms), status: 'completed' as const});
			await stores!.window.insertOrders([
				at(nowMs - 35 * dayMs, 'out-old'), at(nowMs - 35 * dayMs + 1, 'in-old'), at(nowMs, 'in-new'), at(nowMs + 1, 'out-new'),
				at(nowMs - 30 * dayMs, 'before-report'), at(nowMs - 30 * dayMs + 1, 'in-report'),
			]);
			const result = await archiveOrders(stores!, {asOfMs: nowMs});
			const ids: string[] = [];
			for (const {name} of result.objects) {
				ids.push(...(await rowsOf(name)).map(({order_id}) => order_id));
			}

			expect(ids).toEqual(['in-old', 'before-report', 'in-report', 'in-new']);
			expect(result.reportWindow.orders).toBe(2);
			const empty = await archiveOrders(stores!, {asOfMs: nowMs - 36 * dayMs});
			expect(empty).toMatchObject({rows: 0, revenueCents: 0, objects: [], created: 0});
			expect(JSON.parse((await stores!.archive.readObject(empty.manifest)).toString())).toMatchObject({rows: 0, objects: []});
		});

		test('a bucket that is not there is said before anything is read', async () => {
			const archive = {...stores!.archive, checkBucket: async () => Promise.reject(new Error('no bucket'))};
			let reads = 0;
			const window = {...stores!.window, async countOrders() {
				reads += 1;
				return 0;
			}};
			await expect(archiveOrders({window, archive}, {asOfMs: nowMs})).rejects.toThrow('no bucket');
			expect(reads).toBe(0);
		});
	});
}
