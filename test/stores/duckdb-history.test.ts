import {pbkdf2} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {orderHistory} from '../../source/scenarios/shop/order-history.ts';
import {openDuckdbHistory} from '../../source/stores/duckdb-history.ts';
import {crc32cOf} from '../../source/stores/gcs-archive.ts';
import type {ArchivedDay, History} from '../../source/stores/history.ts';
import {archiveDay, archiveHistory, fakeBucket, wholeSpan} from './archived-days.ts';

const wanted = {count: 3000, days: 100, nowMs: Date.parse('2026-03-10T12:00:00Z')};
const question = (name: string) => orderHistory.questions.find(each => each.name === name)!;
const monthly = question('monthly');

let base: string;
let folder: string;
let open: History[];

beforeEach(() => {
	// A path may have any sign in it.
	base = mkdtempSync(join(tmpdir(), "history-'[a]*?-"));
	folder = join(base, 'history');
	open = [];
});

afterEach(async () => {
	await Promise.all(open.map(async history => history.close()));
	rmSync(base, {recursive: true, force: true});
});

async function openHistory(): Promise<History> {
	const history = await openDuckdbHistory(folder, orderHistory, {embeddedVersion: 'test'});
	open.push(history);
	return history;
}

/** Revenue and orders by month and category, computed here. */
function expectedMonths(orders: readonly StoredOrder[]): Record<string, string> {
	const months = new Map<string, {cents: number; ids: Set<string>}>();
	for (const {id, placedAt, status, items} of orders) {
		for (const {category, quantity, unitPriceCents} of status === 'returned' ? [] : items) {
			const key = `${placedAt.toISOString().slice(0, 7)} ${category}`;
			const month = months.get(key) ?? {cents: 0, ids: new Set()};
			month.cents += quantity * unitPriceCents;
			month.ids.add(id);
			months.set(key, month);
		}
	}

	return Object.fromEntries([...months].map(([key, {cents, ids}]) => [key, `${cents} ${ids.size}`]));
}

async function askMonths(history: History, days: ReadonlyMap<string, ArchivedDay>): Promise<Record<string, string>> {
	const {rows} = await history.ask(monthly, wholeSpan(days));
	return Object.fromEntries(
		rows.map(row => [`${String(row['month'])} ${String(row['category'])}`, `${String(row['revenue_cents'])} ${String(row['orders'])}`]),
	);
}

const parquets = () => readdirSync(folder).filter(name => name.endsWith('.parquet'));

test('what is archived is answered to the cent, and kept', async () => {
	const bucket = fakeBucket();
	const {days, orders} = await archiveHistory(bucket, wanted);
	const history = await openHistory();
	expect(await history.loaded()).toEqual(new Map());
	await expect(history.ask(monthly, wholeSpan(days))).rejects.toThrow('Nothing is loaded into DuckDB yet');
	const told: number[] = [];
	expect(await history.load(days, bucket.archive, {progress: done => told.push(done)})).toMatchObject({
		added: days.size,
		replaced: 0,
		removed: 0,
		rows: wanted.count,
	});
	expect(told.at(-1)).toBe(wanted.count);
	expect(told).toEqual(told.toSorted((a, b) => a - b));
	expect(await askMonths(history, days)).toEqual(expectedMonths(orders));
	expect([...(await history.loaded()).keys()]).toEqual([...days.keys()].sort());
	expect(readdirSync(folder).sort()).toEqual(['book.json', ...parquets()].sort());

	// Another run finds it as it was, and reads nothing of the bucket.
	const again = await openHistory();
	bucket.read.length = 0;
	expect(await again.load(days, bucket.archive)).toMatchObject({added: 0, replaced: 0, removed: 0, rows: 0});
	expect(bucket.read).toEqual([]);
	expect(await askMonths(again, days)).toEqual(expectedMonths(orders));
	expect(again.backend).toMatchObject({kind: 'embedded', version: 'test', label: expect.stringMatching(/^embedded engine, DuckDB v1\./) as string});
});

