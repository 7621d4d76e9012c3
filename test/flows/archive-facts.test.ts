import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ArchiveCutShort} from '../../source/flows/archive-cut-short.ts';
import {archiveFacts, type ArchiveProgress, type ArchiveResult} from '../../source/flows/archive-facts.ts';
import {readCatalogue} from '../../source/flows/read-catalogue.ts';
import {readPart} from '../../source/flows/read-part.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {type GcsArchive, NameTaken} from '../../source/stores/gcs-archive.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {dayOf} from '../../source/words/local-day.ts';
import {gcsBackings} from '../open-stores.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {openMemoryBucket, storeDay} from './memory-bucket.ts';
import {memorySource} from './memory-source.ts';
import {shopOrder} from './shop-order.ts';
import {rounds} from '../thorough.ts';

const {scenario} = ofShop;
const dayMs = 86_400_000;
const hourMs = dayMs / 24;
const asOfMs = Date.UTC(2026, 10, 26, 8);

/** Orders by their ids: some a day, of the days before. */
function someOrders(days: number, perDay = 7): Map<string, StoredOrder> {
	const orders = Array.from({length: days * perDay}, (_, i) =>
		shopOrder(`o${String(i).padStart(5, '0')}`, asOfMs - dayMs - Math.floor(i / perDay) * dayMs + (i % perDay) * hourMs, {cents: 100 + i}),
	);
	return new Map(orders.map(order => [order.id, order]));
}

const change = (orders: Map<string, StoredOrder>, id: string, more: Partial<StoredOrder>) =>
	orders.set(id, {...orders.get(id)!, ...more, version: orders.get(id)!.version! + 1});

type Ends = {orders: Map<string, StoredOrder>; archive: GcsArchive};
type More = Omit<Partial<Parameters<typeof archiveFacts>[1]>, 'signal'> & {
	timeZone?: string;
	identity?: string;
	onPage?: (fromMs: number) => Promise<void> | void;
	signal?: AbortSignal;
};

const run = async ({orders, archive}: Ends, {timeZone = 'UTC', identity, onPage, ...options}: More = {}): Promise<ArchiveResult> =>
	archiveFacts(
		{scenario, timeZone, archive, source: memorySource(orders, {...(identity !== undefined && {identity}), ...(onPage && {onPage})})},
		{asOfMs, ...options},
	);

/** A bucket in which something happens just before the first manifest is written. */
function beforeItsFirstManifest(archive: GcsArchive, happens: () => Promise<unknown>): GcsArchive {
	let isFirst = true;
	return {
		...archive,
		async createObject(name, ...rest) {
			if (isFirst && name.startsWith('manifests/')) {
				isFirst = false;
				await happens();
			}

			return archive.createObject(name, ...rest);
		},
	};
}

/** All orders that count as archived, by day, read back and checked. */
async function readAll(archive: GcsArchive): Promise<Map<string, StoredOrder[]>> {
	const {days} = await readCatalogue(archive, scenario);
	const all = new Map<string, StoredOrder[]>();
	for (const manifest of days.values()) {
		const facts: StoredOrder[] = [];
		for (const part of manifest.parts) {
			for await (const {fact} of readPart(archive, part, scenario)) {
				facts.push(fact as StoredOrder);
			}
		}

		const ids = facts.map(({id}) => id).sort();
		expect(manifest).toMatchObject({rows: facts.length, leastId: ids[0] ?? '', greatestId: ids.at(-1) ?? ''});
		all.set(manifest.day, facts);
	}

	return all;
}

/** The same of a ledger, without a day that is not over. */
function expected(orders: ReadonlyMap<string, StoredOrder>, timeZone = 'UTC', withToday = false): Map<string, StoredOrder[]> {
	const days = new Map<string, StoredOrder[]>();
	for (const order of [...orders.values()].sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1))) {
		const day = dayOf(order.placedAt.getTime(), timeZone);
		if (withToday || day < dayOf(asOfMs, timeZone)) {
			days.set(day, [...(days.get(day) ?? []), order]);
		}
	}

	return days;
}

