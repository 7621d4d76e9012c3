import {gunzipSync} from 'node:zlib';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {ArchivedObject} from '../../source/flows/archive-part.ts';
import {type ArchiveProgress, archiveFacts} from '../../source/flows/archive-facts.ts';
import {type Catalogue, createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {Storage} from '@google-cloud/storage';
import type {ArchiveCutShort} from '../../source/flows/archive-cut-short.ts';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {crc32cOf, type GcsArchive} from '../../source/stores/gcs-archive.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {openLimitMs, type OpenStores, openStores, storeBackings} from '../open-stores.ts';
import {ofShop, revenueOf} from '../scenarios/shop/of-shop.ts';
import {sumRevenue} from '../scenarios/shop/sum-revenue.ts';

const dayMs = 86_400_000;
const asOfMs = Date.UTC(2026, 10, 24, 12);

/** A row as it is read back, without a schema of ours. */
type Row = {order_id: string; placed_at: string; status: string; items: Array<{quantity: number; unit_price_cents: number}>; total_cents: number};

const centsOf = (rows: readonly Row[]) =>
	rows
		.filter(({status}) => status !== 'returned')
		.flatMap(({items}) => items.map(({quantity, unit_price_cents: cents}) => quantity * cents))
		.reduce((a, b) => a + b, 0);

for (const backing of storeBackings) {
	describe.runIf(backing.runs)(`archive-facts on ${backing.name}`, () => {
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
			await bucketOf().deleteFiles({force: true});
			all = [...generateOrders({count: 900, days: 34, seed: 9, nowMs}, catalogue)];
			await stores!.window.insert(all);
		});

		afterAll(async () => {
			await client?.close();
			await stores?.close();
		});

		const bucketOf = () => new Storage({apiEndpoint: stores!.urls.gcs, useAuthWithCustomEndpoint: false, projectId: 'test'}).bucket(stores!.archive.bucket);

		const rowsOf = async (name: string): Promise<Row[]> =>
			gunzipSync(await stores!.archive.readObject(name))
				.toString()
				.trimEnd()
				.split('\n')
				.map(line => JSON.parse(line) as Row);

		test("every order is in the object of its day, and rows and cents equal the report's window and the manifest", async () => {
			const {window, archive} = stores!;
			const result = await archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs});
			const report = await revenueOf(window, nowMs);
			expect(report.totals).toEqual(sumRevenue(all, nowMs).totals);
			expect(result.answered).toEqual({days: 30, facts: report.totals.orders, worth: report.totals.revenueCents});

			const days = [...new Set(all.map(({placedAt}) => placedAt.toISOString().slice(0, 10)))].sort();
			expect(result.objects.map(({day}) => day)).toEqual(days);
			expect(result).toMatchObject({
				asOfMs: nowMs,
				rows: 900,
				created: days.length,
				keptDays: [],
				warnings: [],
				revision: 1,
				manifest: 'manifests/orders-r000001.json',
			});

			const archived: Row[] = [];
			for (const object of result.objects) {
				const bytes = await archive.readObject(object.name);
				expect([object.sizeBytes, object.crc32c]).toEqual([bytes.length, crc32cOf(bytes)]);
				expect(object.name).toBe(`orders/dt=${object.day}/orders-${Buffer.from(object.crc32c, 'base64').toString('hex')}.jsonl.gz`);
				const rows = await rowsOf(object.name);
				expect(rows.every(({placed_at}) => placed_at.startsWith(object.day))).toBe(true);
				const ids = rows.map(({order_id}) => order_id).sort();
				expect(object).toMatchObject({rows: rows.length, worth: centsOf(rows), leastId: ids[0], greatestId: ids.at(-1), created: true});
				archived.push(...rows);
			}

			expect(archived.map(({order_id}) => order_id).sort()).toEqual(all.map(({id}) => id).sort());
			const inWindow = archived.filter(({placed_at}) => Date.parse(placed_at) > nowMs - 30 * dayMs);
			expect(centsOf(inWindow)).toBe(report.totals.revenueCents);
			expect(result.worth).toBe(centsOf(archived));

			const manifest = JSON.parse((await archive.readObject(result.manifest)).toString()) as unknown;
			expect(manifest).toEqual({
				schema: 'shopstream.manifest/1',
				revision: 1,
				asOf: new Date(nowMs).toISOString(),
				origin: await window.identity(),
				rows: 900,
				revenueCents: result.worth,
				reportWindow: {days: 30, orders: result.answered.facts, revenueCents: result.answered.worth},
				objects: result.objects.map(({worth, ...object}) => ({...object, revenueCents: worth, created: undefined})),
			});
		});

		test("orders without items are in the archive, and the report's window is equal to the report all the same", async () => {
			const [first] = all.filter(({placedAt, status}) => status !== 'returned' && placedAt.getTime() > nowMs - 20 * dayMs);
			await stores!.window.insert([1, 2].map(i => ({...first!, id: `${first!.id.slice(0, -1)}${i}#`, items: []})));
			const {answered} = await archiveFacts(stores!, {asOfMs: nowMs});
			const {totals} = await revenueOf(stores!.window, nowMs);
			expect(answered).toEqual({days: 30, facts: totals.orders, worth: totals.revenueCents});
		});

		test('a repeat makes nothing new but its manifest', async () => {
			const first = await archiveFacts(stores!, {asOfMs: nowMs});
			const second = await archiveFacts(stores!, {asOfMs: nowMs + 1000});
			expect(second).toMatchObject({rows: 900, worth: first.worth, created: 0});
			expect([first.manifest, second.manifest]).toEqual(['manifests/orders-r000001.json', 'manifests/orders-r000002.json']);
			expect(second.objects).toEqual(first.objects.map(object => ({...object, created: false})));
		});

		test('more orders on a day make a further object, and the old one stays as it was', async () => {
			const first = await archiveFacts(stores!, {asOfMs: nowMs});
			const target = first.objects[5]!;
			const before = await stores!.archive.readObject(target.name);
			const extra = all.find(({placedAt}) => placedAt.toISOString().startsWith(target.day))!;
			await stores!.window.insert([{...extra, id: `${extra.id.slice(0, -1)}#`}]);
			const second = await archiveFacts(stores!, {asOfMs: nowMs + 1000});
			expect(second).toMatchObject({rows: 901, created: 1});
			const further = second.objects.find(({created}) => created)!;
			expect(further).toMatchObject({day: target.day, rows: target.rows + 1});
			expect(further.name).not.toBe(target.name);
			expect(await stores!.archive.readObject(target.name)).toEqual(before);
			expect(await rowsOf(further.name)).toHaveLength(target.rows + 1);
		});

		/** The orders that count: those of the objects that the manifest of the greatest revision lists. */
		const whatCounts = async (): Promise<Map<string, number>> => {
			const {archive} = stores!;
			const newest = (await archive.listObjects('manifests/')).at(-1)!;
			const {objects} = JSON.parse((await archive.readObject(newest.name)).toString()) as {objects: Array<{name: string; day: string}>};
			const days = new Map<string, number>();
			for (const {name, day} of objects) {
				days.set(day, (days.get(day) ?? 0) + (await rowsOf(name)).length);
			}

			return days;
		};

		const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

		test('the oldest day keeps its orders when the window has moved on over it, and so do days that are gone', async () => {
			const {archive} = stores!;
			const first = await archiveFacts(stores!, {asOfMs: nowMs});
			const before = await whatCounts();
			const movedMs = 2.25 * dayMs;
			const second = await archiveFacts(stores!, {asOfMs: nowMs + movedMs});
			expect(await whatCounts()).toEqual(before);
			const edge = dayOf(nowMs + movedMs - 35 * dayMs);
			const kept = second.keptDays.map(({day}) => day);
			expect(kept).toEqual([...before.keys()].filter(day => day <= edge));
			expect(second).toMatchObject({rows: 900, worth: first.worth, created: 0, revision: 2, warnings: []});
			for (const object of second.objects) {
				expect(object.keptFrom).toBe(kept.includes(object.day) ? first.manifest : undefined);
			}

			// What is kept stays labelled with where it came from; MongoDB's TTL may take all, and nothing is lost.
			await client.db('shopstream').collection('orders').deleteMany({});
			const third = await archiveFacts(stores!, {asOfMs: nowMs + movedMs});
			expect(await whatCounts()).toEqual(before);
			expect(third.objects.every(({keptFrom}) => keptFrom === first.manifest || keptFrom === second.manifest)).toBe(true);
			expect(third.answered).toEqual({days: 30, facts: 0, worth: 0});
			expect(third.keptDays.every(({rowsInWindow}) => rowsInWindow === 0)).toBe(true);
			// No object of a part of a day was made in vain.
			expect((await archive.listObjects('orders/')).length).toBe(first.objects.length);
		});

		test('what is kept of another database is said', async () => {
			await archiveFacts(stores!, {asOfMs: nowMs});
			const window = {...stores!.window, identity: async () => 'another'};
			expect((await archiveFacts({...ofShop, window, archive: stores!.archive}, {asOfMs: nowMs})).warnings).toEqual([]);
			const result = await archiveFacts(
				{...ofShop, window: {...stores!.window, identity: async () => 'a third'}, archive: stores!.archive},
				{asOfMs: nowMs + 3 * dayMs},
			);
			expect(result.warnings).toEqual([
				'Earlier archives in this bucket are of another MongoDB, and what is kept of them stands beside the orders of this one: give each database a bucket of its own.',
			]);
		});

		test('a day that lost an order and gained two keeps the one and has the two', async () => {
			const first = await archiveFacts(stores!, {asOfMs: nowMs});
			const {day, rows} = first.objects[9]!;
			const ofDay = all.filter(({placedAt}) => dayOf(placedAt.getTime()) === day);
			await client
				.db('shopstream')
				.collection('orders')
				.deleteMany({_id: ofDay[0]!.id as never});
			expect((await archiveFacts(stores!, {asOfMs: nowMs})).keptDays).toEqual([{day, rows, rowsInWindow: rows - 1}]);
			await stores!.window.insert([0, 1].map(i => ({...ofDay[0]!, id: `${ofDay[0]!.id.slice(0, -1)}${i}#`})));
			const third = await archiveFacts(stores!, {asOfMs: nowMs});
			expect(third.keptDays).toEqual([{day, rows: rows + 2, rowsInWindow: rows + 1}]);
			expect((await whatCounts()).get(day)).toBe(rows + 2);
		});

		test('manifests of before revisions count in the order of their instants, and the next one after all of them', async () => {
			const {archive} = stores!;
			const {objects} = await archiveFacts(stores!, {asOfMs: nowMs});
			await bucketOf().file('manifests/orders-r000001.json').delete();
			const old = async (ms: number, of: readonly ArchivedObject[]) =>
				archive.createObject(
					`manifests/orders-${new Date(ms).toISOString().replaceAll(':', '-')}.json`,
					Buffer.from(
						JSON.stringify({
							schema: 'shopstream.manifest/1',
							asOf: new Date(ms).toISOString(),
							rows: 1,
							revenueCents: 1,
							reportWindow: {days: 30, orders: 1, revenueCents: 1},
							objects: of.map(({worth, ...object}) => ({...object, revenueCents: worth, created: undefined})),
						}),
					),
					{contentType: 'application/json'},
				);
			await old(nowMs - dayMs, objects);
			// A clock that was two days ahead: its manifest is the newest by name, and lacks days.
			await old(nowMs + 2 * dayMs, objects.slice(3));
			await archive.createObject('manifests/orders-of-somebody-else.json', Buffer.from('{}'), {contentType: 'application/json'});
			const result = await archiveFacts(stores!, {asOfMs: nowMs + 1000});
			expect(result).toMatchObject({rows: 900, revision: 1, manifest: 'manifests/orders-r000001.json', created: 0, keptDays: []});
			expect(result.warnings).toEqual([
				`This archive is as of ${new Date(nowMs + 1000).toISOString()}, before an earlier one as of ${new Date(nowMs + 2 * dayMs).toISOString()} (manifests/orders-${new Date(nowMs + 2 * dayMs).toISOString().replaceAll(':', '-')}.json): a clock is or was wrong, check this machine's.`,
			]);
			expect((await archive.listObjects('manifests/')).filter(({name}) => !name.includes('somebody')).at(-1)!.name).toBe(result.manifest);
			expect((await archiveFacts(stores!, {asOfMs: nowMs + 2000})).keptDays).toEqual([]);
		});

		test('a clock that is 40 days behind loses nothing, and is said', async () => {
			await archiveFacts(stores!, {asOfMs: nowMs});
			const before = await whatCounts();
			const behind = await archiveFacts(stores!, {asOfMs: nowMs - 40 * dayMs});
			expect(behind.warnings).toEqual([
				expect.stringMatching(
					/^This archive is as of .*, before an earlier one as of .* \(manifests\/orders-r000001\.json\): a clock is or was wrong, check this machine's\.$/,
				),
				`MongoDB holds 900 orders and none of them is of the 35 days up to ${new Date(nowMs - 40 * dayMs).toISOString()}: check this machine's clock.`,
			]);
			expect(await whatCounts()).toEqual(before);
		});

		test('three at once take revisions of their own, and nothing is lost or doubled', async () => {
			await archiveFacts(stores!, {asOfMs: nowMs});
			const before = await whatCounts();
			const results = await Promise.all([1, 2, 3].map(async day => archiveFacts(stores!, {asOfMs: nowMs + day * dayMs})));
			expect(results.map(({revision}) => revision).sort((a, b) => a - b)).toEqual([2, 3, 4]);
			expect(await whatCounts()).toEqual(before);
		});

		test('an object that is gone from the bucket is not kept, and said; a manifest that is none is passed over', async () => {
			const {archive} = stores!;
			const first = await archiveFacts(stores!, {asOfMs: nowMs});
			const [lost, ...rest] = first.objects as [(typeof first.objects)[0], ...typeof first.objects];
			await bucketOf().file(lost.name).delete();
			await archive.createObject('manifests/orders-r000002.json', Buffer.from('{"schema":"shopstream.manifest/1","objects":"\u001B[2J"}'), {
				contentType: 'application/json',
			});
			const second = await archiveFacts(stores!, {asOfMs: nowMs + 4 * dayMs});
			expect(second).toMatchObject({revision: 3, rows: 900 - lost.rows});
			expect(second.warnings).toEqual([
				"The manifest manifests/orders-r000002.json is not one of this program's and was passed over.",
				`${lost.name}, which manifests/orders-r000001.json lists, is gone from the bucket or changed there.`,
			]);
			expect([...(await whatCounts()).keys()]).toEqual(rest.map(({day}) => day));
		});

		test('cancelled it says what stands, and no manifest names it; the next one goes on', async () => {
			const controller = new AbortController();
			const seen: ArchiveProgress[] = [];
			const failure = await archiveFacts(stores!, {
				asOfMs: nowMs,
				signal: controller.signal,
				progress(progress) {
					seen.push(progress);
					if (progress.objects === 3) {
						controller.abort(new Error('enough'));
					}
				},
			}).catch((error: unknown) => error);
			expect(seen.at(-1)).toMatchObject({objects: 3, wanted: 900});
			const {objects, facts: orders} = (failure as ArchiveCutShort).stands;
			expect(failure).toMatchObject({
				name: 'ArchiveCutShort',
				message: `archive cancelled: 3 objects with ${orders} of 900 orders stand, no manifest names them; archive again to go on`,
				cause: new Error('enough'),
			});
			expect(await stores!.archive.listObjects('manifests/')).toEqual([]);
			expect((await stores!.archive.listObjects('orders/')).length).toBe(objects);
			const result = await archiveFacts(stores!, {asOfMs: nowMs});
			expect(result.created).toBe(result.objects.length - 3);
		});

		test('a failure says what stands', async () => {
			let uploads = 0;
			const archive: GcsArchive = {
				...stores!.archive,
				createObject: async (...args) =>
					++uploads > 2 ? Promise.reject(new StoreFailure('gcs', 'refuses', 'rate', 'The bucket refused: rate')) : stores!.archive.createObject(...args),
			};
			const failure = await archiveFacts({...ofShop, window: stores!.window, archive}, {asOfMs: nowMs}).catch((error: unknown) => error);
			expect(failure).toMatchObject({name: 'ArchiveCutShort', cause: {store: 'gcs', kind: 'refuses'}, stands: {objects: 2, wanted: 900, manifestSent: false}});
			expect((failure as Error).message).toMatch(
				/^The bucket refused: rate; 2 objects with \d+ of 900 orders stand, no manifest names them; archive again to go on$/,
			);
		});

		test.each(['checkBucket', 'listObjects', 'createObject'] as const)('cancelled while %s hangs it ends at once', async name => {
			const controller = new AbortController();
			const archive: GcsArchive = {
				...stores!.archive,
				[name]: async () =>
					new Promise(() => {
						setImmediate(() => controller.abort(new Error('enough')));
					}),
			};
			await expect(archiveFacts({...ofShop, window: stores!.window, archive}, {asOfMs: nowMs, signal: controller.signal})).rejects.toMatchObject({
				name: 'ArchiveCutShort',
				message: 'archive cancelled: no object of it stands',
			});
		});

		test('only orders of the last 35 days up to the instant go; an empty window has a manifest of nothing', async () => {
			await client.db('shopstream').collection('orders').deleteMany({});
			const [first] = all;
			const at = (ms: number, id: string) => ({...first!, id, placedAt: new Date(ms), status: 'completed' as const});
			await stores!.window.insert([
				at(nowMs - 35 * dayMs, 'out-old'),
				at(nowMs - 35 * dayMs + 1, 'in-old'),
				at(nowMs, 'in-new'),
				at(nowMs + 1, 'out-new'),
				at(nowMs - 30 * dayMs, 'before-report'),
				at(nowMs - 30 * dayMs + 1, 'in-report'),
			]);
			const result = await archiveFacts(stores!, {asOfMs: nowMs});
			const ids: string[] = [];
			for (const {name} of result.objects) {
				ids.push(...(await rowsOf(name)).map(({order_id}) => order_id));
			}

			expect(ids).toEqual(['in-old', 'before-report', 'in-report', 'in-new']);
			expect(result.answered.facts).toBe(2);
			const empty = await archiveFacts(stores!, {asOfMs: nowMs - 36 * dayMs});
			expect(empty.answered).toEqual({days: 30, facts: 0, worth: 0});
			expect(empty.objects.every(({keptFrom}) => keptFrom === result.manifest)).toBe(true);
		});

		test('a bucket that is not there is said before anything is read', async () => {
			const archive = {...stores!.archive, checkBucket: async () => Promise.reject(new Error('no bucket'))};
			let reads = 0;
			const window = {
				...stores!.window,
				async count() {
					reads += 1;
					return 0;
				},
			};
			await expect(archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs})).rejects.toThrow('no bucket');
			expect(reads).toBe(0);
		});
	});
}