test('only what changed is brought down; what is not archived any more goes', async () => {
	const bucket = fakeBucket();
	const {days, byDay, orders} = await archiveHistory(bucket, wanted);
	const history = await openHistory();
	await history.load(days, bucket.archive);
	const before = new Map(parquets().map(name => [name, statSync(join(folder, name)).mtimeMs]));

	const [day, [first, ...rest]] = [...byDay][40]!;
	const returned: StoredOrder = {...first!, status: 'returned'};
	const changed = new Map(days).set(day, archiveDay(bucket, day, [[returned, ...rest]], 2));
	bucket.read.length = 0;
	expect(await history.load(changed, bucket.archive)).toMatchObject({added: 0, replaced: 1, removed: 0, rows: rest.length + 1});
	expect(bucket.read).toEqual(changed.get(day)!.parts.map(({name}) => name));
	const now = orders.map(order => (order.id === first!.id ? returned : order));
	expect(await askMonths(history, changed)).toEqual(expectedMonths(now));
	expect(parquets().filter(name => !before.has(name))).toHaveLength(1);
	expect(parquets()).toHaveLength(before.size);

	const fewer = new Map(changed);
	fewer.delete(day);
	expect(await history.load(fewer, bucket.archive)).toMatchObject({added: 0, replaced: 0, removed: 1, rows: 0});
	expect(await askMonths(history, fewer)).toEqual(expectedMonths(now.filter(({placedAt}) => placedAt.toISOString().slice(0, 10) !== day)));
});