for (const backing of gcsBackings) {
	describe.runIf(backing.runs)(`the archive on ${backing.name}`, () => {
		test('every whole day stands with its manifest; a repeat makes nothing, a changed day a further revision, and a run in pieces goes on', async () => {
			const {store: archive, close} = await backing.open();
			try {
				const orders = someOrders(12);
				const first = await run({orders, archive}, {partTextLimit: 1000});
				expect(first).toMatchObject({unchanged: 0, warnings: [], today: undefined, totals: {days: 12, rows: 84}});
				expect(await readAll(archive)).toEqual(expected(orders));
				const names = (await archive.listObjects('')).map(({name}) => name);
				expect(first.created).toBe(names.filter(name => name.startsWith('orders/')).length);
				expect(names.filter(name => name.startsWith('manifests/'))).toHaveLength(13);
				expect(await run({orders, archive})).toMatchObject({days: [], unchanged: 12, created: 0, run: {...first.run, created: false}});
				expect((await archive.listObjects('')).map(({name}) => name)).toEqual(names);

				change(orders, 'o00020', {status: 'returned'});
				const second = await run({orders, archive}, {partTextLimit: 1000});
				expect(second).toMatchObject({unchanged: 11, days: [{state: 'changed', manifest: {revision: 2}}], run: {revision: 2, created: true}});
				// Parts that are the same are not stored again.
				expect(second.created).toBeLessThan(first.days.find(({manifest}) => manifest!.day === second.days[0]!.manifest!.day)!.manifest!.parts.length);
				expect(await readAll(archive)).toEqual(expected(orders));
			} finally {
				await close();
			}
		});
	});
}

test('whatever happens to the ledger between archives, however they end, what counts at last is what it holds', async () => {
	const anyChange = fc.record({
		ids: fc.uniqueArray(fc.integer({min: 0, max: 40}), {maxLength: 12}),
		status: fc.constantFrom('completed' as const, 'returned' as const),
		failsAt: fc.option(fc.integer({min: 0, max: 12}), {nil: undefined}),
		zoneHours: fc.integer({min: 0, max: 23}),
		partTextLimit: fc.constantFrom(1, 700, 100_000),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.array(anyChange, {minLength: 1, maxLength: 5}),
			fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Kiritimati'),
			async (changes, timeZone) => {
				const {bucket, archive} = openMemoryBucket();
				const orders = new Map<string, StoredOrder>();
				const before = new Map<string, Buffer>();
				for (const {ids, status, failsAt, zoneHours, partTextLimit} of [...changes, {...changes[0]!, ids: [], failsAt: undefined}]) {
					for (const number of ids) {
						const id = `o${number}`;
						const placedAt = new Date(asOfMs - (1 + (number % 6)) * dayMs + zoneHours * hourMs);
						if (orders.has(id)) {
							change(orders, id, {status});
						} else {
							orders.set(id, shopOrder(id, placedAt.getTime(), {cents: number}));
						}
					}

					let calls = 0;
					const failing = {
						...archive,
						async createObject(name: string, bytes: Buffer, wanted: {contentType: string}) {
							if (calls++ === failsAt) {
								throw new StoreFailure('gcs', 'silent', 'no answer', 'no answer');
							}

							return archive.createObject(name, bytes, wanted);
						},
					};
					await run({orders, archive: failing}, {timeZone, partTextLimit}).catch((error: unknown) => {
						expect(failsAt).toBeDefined();
						expect(error).toHaveProperty('message', expect.stringContaining('no answer'));
					});
					// Nothing is overwritten or removed.
					for (const [name, bytes] of before) {
						expect(bucket.get(name)).toBe(bytes);
					}

					for (const [name, bytes] of bucket) {
						before.set(name, bytes);
					}

					// What counts is whole days as the ledger had them, some of them of before.
					await readAll(archive);
				}

				expect(await readAll(archive)).toEqual(expected(orders, timeZone));
			},
		),
		{numRuns: rounds(20, 60)},
	);
});

