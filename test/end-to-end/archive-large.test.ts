// An archive of large objects, as it is shipped: bundled, with its names made short. What the source does, the bundle may still break.
import {createHash, randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {startGcsEngine} from '../../source/engines/gcs/start-gcs-engine.ts';
import {crc32cOf, type GcsArchive, openGcsArchive} from '../../source/stores/gcs-archive.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {gcsBackings, mongoBackings, type Opened} from '../open-stores.ts';
import {printed} from '../terminal/printed.ts';
import type {Run} from '../terminal/run.ts';

/** What `archive --json` prints, as far as it is looked at. */
type Archived = {
	readonly created: number;
	readonly manifest: string;
	readonly archived: {readonly rows: number};
	readonly days: ReadonlyArray<{readonly parts: ReadonlyArray<{readonly name: string; readonly sizeBytes: number; readonly crc32c: string}>}>;
};

/** An upload above this many bytes goes piece by piece. */
const resumableBytes = 5_000_000;

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'commands-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** The document that a command printed; it ended well and complained of nothing. */
function document<T>({stdout, stderr, code}: Run): T {
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	return JSON.parse(stdout) as T;
}

/** Orders of the day before yesterday whose objects do not become small: names of random letters. */
function largeOrders(count: number, nameBytes: number): Order[] {
	const dayMs = 86_400_000;
	const noonMs = Math.floor(Date.now() / dayMs) * dayMs - 1.5 * dayMs;
	return Array.from({length: count}, (_, i) => ({
		id: `large-${String(i).padStart(4, '0')}`,
		placedAt: new Date(noonMs + i),
		updatedAt: new Date(noonMs + i),
		status: 'completed',
		customer: {id: 'C', name: randomBytes(nameBytes).toString('base64'), email: 'a@example.com', city: 'Oslo', country: 'NO'},
		items: [{sku: 'B-1', name: 'Book', category: 'Books', quantity: 1, unitPriceCents: 1000 + i}],
	}));
}

describe('archive, with objects on both sides of the limit for uploads in one piece', () => {
	let mongo: Opened<MongoWindow>;
	/** 90 orders come to an object of some 6.7 MB, 3 to one of 20 KB. */
	const orders = [
		...largeOrders(90, 75_000),
		...largeOrders(3, 7500).map(order => ({
			...order,
			id: `small-${order.id}`,
			placedAt: new Date(order.placedAt.getTime() - 86_400_000),
		})),
	];

	beforeAll(async () => {
		mongo = await mongoBackings[0]!.open();
		await mongo.store.insert(orders);
	});

	afterAll(async () => mongo?.close());

	/** What stands in the bucket is what the program said, and every order is in it. */
	async function expectArchived(archive: GcsArchive, {days, manifest, archived}: Archived): Promise<void> {
		expect(archived.rows).toBe(93);
		const objects = days.flatMap(({parts}) => parts);
		const [small, large] = objects.map(({sizeBytes}) => sizeBytes);
		expect(objects).toHaveLength(2);
		expect(small).toBeLessThan(resumableBytes);
		expect(large).toBeGreaterThan(resumableBytes);
		const names = new Map(orders.map(({id}) => [id, 'missing']));
		for (const {name, crc32c} of objects) {
			const bytes = await archive.readObject(name);
			expect(crc32cOf(bytes)).toBe(crc32c);
			for (const line of gunzipSync(bytes).toString().trimEnd().split('\n')) {
				const row = JSON.parse(line) as {order_id: string; customer: {name: string}};
				names.set(row.order_id, row.customer.name);
			}
		}

		// A digest: what differs here is too long to be printed.
		const digest = (pairs: Iterable<readonly [string, string]>) =>
			createHash('sha256')
				.update(JSON.stringify([...pairs]))
				.digest('hex');
		expect(digest(names)).toBe(digest(orders.map(({id, customer}) => [id, customer.name] as const)));
		expect(JSON.parse((await archive.readObject(manifest)).toString())).toMatchObject({
			rows: 93,
			days: [{parts: [{name: objects[0]!.name}]}, {parts: [{name: objects[1]!.name}]}],
		});
	}

	test('to the embedded engine', async () => {
		const data = join(folder, 'large');
		const result = document<Archived>(await printed(['archive', '--json', '--mongo-url', mongo.url, '--data', data]));
		expect(document(await printed(['archive', '--json', '--mongo-url', mongo.url, '--data', data]))).toMatchObject({archived: {rows: 93}, created: 0});
		const engine = await startGcsEngine({dataFolder: join(data, 'gcs')});
		await expectArchived(await openGcsArchive('shopstream-archive', `http://127.0.0.1:${engine.port}`), result);
		await engine.close();
	});

	const [, named] = gcsBackings;
	test.runIf(named!.runs)(`to ${named!.name}`, async () => {
		const {store, url, close} = await named!.open();
		try {
			await expectArchived(
				store,
				document<Archived>(await printed(['archive', '--json', '--mongo-url', mongo.url, '--bucket', store.bucket, '--gcs-endpoint', url])),
			);
		} finally {
			await close();
		}
	});
});
