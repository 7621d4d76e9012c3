// All that is archived against its manifests and the ledger: the embedded PostgreSQL, and the server that is named for the tests.
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {restoreDays} from '../../source/flows/restore-days.ts';
import {verifyArchive} from '../../source/flows/verify-archive.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import {crc32cOf} from '../../source/stores/gcs-archive.ts';
import {postgresServers} from '../postgres-servers.ts';
import {type ArchivedLedger, openArchivedLedger} from './archived-ledger.ts';
import {linesIn} from './memory-bucket.ts';

describe.each(postgresServers)('$name', server => {
	let its: ArchivedLedger;
	let manifests: readonly DayManifest[];

	beforeAll(async () => {
		its = await openArchivedLedger(server);
	}, 600_000);

	afterAll(async () => its?.close());

	beforeEach(async () => {
		manifests = await its.fill(750, 6);
	});

	const verify = async () => verifyArchive({...its, timeZone: 'UTC'});
	const kinds = async () =>
		(await verify()).differences.map(({day, kind, object, id, line}) => ({
			day,
			kind,
			...(object !== undefined && {object}),
			...(id !== undefined && {id}),
			...(line !== undefined && {line}),
		}));
	const ids = async (where: string) =>
		(await its.direct.query(`select id from shopstream.orders where ${where} order by placed_at, id`)).rows.map(({id}) => String(id));
	/** Puts other bytes where a part is; with `isListed` its manifest says so too. */
	const replace = ({name: manifest, parts}: DayManifest, i: number, change: (lines: string[]) => string[], isListed: boolean) => {
		const {name} = parts[i]!;
		const lines = change(linesIn(its.bucket.get(name)!));
		const bytes = gzipSync(lines.map(line => `${line}\n`).join(''));
		its.bucket.set(name, bytes);
		if (isListed) {
			const document = JSON.parse(its.bucket.get(manifest)!.toString()) as {parts: Array<Record<string, unknown>>};
			document.parts[i] = {...document.parts[i], sizeBytes: bytes.length, crc32c: crc32cOf(bytes)};
			its.bucket.set(manifest, Buffer.from(JSON.stringify(document)));
		}
	};

	test('an archive that is as it should be', async () => {
		const {days, ...result} = await verify();
		expect(days.map(({day, rows, worth}) => ({day, rows, worth}))).toEqual(manifests.map(({day, rows, worth}) => ({day, rows, worth})));
		expect(result).toMatchObject({
			rows: 750,
			worth: manifests.reduce((sum, {worth}) => sum + worth, 0),
			differences: [],
			untold: 0,
			isWithLedger: true,
			changed: 0,
			came: 0,
			notYet: [],
			timeZone: 'UTC',
		});
	});

	test('a single flipped byte, wherever it is', async () => {
		const {day, parts} = manifests[1]!;
		const {name} = parts[0]!;
		const bytes = its.bucket.get(name)!;
		for (const at of [0, 3, 9, 15, bytes.length >> 1, bytes.length - 5, bytes.length - 1]) {
			its.bucket.set(name, Buffer.from(bytes.with(at, bytes[at]! ^ 0x10)));
			expect((await kinds())[0]).toEqual({day, kind: 'checksum', object: name});
		}
	});

	test('a part that was cut short, one that is gone, and one with a line less', async () => {
		const [one, two, three] = manifests as [DayManifest, DayManifest, DayManifest];
		its.bucket.set(one.parts[0]!.name, its.bucket.get(one.parts[0]!.name)!.subarray(0, -10));
		its.bucket.delete(two.parts[1]!.name);
		replace(three, 2, lines => lines.slice(1), true);
		const gone = await ids(`placed_at >= '${new Date(three.fromMs).toISOString()}' and placed_at < '${new Date(three.toMs).toISOString()}'`);
		const found = await kinds();
		expect(found.filter(({kind}) => kind !== 'not-archived')).toEqual([
			{day: one.day, kind: 'size', object: one.parts[0]!.name},
			{day: two.day, kind: 'missing', object: two.parts[1]!.name},
			{day: three.day, kind: 'rows', object: three.parts[2]!.name},
		]);
		// Which orders they are is told by the ledger.
		expect(found.filter(({kind, day}) => kind === 'not-archived' && day === three.day)).toEqual([{day: three.day, kind: 'not-archived', id: gone[80]}]);
		expect(found.filter(({kind, day}) => kind === 'not-archived' && day === two.day)).toHaveLength(two.parts[1]!.rows);
	});

	test('a line that is another order, of another day, or none', async () => {
		const [one, two, three] = manifests as [DayManifest, DayManifest, DayManifest];
		const [foreign] = linesIn(its.bucket.get(two.parts[0]!.name)!) as [string];
		replace(one, 0, lines => [lines[0]!, foreign, ...lines.slice(2)], true);
		replace(three, 0, lines => [...lines.slice(0, 4), '{"order_id":"x"}', ...lines.slice(5)], true);
		const found = await kinds();
		expect(found).toContainEqual({day: one.day, kind: 'other-day', object: one.parts[0]!.name, id: JSON.parse(foreign).order_id, line: 2});
		expect(found).toContainEqual({day: three.day, kind: 'line', object: three.parts[0]!.name, line: 5});
	});

	test('a day whose manifest is gone, and one that the ledger has since then', async () => {
		const [, , missing] = manifests as [DayManifest, DayManifest, DayManifest];
		its.bucket.delete(missing.name);
		expect(await kinds()).toEqual([{day: missing.day, kind: 'missing-day'}]);
		const last = manifests.at(-1)!;
		its.bucket.delete(last.name);
		expect(await verify()).toMatchObject({differences: [{day: missing.day, kind: 'missing-day'}], notYet: [last.day]});
	});

	test('a foreign object among ours, and a manifest of another schema', async () => {
		const [one] = manifests as [DayManifest];
		its.bucket.set('orders/dt=2026-01-01/notes.txt', Buffer.from('mine'));
		its.bucket.set(one.name.replace('r000001', 'r000002'), Buffer.from('{"schema":"shopstream.day-manifest/9"}'));
		expect(await kinds()).toEqual([
			{day: '2026-01-01', kind: 'oddity'},
			{day: one.day, kind: 'oddity'},
		]);
	});

	test('the version decides: what changed since is no damage, what the ledger lost is', async () => {
		const [one, two, three] = manifests as [DayManifest, DayManifest, DayManifest];
		const ofDay = async ({fromMs, toMs}: DayManifest) =>
			ids(`placed_at >= '${new Date(fromMs).toISOString()}' and placed_at < '${new Date(toMs).toISOString()}'`);
		const [changed, unequal] = (await ofDay(one)) as [string, string];
		const [deleted] = (await ofDay(two)) as [string];
		const [older] = (await ofDay(three)).slice(5) as [string];
		await its.direct.query("update shopstream.orders set status = case status when 'returned' then 'completed' else 'returned' end where id = $1", [changed]);
		await its.direct.query('delete from shopstream.orders where id = $1', [deleted]);
		await its.direct.query('begin');
		await its.direct.query("set local shopstream.keeps_versions = 'on'");
		await its.direct.query('update shopstream.orders set version = 0 where id = $1', [older]);
		await its.direct.query('update shopstream.order_items set unit_price_cents = unit_price_cents + 1 where order_id = $1', [unequal]);
		await its.direct.query("update shopstream.orders set status = 'completed' where id = $1", [unequal]);
		await its.direct.query('commit');
		const result = await verify();
		expect(result).toMatchObject({changed: 1, came: 0});
		expect(result.differences.map(({day, kind, id}) => ({day, kind, id}))).toEqual([
			{day: one.day, kind: 'unequal', id: unequal},
			{day: two.day, kind: 'not-in-ledger', id: deleted},
			{day: three.day, kind: 'older-in-ledger', id: older},
		]);
		expect(result.differences.map(({text}) => text).join('\n')).toMatch(
			/in the archive and to [\d,.]+ in PostgreSQL, both as version \d[^]*restore brings it back[^]*is version 0 in PostgreSQL/,
		);
	});

	test('an order that came to a day is counted, though another has left it', async () => {
		const [one] = manifests as [DayManifest];
		await its.direct.query(
			`update shopstream.orders set placed_at = placed_at + interval '1 day', updated_at = now()
			where id = (select min(id) from shopstream.orders where placed_at >= $1 and placed_at < $2)`,
			[new Date(one.fromMs), new Date(one.toMs)],
		);
		expect(await verify()).toMatchObject({changed: 1, came: 1, differences: []});
		await its.direct.query("insert into shopstream.orders select 'new', $1, $1, 'pending', id from shopstream.customers limit 1", [new Date(one.fromMs)]);
		expect(await verify()).toMatchObject({changed: 1, came: 2, differences: []});
	});

	test('a second line of an order stands for no other: the one that it replaced is named', async () => {
		const [one] = manifests as [DayManifest];
		const [first, second] = linesIn(its.bucket.get(one.parts[0]!.name)!) as [string, string];
		replace(one, 0, lines => [lines[0]!, lines[0]!, ...lines.slice(2)], true);
		const result = await verify();
		expect(result.differences).toContainEqual(expect.objectContaining({day: one.day, kind: 'twice', line: 2, id: JSON.parse(first).order_id}));
		expect(result.differences).toContainEqual(expect.objectContaining({day: one.day, kind: 'not-archived', id: JSON.parse(second).order_id}));
	});

	test('a whole day that the ledger lost is one difference, and is none after the restore', async () => {
		const [, {day, fromMs, toMs}] = manifests as [DayManifest, DayManifest];
		await its.direct.query('delete from shopstream.orders where placed_at >= $1 and placed_at < $2', [new Date(fromMs), new Date(toMs)]);
		expect(await kinds()).toEqual([{day, kind: 'not-in-ledger'}]);
		await restoreDays(its, {from: day, to: day});
		expect(await kinds()).toEqual([]);
	});

	test('a ledger without tables is not compared', async () => {
		await its.direct.query('drop schema shopstream cascade');
		expect(await verify()).toMatchObject({isWithLedger: false, differences: [], rows: 750});
	});
});