test('today is archived when asked, labelled, and made whole by the next archive', async () => {
	const {archive} = openMemoryBucket();
	const orders = someOrders(2);
	orders.set('t', shopOrder('t', asOfMs - hourMs));
	const first = await run({orders, archive}, {withToday: true});
	expect(first.days.map(({manifest}) => [manifest!.day, manifest!.isWhole])).toEqual([
		['2026-11-24', true],
		['2026-11-25', true],
		['2026-11-26', false],
	]);
	expect(first.today).toBeUndefined();
	expect(await run({orders, archive}, {withToday: true})).toMatchObject({days: [], unchanged: 3});
	const next = await run({orders, archive}, {asOfMs: asOfMs + dayMs});
	expect(next.days).toMatchObject([{state: 'changed', created: 0, manifest: {day: '2026-11-26', isWhole: true, revision: 2, rows: 1}}]);
});

test('an archive of another zone is refused, and the zone named', async () => {
	const {archive} = openMemoryBucket();
	const orders = someOrders(2);
	await run({orders, archive}, {timeZone: 'Europe/Berlin'});
	await expect(run({orders, archive})).rejects.toMatchObject({
		exitCode: 2,
		message: 'The archive in b has days of Europe/Berlin, not of UTC: archive with --time-zone Europe/Berlin, or give days of UTC a bucket of their own',
	});
});

test('an order that changes while its day is archived is in the next revision', async () => {
	const {archive} = openMemoryBucket();
	const orders = someOrders(2);
	let pages = 0;
	const first = await run({orders, archive}, {onPage: () => void (pages++ === 2 && change(orders, 'o00007', {status: 'returned'}))});
	expect(first.days).toHaveLength(2);
	const second = await run({orders, archive});
	expect(second.days).toMatchObject([{state: 'changed', manifest: {day: '2026-11-24', revision: 2}}]);
	expect(await readAll(archive)).toEqual(expected(orders));
	expect(await run({orders, archive})).toMatchObject({days: [], unchanged: 2});
});

describe('two at once', () => {
	test('on equal days one wins each, and both end with the same', async () => {
		const {archive, bucket} = openMemoryBucket();
		const orders = someOrders(6);
		const results = await Promise.all([run({orders, archive}), run({orders, archive}, {asOfMs: asOfMs + 1})]);
		expect(results.flatMap(({days}) => days.filter(({state}) => state === 'new'))).toHaveLength(6);
		expect(results.flatMap(({warnings}) => warnings).join(' ')).toMatch(
			/^Another archive was under way at the same time and was first with .*: it has the same\.$/,
		);
		expect(results.map(({totals}) => totals)).toEqual([results[0]!.totals, results[0]!.totals]);
		expect([...bucket.keys()].filter(name => name.startsWith('orders/'))).toHaveLength(6);
		expect(await readAll(archive)).toEqual(expected(orders));
	});

	test('where the other has an older state, a further revision has the newer one', async () => {
		const {archive} = openMemoryBucket();
		const orders = someOrders(1);
		const old = new Map(orders);
		change(orders, 'o00003', {status: 'returned'});
		// The other one ends while this one is about to write its manifest.
		const late = beforeItsFirstManifest(archive, async () => run({orders: old, archive}));
		const result = await run({orders, archive: late});
		expect(result.days).toMatchObject([{state: 'changed', metAnother: true, manifest: {revision: 2}}]);
		expect(result.warnings).toEqual([
			'Another archive was under way at the same time and was first with 2026-11-25: 1 of them changed since and got a further revision.',
		]);
		expect(await readAll(archive)).toEqual(expected(orders));
	});

	test('where the other has days of another zone, this one ends, and none of its days counts', async () => {
		const {archive} = openMemoryBucket();
		const orders = someOrders(3);
		const late = beforeItsFirstManifest(archive, async () => run({orders, archive}, {timeZone: 'Europe/Berlin'}));
		await expect(run({orders, archive: late}, {dayLanes: 1})).rejects.toThrow('The archive in b has days of Europe/Berlin, not of UTC');
		expect(await readAll(archive)).toEqual(expected(orders, 'Europe/Berlin'));
	});
});

