// The archive back into PostgreSQL: the embedded one, and the server that is named for the tests.
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {restoreDays} from '../../source/flows/restore-days.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import {postgresFailure} from '../../source/stores/postgres-failure.ts';
import {postgresServers} from '../postgres-servers.ts';
import {rounds} from '../thorough.ts';
import {type ArchivedLedger, openArchivedLedger} from './archived-ledger.ts';
import {linesIn, storeDay} from './memory-bucket.ts';

describe.each(postgresServers)('$name', server => {
	let its: ArchivedLedger;
	let manifests: readonly DayManifest[];
	let whole: string;

	beforeAll(async () => {
		its = await openArchivedLedger(server);
	}, 600_000);

	afterAll(async () => its?.close());

	beforeEach(async () => {
		manifests = await its.fill(600, 6);
		whole = await its.standing();
	});

	const [first, last] = [() => manifests[0]!.day, () => manifests.at(-1)!.day];
	const all = async (options: Partial<Parameters<typeof restoreDays>[1]> = {}) => restoreDays(its, {from: first(), to: last(), ...options});
	const sums = ({days}: Awaited<ReturnType<typeof restoreDays>>) => ({
		added: days.reduce((sum, day) => sum + day.added, 0),
		replaced: days.reduce((sum, day) => sum + day.replaced, 0),
		standing: days.reduce((sum, day) => sum + day.standing, 0),
		newer: days.reduce((sum, day) => sum + day.newer, 0),
	});

	test('a ledger that is lost altogether is as it was, and a repeat finds all there', async () => {
		await its.direct.query('drop schema shopstream cascade');
		const result = await all();
		expect(sums(result)).toEqual({added: 600, replaced: 0, standing: 0, newer: 0});
		expect(result).toMatchObject({notRestored: [], oddities: [], timeZone: 'UTC'});
		expect(result.days.map(({day, rows, worth}) => ({day, rows, worth}))).toEqual(manifests.map(({day, rows, worth}) => ({day, rows, worth})));
		expect(await its.standing()).toBe(whole);
		expect(sums(await all())).toEqual({added: 0, replaced: 0, standing: 600, newer: 0});
		expect(await its.standing()).toBe(whole);
	});

	test('only the days that are wanted', async () => {
		await its.direct.query('delete from shopstream.orders');
		const [, second, third] = manifests as [DayManifest, DayManifest, DayManifest];
		const result = await all({from: second.day, to: third.day});
		expect(result.days.map(({day}) => day)).toEqual([second.day, third.day]);
		expect(await its.ledger.count()).toBe(second.rows + third.rows);
		await expect(all({from: '2019-01-01', to: '2019-12-31'})).rejects.toThrow(
			`No orders from 2019-01-01 to 2019-12-31 are archived: the archive has days from ${first()} to ${last()}`,
		);
		await expect(restoreDays(its, {from: '2099-01-01'})).rejects.toThrow('No orders from 2099-01-01 are archived: ');
		await expect(restoreDays(its, {to: '2019-12-31'})).rejects.toThrow('No orders to 2019-12-31 are archived: ');
	});

	test('what is newer stays, unless it is told otherwise', async () => {
		await its.direct.query(
			"update shopstream.orders set status = 'returned', updated_at = now() where id in (select id from shopstream.orders where status <> 'returned' limit 3)",
		);
		const newer = await its.standing();
		expect(sums(await all())).toEqual({added: 0, replaced: 0, standing: 597, newer: 3});
		expect(await its.standing()).toBe(newer);
		expect(sums(await all({overwritesNewer: true}))).toEqual({added: 0, replaced: 3, standing: 597, newer: 0});
		expect((await its.direct.query("select count(*)::int as returned from shopstream.orders where status = 'returned'")).rows).toEqual([
			{returned: JSON.parse(whole).filter(({status}: {status: string}) => status === 'returned').length},
		]);
	});

	test.each<readonly [string, (bytes: Buffer) => Buffer | undefined, string]>([
		['a flipped byte', (bytes: Buffer) => Buffer.from(bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1)), 'checksum'],
		['a part that was cut short', (bytes: Buffer) => bytes.subarray(0, -7), 'size'],
		['a part that is gone', () => undefined, 'missing'],
		...rounds([], [['a line that is missing', (bytes: Buffer) => gzipSync(`${linesIn(bytes).slice(1).join('\n')}\n`), 'size'] as const]),
	])('of a day with %s nothing is restored, of the others all', async (_, damage, kind) => {
		await its.direct.query('delete from shopstream.orders');
		const {day, parts, rows} = manifests[2]!;
		const {name} = parts[1]!;
		const damaged = damage(its.bucket.get(name)!);
		its.bucket.delete(name);
		if (damaged) {
			its.bucket.set(name, damaged);
		}

		const result = await all();
		expect(result.notRestored).toEqual([{day, part: name, damage: kind, reason: expect.stringContaining(name)}]);
		expect(result.days).toHaveLength(5);
		expect(await its.ledger.count()).toBe(600 - rows);
	});

	test.each<readonly [string, (order: StoredOrder) => readonly StoredOrder[]]>([
		['a sign that PostgreSQL has none of', order => [{...order, customer: {...order.customer, id: 'odd', name: 'a\u0000b'}}]],
		['a quantity beyond its integers', order => [{...order, items: [{...order.items[0]!, quantity: 3_000_000_000}]}]],
		['one order twice', order => [order, order]],
		...rounds<Array<[string, (order: StoredOrder) => readonly StoredOrder[]]>>(
			[],
			[['a quantity below 1', order => [{...order, items: [{...order.items[0]!, quantity: -1}]}]]],
		),
	])('of a day with %s nothing is restored, of the others all', async (_, written) => {
		const [, , third] = manifests as [DayManifest, DayManifest, DayManifest];
		const facts: StoredOrder[] = [];
		for await (const fact of its.ledger.stream(third.fromMs - 1, third.toMs - 1)) {
			facts.push(fact as StoredOrder);
		}

		await its.direct.query('delete from shopstream.orders');
		await storeDay(its.archive, third.day, [...facts.slice(1), ...written(facts[0]!)], {revision: 2, firstPart: 50});
		const result = await all();
		expect(result.notRestored).toEqual([{day: third.day, reason: expect.stringMatching(/^PostgreSQL does not take it: /)}]);
		expect(result.days).toHaveLength(5);
		expect(await its.ledger.count()).toBe(600 - third.rows);
	});

	test('a day that others are in the way of is tried again, and not without end', async () => {
		await its.direct.query('delete from shopstream.orders');
		const deadlock = postgresFailure(Object.assign(new Error('deadlock detected'), {severity: 'ERROR', code: '40P01'}), 'there');
		let inTheWay = 3;
		const ledger: typeof its.ledger = {
			...its.ledger,
			restoring: async (...given) => (inTheWay-- > 0 ? Promise.reject(deadlock) : its.ledger.restoring(...given)),
		};
		expect(sums(await restoreDays({...its, ledger}, {}))).toMatchObject({added: 600});
		inTheWay = Number.POSITIVE_INFINITY;
		await expect(restoreDays({...its, ledger}, {})).rejects.toThrow(
			'PostgreSQL at there refused: others changed the same rows at once: try again; no day of it stands; restore again to go on',
		);
	});

	test('a signal ends it between two batches, and what stands is whole days', async () => {
		await its.direct.query('delete from shopstream.orders');
		const controller = new AbortController();
		await expect(
			all({signal: controller.signal, progress: ({rows}) => rows > manifests[0]!.rows + manifests[1]!.rows && controller.abort(new Error('enough'))}),
		).rejects.toThrow(/^Restore cancelled; \d of 6 days stand, to [\d-]+; restore again to go on$/);
		const counts = (await its.ledger.stretches([...manifests.map(({fromMs}) => fromMs), manifests.at(-1)!.toMs])).map(({rows}) => rows);
		expect(counts.every((count, i) => count === 0 || count === manifests[i]!.rows)).toBe(true);
		expect(sums(await all()).added).toBeLessThan(600);
		expect(await its.standing()).toBe(whole);
	});
});