describe('nothing half-loaded', () => {
	test('a load that was given up does not disturb the next one, however late it ends', async () => {
		const bucket = fakeBucket();
		const {days, orders} = await archiveHistory(bucket, wanted);
		const history = await openHistory();
		const controller = new AbortController();
		let letGo = () => {};
		const reading = new Promise<void>(resolve => {
			letGo = resolve;
		});
		const slow = {
			...bucket.archive,
			async readObject(...given: Parameters<typeof bucket.archive.readObject>) {
				controller.abort(new Error('Cancelled'));
				await reading;
				return bucket.archive.readObject(...given);
			},
		};
		const first = history.load(days, slow, {signal: controller.signal}).catch((error: unknown) => error);
		while (!controller.signal.aborted) {
			await new Promise(setImmediate);
		}

		let isReading = false;
		const second = history.load(days, {
			...bucket.archive,
			async readObject(...given) {
				isReading = true;
				const bytes = await bucket.archive.readObject(...given);
				await first;
				return bytes;
			},
		});
		// It may well wait for the first to end.
		for (let turns = 0; turns < 5000 && !isReading; turns++) {
			await new Promise(setImmediate);
		}

		letGo();
		expect(await first).toHaveProperty('message', 'Cancelled');
		await second;
		expect(await askMonths(history, days)).toEqual(expectedMonths(orders));
	});

	const broken: ReadonlyArray<readonly [string, (bytes: Buffer) => Buffer | undefined, RegExp]> = [
		[
			'a flipped bit',
			bytes => Buffer.from(bytes).fill(bytes[30]! ^ 4, 30, 31),
			/part-00010\.jsonl\.gz is damaged: it is \d+ bytes with CRC32C \S+, its manifest says \d+ with/,
		],
		['a part cut short', bytes => bytes.subarray(0, -9), /part-00010\.jsonl\.gz is damaged/],
		['a part that is gone', () => undefined, /no orders\/dt=/],
	];

	test.each(broken)('%s', async (_, damage, sentence) => {
		const bucket = fakeBucket();
		const {days, byDay, orders} = await archiveHistory(bucket, wanted);
		const history = await openHistory();
		const [day] = [...byDay][50]!;
		const without = new Map(days);
		without.delete(day);
		await history.load(without, bucket.archive);
		const [{name}] = days.get(day)!.parts as [ArchivedDay['parts'][number]];
		const bytes = bucket.objects.get(name)!;
		bucket.objects.delete(name);
		const damaged = damage(bytes);
		if (damaged) {
			bucket.objects.set(name, damaged);
		}

		await expect(history.load(days, bucket.archive)).rejects.toThrow(sentence);
		expect([...(await history.loaded()).keys()]).not.toContain(day);
		expect(await askMonths(history, days)).toEqual(expectedMonths(orders.filter(({placedAt}) => placedAt.toISOString().slice(0, 10) !== day)));
		bucket.objects.set(name, bytes);
		await history.load(days, bucket.archive);
		expect(await askMonths(history, days)).toEqual(expectedMonths(orders));
	});

	test.each([
		['no JSON', '{"order_id":"x', /part-00010\.jsonl\.gz cannot be read as lines of its facts \(Invalid Input Error: Malformed JSON, at/],
		[
			'text for a number',
			'{"order_id":"x","status":"shipped","items":[{"category":"a","quantity":"many","unit_price_cents":1}]}\n',
			/part-00010\.jsonl\.gz cannot be read/,
		],
		['a fact less', '', /hold 0 facts worth 0, its manifest says 1 worth/],
		[
			'another worth',
			'{"order_id":"x","status":"shipped","items":[{"category":"a","quantity":1,"unit_price_cents":1}]}\n',
			/hold 1 facts worth 1, its manifest says 1 worth/,
		],
	])('%s in a part whose CRC32C is right', async (_, text, sentence) => {
		const bucket = fakeBucket();
		const {byDay} = await archiveHistory(bucket, {...wanted, count: 100});
		const [[day, orders]] = [...byDay] as [[string, StoredOrder[]]];
		const right = archiveDay(bucket, day, [orders.slice(0, 1)]);
		const bytes = gzipSync(text);
		bucket.objects.set(right.parts[0]!.name, bytes);
		const wrong = {...right, parts: [{...right.parts[0]!, sizeBytes: bytes.length, crc32c: crc32cOf(bytes)}]};
		const history = await openHistory();
		await expect(history.load(new Map([[day, wrong]]), bucket.archive)).rejects.toThrow(sentence);
		expect(await history.loaded()).toEqual(new Map());
		expect(readdirSync(folder)).toEqual([]);
	});

	test('a question that is cancelled before its turn has come does not begin', async () => {
		const history = await openHistory();
		const bucket = fakeBucket();
		const {days} = await archiveHistory(bucket, {...wanted, count: 100});
		await history.load(days, bucket.archive);
		const cancelled = new AbortController();
		const endless = {
			...monthly,
			sql: {
				...monthly.sql,
				duckdb() {
					// All of Node's threads have something to do for a while, so that the query waits.
					for (let i = 0; i < 8; i++) {
						pbkdf2('', '', 200_000, 64, 'sha512', () => {});
					}

					setImmediate(() => cancelled.abort(new Error('enough')));
					return 'select count(*) from range(1000000000) a, range(1000000000) b where a.range <> b.range';
				},
			},
		};
		await expect(history.ask(endless, wholeSpan(days), cancelled.signal)).rejects.toThrow('enough');
	});

	test('a load that is cancelled goes on later with the months that it finished', async () => {
		const bucket = fakeBucket();
		const {days, orders} = await archiveHistory(bucket, wanted);
		const history = await openHistory();
		const controller = new AbortController();
		const cancelled = history.load(days, bucket.archive, {
			signal: controller.signal,
			progress(done) {
				if (done > wanted.count / 2) {
					controller.abort(new Error('enough'));
				}
			},
		});
		await expect(cancelled).rejects.toThrow('enough');
		expect(await history.loaded()).toEqual(new Map());
		const finished = parquets();
		expect(finished.length).toBeGreaterThan(0);
		bucket.read.length = 0;
		await history.load(days, bucket.archive);
		const months = finished.map(name => name.slice(0, 7));
		expect(bucket.read.filter(name => months.some(month => name.includes(`dt=${month}`)))).toEqual([]);
		expect(await askMonths(history, days)).toEqual(expectedMonths(orders));
	});

	test('days that are kept are compared with their manifests too when others of their month are loaded', async () => {
		const bucket = fakeBucket();
		const {days, byDay, orders} = await archiveHistory(bucket, wanted);
		const history = await openHistory();
		await history.load(days, bucket.archive);
		const [day, ofDay] = [...byDay].find(([each]) => each.startsWith('2026-02'))!;
		const changed = new Map(days).set(day, archiveDay(bucket, day, [ofDay], 2));
		const [kept, other] = ['2026-02', '2026-01'].map(month =>
			join(
				folder,
				parquets().find(name => name.startsWith(month))!,
			),
		) as [string, string];
		const bytes = readFileSync(kept);
		writeFileSync(kept, readFileSync(other));
		await expect(history.load(changed, bucket.archive)).rejects.toThrow(/^The parts of 2026-02-\d\d hold 0 facts worth 0, its manifest says \d+ worth/);
		writeFileSync(kept, bytes);
		await history.load(changed, bucket.archive);
		expect(await askMonths(history, changed)).toEqual(expectedMonths(orders));
	});

	test('a file that is not as it was, and a book that cannot be read, are loaded anew', async () => {
		const bucket = fakeBucket();
		const {days, orders} = await archiveHistory(bucket, wanted);
		await (await openHistory()).load(days, bucket.archive);
		const [file] = parquets() as [string];
		const bytes = readFileSync(join(folder, file));
		bytes[bytes.length >> 1]! ^= 1;
		writeFileSync(join(folder, file), bytes);
		const history = await openHistory();
		expect((await history.loaded()).size).toBeLessThan(days.size);
		bucket.read.length = 0;
		await history.load(days, bucket.archive);
		const ofMonth = [...days.values()].filter(({day}) => day.startsWith(file.slice(0, 7))).flatMap(({parts}) => parts.map(({name}) => name));
		expect(bucket.read.toSorted()).toEqual(ofMonth.toSorted());
		expect(await askMonths(history, days)).toEqual(expectedMonths(orders));

		writeFileSync(join(folder, 'book.json'), '{');
		const anew = await openHistory();
		expect(await anew.loaded()).toEqual(new Map());
		await anew.load(days, bucket.archive);
		expect(await askMonths(anew, days)).toEqual(expectedMonths(orders));
	});
});

test('a question of a month reads that month; what is scanned is what the columns take', async () => {
	const bucket = fakeBucket();
	const {days, byDay} = await archiveHistory(bucket, wanted);
	const history = await openHistory();
	await history.load(days, bucket.archive);
	const whole = await history.ask(monthly, wholeSpan(days));
	const ofMonth = [...byDay.keys()].filter(day => day.startsWith('2026-02')).sort();
	const month = await history.ask(question('daily'), {...wholeSpan(days), fromDay: ofMonth[0]!, toDay: ofMonth.at(-1)!});
	const bytes = parquets().reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
	expect(new Set(month.rows.map(row => row['day']))).toEqual(new Set(ofMonth));
	expect(whole.scannedBytes).toBeGreaterThan(1000);
	expect(whole.scannedBytes).toBeLessThan(bytes * 0.8);
	expect(month.scannedBytes).toBeGreaterThan(0);
	expect(month.scannedBytes).toBeLessThan(whole.scannedBytes! / 2);
	// It reads who bought and where that is, beside the rest.
	expect((await history.ask(question('customers'), wholeSpan(days))).scannedBytes).toBeGreaterThan(whole.scannedBytes!);
});

test('a question is ended by its signal, and the next one is answered', async () => {
	const bucket = fakeBucket();
	const {days} = await archiveHistory(bucket, {...wanted, count: 500});
	const history = await openHistory();
	await history.load(days, bucket.archive);
	const endless = {
		...monthly,
		sql: {...monthly.sql, duckdb: () => 'select count(*) as n from range(1000000000) as a(i), range(1000) as b(j) where i % 7 = j % 5'},
	};
	const controller = new AbortController();
	const asked = history.ask(endless, wholeSpan(days), controller.signal);
	setTimeout(() => controller.abort(new Error('enough')), 100);
	await expect(asked).rejects.toThrow('enough');
	expect((await history.ask(monthly, wholeSpan(days))).rows.length).toBeGreaterThan(8);
});