describe('what is odd is said', () => {
	test('a database of another identity, a day with fewer orders, and one without any', async () => {
		const {archive} = openMemoryBucket();
		const orders = someOrders(3);
		await run({orders, archive});
		orders.delete('o00001');
		for (let i = 7; i < 14; i++) {
			orders.delete(`o${String(i).padStart(5, '0')}`);
		}

		const {warnings, totals} = await run({orders, archive}, {identity: 'two'});
		expect(warnings).toEqual([
			'2026-11-25 had been archived from another database, or from MongoDB before PostgreSQL had them, and got a further revision: the earlier ones stay. Give databases of different orders a bucket each.',
			'2026-11-25 has 1 order fewer than were archived before: the earlier revisions stay.',
			'PostgreSQL has no order of 2026-11-24, which the archive has: what is archived stays as it is.',
		]);
		expect(totals).toMatchObject({days: 3, rows: 20});
	});

	test('a part that is gone or changed: the day is archived anew', async () => {
		const {bucket, archive} = openMemoryBucket();
		const orders = someOrders(2);
		await run({orders, archive});
		bucket.set('orders/dt=2026-11-25/part-00001.jsonl.gz', Buffer.from('damaged'));
		const {warnings, days} = await run({orders, archive});
		expect(warnings).toEqual([
			'orders/dt=2026-11-25/part-00001.jsonl.gz, which manifests/orders/dt=2026-11-25/r000001.json lists, is gone from the bucket or changed there.',
		]);
		expect(days).toMatchObject([{manifest: {revision: 2, parts: [{name: 'orders/dt=2026-11-25/part-00002.jsonl.gz'}]}}]);
		expect(await readAll(archive)).toEqual(expected(orders));
	});

	test('a day whose manifest is gone, and of which the ledger has nothing: the newest run knew it', async () => {
		const {bucket, archive} = openMemoryBucket();
		const orders = someOrders(2);
		await run({orders, archive});
		bucket.delete('manifests/orders/dt=2026-11-24/r000001.json');
		const less = new Map([...orders].slice(0, 7));
		expect(await run({orders: less, archive})).toMatchObject({
			warnings: [
				'manifests/orders/dt=2026-11-24/r000001.json with 7 orders, which manifests/orders/runs/r000001.json lists, is gone or cannot be read, and PostgreSQL has no order of that day.',
			],
			totals: {days: 1},
			run: {revision: 2, created: true},
		});
		// Where the ledger has them they are archived anew.
		bucket.delete('manifests/orders/dt=2026-11-25/r000001.json');
		expect(await run({orders, archive})).toMatchObject({warnings: [], totals: {days: 2, rows: 14}});
	});

	test('a foreign object, a manifest of another schema: both are passed over, and the next revision comes after it', async () => {
		const {bucket, archive} = openMemoryBucket();
		const orders = someOrders(1);
		bucket.set('orders/readme.txt', Buffer.from('x'));
		bucket.set('manifests/orders/dt=2026-11-25/r000007.json', Buffer.from('{"schema":"shopstream.day-manifest/9"}'));
		bucket.set('orders/dt=2026-11-25/part-00001.jsonl.gz', Buffer.from('of somebody'));
		const {warnings, days} = await run({orders, archive});
		expect(warnings).toEqual([
			"orders/readme.txt is no archived part of this program's and was passed over.",
			'The manifest manifests/orders/dt=2026-11-25/r000007.json is of another schema ("shopstream.day-manifest/9", not shopstream.day-manifest/1) and was passed over.',
		]);
		expect(days).toMatchObject([{manifest: {revision: 8, parts: [{name: 'orders/dt=2026-11-25/part-00002.jsonl.gz'}]}}]);
	});

	test('a manifest of a run that cannot be read is said, and the next run is numbered after it', async () => {
		const {bucket, archive} = openMemoryBucket();
		const orders = someOrders(2);
		await run({orders: new Map([...orders].slice(0, 7)), archive});
		bucket.set('manifests/orders/runs/r000004.json', Buffer.from('{'));
		expect(await run({orders, archive})).toMatchObject({
			warnings: ["The manifest manifests/orders/runs/r000004.json is not one of this program's and was passed over."],
			run: {name: 'manifests/orders/runs/r000005.json', revision: 5, created: true},
		});
	});

	test('clocks that are off', async () => {
		const {archive} = openMemoryBucket();
		const orders = someOrders(2);
		await run({orders, archive});
		const clock = expect.stringMatching(
			/^This archive is as of 2026-11-25T08:00:00.000Z, before an earlier one as of 2026-11-26T08:00:00.000Z \(.*\): a clock is or was wrong/,
		);
		expect((await run({orders, archive}, {asOfMs: asOfMs - dayMs})).warnings).toEqual([clock]);
		// A day that was over is not so any less.
		const again = await run({orders, archive}, {asOfMs: asOfMs - dayMs, withToday: true});
		expect([again.days, again.unchanged, again.run]).toEqual([[], 2, expect.objectContaining({revision: 1, created: false})]);
		orders.set('later', shopOrder('later', asOfMs + 3 * dayMs));
		expect((await run({orders, archive})).warnings).toEqual([
			"PostgreSQL has orders up to 2026-11-29T08:00:00.000Z, after this machine's today, and days that have not begun were left out: a clock is or was wrong.",
		]);
	});
});

test('a day of which nobody knows whether it changed, or whose lines are of another form, is read again', async () => {
	const {bucket, archive} = openMemoryBucket();
	const orders = someOrders(1);
	// Without a fingerprint.
	const {name} = await storeDay(archive, '2026-11-25', [...orders.values()]);
	expect(await run({orders, archive})).toMatchObject({days: [{state: 'same'}], created: 0});
	bucket.delete(name);
	await run({orders, archive});
	expect(await run({orders, archive})).toMatchObject({days: [], unchanged: 1});
	bucket.set(name, Buffer.from(bucket.get(name)!.toString().replace('"lineSchema":2', '"lineSchema":1')));
	expect(await run({orders, archive})).toMatchObject({days: [{state: 'same'}], unchanged: 0});
});

test('progress says how many of how many, and how fast', async () => {
	const {archive} = openMemoryBucket();
	const told: ArchiveProgress[] = [];
	await run({orders: someOrders(3), archive}, {progress: progress => told.push(progress)});
	expect(told.at(-1)).toMatchObject({rows: 21, wanted: 21, days: 3, leftSeconds: 0});
	expect(told.at(-1)!.perSecond).toBeGreaterThan(0);
	expect(told.map(({rows}) => rows)).toEqual(told.map(({rows}) => rows).toSorted((a, b) => a - b));
});

test('cancelled, it ends at once, says how many days stand, and a repeat goes on', async () => {
	const {archive} = openMemoryBucket();
	const orders = someOrders(6);
	const controller = new AbortController();
	const hanging = async (fromMs: number) => {
		if (fromMs === Date.UTC(2026, 10, 23)) {
			controller.abort(new Error('Cancelled'));
			await new Promise(() => {});
		}
	};
	const cut = (await run({orders, archive}, {signal: controller.signal, onPage: hanging, dayLanes: 1}).then(
		() => undefined,
		(error: unknown) => error,
	)) as ArchiveCutShort;
	expect(cut.message).toBe('archive cancelled: 3 days with 21 of 42 orders are archived; archive again to go on');
	expect(await run({orders, archive})).toMatchObject({unchanged: 3, totals: {days: 6, rows: 42}});
});

test('cancelled while the bucket takes an object, it says that this one may stand', async () => {
	const {archive} = openMemoryBucket();
	const orders = someOrders(6);
	const controller = new AbortController();
	let manifests = 0;
	/** The bucket takes each object; what it says of one manifest does not arrive. */
	const silent = (last: number): Parameters<typeof run>[0]['archive'] => ({
		...archive,
		async createObject(...given) {
			const object = await archive.createObject(...given);
			if (given[0].startsWith('manifests/') && ++manifests === last) {
				controller.abort(new Error('Cancelled'));
				await new Promise(() => {});
			}

			return object;
		},
	});
	await expect(run({orders, archive: silent(1)}, {signal: controller.signal, dayLanes: 1})).rejects.toThrow(
		'archive cancelled: no day of it is known to be archived, 1 object of days under way stands and no manifest is known to name it, 1 more object may stand, as the bucket had not answered; archive again to go on',
	);
	expect(await run({orders, archive})).toMatchObject({unchanged: 1, totals: {days: 6, rows: 42}});
});

test('a day that is worth more than a number holds to the cent is refused, since no reader would take its manifest', async () => {
	const {archive} = openMemoryBucket();
	const orders = someOrders(2);
	const [id] = [...orders.keys()] as [string];
	const items = [{sku: 's', name: 'n', category: 'Books', quantity: 2 ** 31 - 1, unitPriceCents: 2 ** 31 - 1}];
	change(orders, id, {items});
	const day = dayOf(orders.get(id)!.placedAt.getTime(), 'UTC');
	await expect(run({orders, archive})).rejects.toThrow(`The orders of ${day} come to more than can be told to the last digit: look for one of an absurd worth`);
	expect([...(await readCatalogue(archive, scenario)).days.keys()]).not.toContain(day);
	change(orders, id, {items: [{...items[0]!, quantity: 1}]});
	expect(await run({orders, archive})).toMatchObject({totals: {days: 2, rows: 14}, warnings: []});
});

test('a failure says what stands', async () => {
	const {archive} = openMemoryBucket();
	const full = new StoreFailure('gcs', 'refuses', 'no space left', 'Google Cloud Storage at b refused: no space left');
	let objects = 0;
	const failing = {
		...archive,
		createObject: async (...given: Parameters<GcsArchive['createObject']>) => (objects++ < 3 ? archive.createObject(...given) : Promise.reject(full)),
	};
	await expect(run({orders: someOrders(4), archive: failing}, {dayLanes: 1})).rejects.toThrow(
		'Google Cloud Storage at b refused: no space left; 1 day with 7 of 28 orders is archived, 1 object of days under way stands and no manifest names it; archive again to go on',
	);
	await expect(run({orders: someOrders(4), archive: {...archive, createObject: async () => Promise.reject(full)}})).rejects.toBe(full);
	// The parts stand already: manifests alone are made.
	const {archive: other} = openMemoryBucket();
	const orders = someOrders(4);
	const withoutManifests = async (...given: Parameters<GcsArchive['createObject']>) =>
		given[0].startsWith('manifests/') ? Promise.reject(full) : other.createObject(...given);
	for (let days = 0; days < 4; days++) {
		await run({orders: new Map([...orders].slice(7 * days, 7 * days + 7)), archive: {...other, createObject: withoutManifests}}).catch(() => undefined);
	}

	let manifests = 0;
	const oneManifest = async (...given: Parameters<GcsArchive['createObject']>) =>
		given[0].startsWith('manifests/') && manifests++ > 0 ? Promise.reject(full) : other.createObject(...given);
	await expect(run({orders, archive: {...other, createObject: oneManifest}}, {dayLanes: 1})).rejects.toThrow(
		'Google Cloud Storage at b refused: no space left; 1 day with 7 of 28 orders is archived; archive again to go on',
	);
});

test.each([
	['a part', /^orders\//],
	["a day's manifest", /^manifests\/orders\/dt=/],
	["a run's manifest", /^manifests\/orders\/runs\//],
])('a bucket that says of any name that it is taken, and lists none of them, is given up: %s', async (_, names) => {
	const {archive} = openMemoryBucket();
	let asked = 0;
	const lying: GcsArchive = {
		...archive,
		async createObject(name, ...rest) {
			if (!names.test(name)) {
				return archive.createObject(name, ...rest);
			}

			if (++asked > 10_000) {
				throw new Error('It is asked without end');
			}

			throw new NameTaken('gcs', 'refuses', 'other bytes are there already', `${name} already holds other bytes`);
		},
		readObject: async (name, ...rest) => (names.test(name) ? Buffer.from('{}') : archive.readObject(name, ...rest)),
	};
	await expect(run({orders: someOrders(1), archive: lying})).rejects.toThrow(/^(?:manifests\/)?orders\/.* already holds other bytes/);
});
