import {describe, expect, test} from 'vitest';
import {auditFact} from '../../source/flows/audit-fact.ts';
import {auditSentences, auditTitle, stateTexts} from '../../source/flows/audit-words.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {orderId} from '../../source/scenarios/shop/order-id.ts';
import {createRandom} from '../../source/chance/random.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {auditTable} from '../../source/tables/audit-table.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {openMemoryBucket, storeDay} from './memory-bucket.ts';
import {shopOrder} from './shop-order.ts';

const {scenario} = ofShop;
const day = '2026-11-20';
const placedMs = Date.parse(`${day}T12:03:11Z`);
const nowMs = Date.parse('2026-11-26T10:00:00Z');
const id = orderId(placedMs, createRandom('audit'));
const hours = 3_600_000;

const order = (changes: Partial<StoredOrder> = {}): StoredOrder => ({...shopOrder(id, placedMs), ...changes});
const completed = order({updatedAt: new Date(placedMs + 50 * hours), status: 'completed', version: 2});
const returned = order({updatedAt: new Date(placedMs + 100 * hours), status: 'returned', version: 3});

const documentOf = (one: StoredOrder | undefined) => one && {...one, _id: one.id};

type Given = {
	readonly ledger?: StoredOrder | {readonly why: string};
	readonly window?: object;
	readonly cachedMs?: number;
	readonly archive?: ReturnType<typeof openMemoryBucket>['archive'];
};

const auditOf = async ({ledger, window, cachedMs, archive = openMemoryBucket().archive}: Given, wanted = id) =>
	auditFact(
		{
			scenario,
			timeZone: 'UTC',
			ledger: ledger && 'why' in ledger ? ledger : {find: async () => new Map(ledger ? [[ledger.id, ledger]] : [])},
			window: {find: async () => window, identity: async () => 'a window'},
			cache: {
				get: async () => (cachedMs === undefined ? {status: 'empty'} : {status: 'found', value: {answer: {asOfMs: cachedMs}, expiresAtMs: nowMs, fillMs: 1}}),
			},
			archive,
			clock: () => nowMs,
		},
		wanted,
	);

describe('an order as every layer holds it', () => {
	test('in all of them, changed since: what differs, its past, and why the archive is behind', async () => {
		const {archive} = openMemoryBucket();
		await storeDay(archive, day, [shopOrder('0', placedMs), order({status: 'pending'})]);
		await storeDay(archive, day, [shopOrder('0', placedMs), completed], {revision: 2, firstPart: 2});
		const audit = await auditOf({ledger: returned, window: documentOf(completed)!, cachedMs: nowMs - 60_000, archive});
		expect(auditTitle(audit, scenario, 'UTC')).toBe(`Order ${id}, placed 2026-11-20 12:03:11 UTC by its id`);
		expect(auditTable(audit, 'UTC').shown.rows).toEqual([
			['PostgreSQL', 'returned', '2026-11-24 16:03:11', '3', '1', '1.00'],
			['MongoDB', 'completed', '2026-11-22 14:03:11', '2', '1', '1.00'],
			['GCS r1, before', 'pending', '2026-11-20 12:03:11', '1', '1', '1.00'],
			['GCS r2', 'completed', '2026-11-22 14:03:11', '2', '1', '1.00'],
		]);
		expect(stateTexts(audit, 'UTC')).toEqual([
			['2026-11-20 12:03:11', 'placed', 'PostgreSQL, MongoDB, GCS r1, GCS r2'],
			['2026-11-22 14:03:11', 'completed', 'MongoDB, GCS r2'],
			['2026-11-24 16:03:11', 'returned', 'PostgreSQL'],
		]);
		expect(audit.differences.map(({field}) => field)).toEqual(['status', 'updatedAt', 'version']);
		expect(auditSentences(audit, scenario, 'UTC')).toEqual([
			'They DIFFER in status (PostgreSQL returned, MongoDB completed, GCS r2 completed), updated (PostgreSQL 2026-11-24 16:03:11, MongoDB 2026-11-22 14:03:11, GCS r2 2026-11-22 14:03:11) and version (PostgreSQL 3, MongoDB 2, GCS r2 2).',
			'It changed after its day was archived (2026-11-21 00:00:00): archive makes a further revision.',
			'The cached answer, as of 2026-11-26 09:59:00 (1 min old), does not count it, it is without returns.',
			'GCS r1 has it as of 2026-11-21 00:00:00 in line 2 of orders/dt=2026-11-20/part-00001.jsonl.gz, generation 1.',
			'GCS r2, which counts, has it as of 2026-11-21 00:00:00 in line 2 of orders/dt=2026-11-20/part-00002.jsonl.gz, generation 1.',
		]);
	});

	test('changed while its day was archived: the archive has it so, and is not behind', async () => {
		const {archive} = openMemoryBucket();
		// As of the next midnight, before it was completed.
		await storeDay(archive, day, [completed]);
		const audit = await auditOf({ledger: completed, archive});
		expect(auditSentences(audit, scenario, 'UTC')).toEqual([
			'The copies that count are equal.',
			'MongoDB does not have it, and its window would hold it.',
			'No answer is cached.',
			'GCS r1, which counts, has it as of 2026-11-21 00:00:00 in line 1 of orders/dt=2026-11-20/part-00001.jsonl.gz, generation 1.',
		]);
	});

	test('older than the window it is found in the archive alone, and only its day is read', async () => {
		const old = Date.parse('2021-03-05T23:30:00Z');
		const oldId = orderId(old, createRandom('old'));
		const {archive, reads} = openMemoryBucket();
		// 23:30 UTC is the next day in Berlin.
		await storeDay(archive, '2021-03-05', [shopOrder('00', Date.parse('2021-03-05T12:00:00Z'))], {timeZone: 'Europe/Berlin'});
		await storeDay(archive, '2021-03-06', [shopOrder(oldId, old)], {timeZone: 'Europe/Berlin'});
		await storeDay(archive, '2021-03-07', [shopOrder('zz', Date.parse('2021-03-07T12:00:00Z'))], {timeZone: 'Europe/Berlin'});
		reads.length = 0;
		const audit = await auditOf({ledger: {why: 'none is named'}, archive}, oldId);
		expect(audit.archive).toMatchObject({by: 'instant', days: ['2021-03-06'], parts: 1, found: [{day: '2021-03-06', line: 1, isCounted: true}]});
		expect(reads.filter(name => name.startsWith('orders/'))).toEqual(['orders/dt=2021-03-06/part-00001.jsonl.gz']);
		expect(auditSentences(audit, scenario, 'UTC')).toEqual([
			'PostgreSQL: none is named.',
			'MongoDB does not have it any more: it keeps 35 days.',
			'No answer is cached.',
			'GCS r1, which counts, has it as of 2021-03-06 23:00:00 in line 1 of orders/dt=2021-03-06/part-00001.jsonl.gz, generation 1.',
		]);
	});

	test('an id that says nothing of when is looked for by ids, and that is said', async () => {
		const {archive} = openMemoryBucket();
		await storeDay(archive, '2026-11-01', [shopOrder('a-1', Date.parse('2026-11-01T12:00:00Z')), shopOrder('a-3', Date.parse('2026-11-01T12:00:00Z'))]);
		await storeDay(archive, '2026-11-02', [shopOrder('a-2', Date.parse('2026-11-02T12:00:00Z')), shopOrder('a-4', Date.parse('2026-11-02T12:00:00Z'))]);
		await storeDay(archive, '2026-11-03', [shopOrder('b', Date.parse('2026-11-03T12:00:00Z'))]);
		const audit = await auditOf({archive}, 'a-2');
		expect(audit.archive).toMatchObject({by: 'ids', days: ['2026-11-01', '2026-11-02'], parts: 2, found: [{day: '2026-11-02'}]});
		expect(auditSentences(audit, scenario, 'UTC')).toContain('Its id does not tell when, so 2 parts with ids around it were read.');
		await expect(auditOf({archive}, 'a-9')).rejects.toThrow('No layer that answered has the order a-9; no archived part has ids around it');
	});

	test('what PostgreSQL lacks is said to come back from the archive where that has it alone', async () => {
		const {archive} = openMemoryBucket();
		const window = documentOf(completed)!;
		expect(auditSentences(await auditOf({window, archive}), scenario, 'UTC')[0]).toBe('PostgreSQL does not have it.');
		await storeDay(archive, day, [completed]);
		expect(auditSentences(await auditOf({window, archive}), scenario, 'UTC')).toContain(
			'PostgreSQL does not have it: restore brings it back from the archive.',
		);
	});

	test('a document that cannot be counted is said to be there', async () => {
		const audit = await auditOf({window: {_id: id, placedAt: new Date(placedMs), status: 'cancelled', items: []}});
		expect(audit.window).toMatchObject({state: 'odd'});
		expect(auditSentences(audit, scenario, 'UTC').join('\n')).toMatch(/^MongoDB: The order .* in MongoDB cannot be archived, its status is not as expected/m);
	});
});

describe('whether the cached answer can contain it', () => {
	test.each([
		['placed later', placedMs - 1, 'cannot contain it, it was placed later'],
		['of other days', placedMs + 31 * 24 * hours, 'cannot contain it, it is of 30 days'],
		['changed later', placedMs + 60 * hours, 'can contain it as it was before its last change'],
		['not counted', placedMs + 101 * hours, 'does not count it, it is without returns'],
	])('%s', async (_, cachedMs, verdict) => {
		const audit = await auditOf({ledger: returned, cachedMs});
		expect(auditSentences(audit, scenario, 'UTC').find(sentence => sentence.startsWith('The cached'))).toContain(verdict);
	});

	test('counted', async () => {
		const audit = await auditOf({ledger: completed, cachedMs: nowMs});
		expect(audit.cache).toMatchObject({state: 'held', contained: {can: true, why: 'counted'}});
	});
});

describe('what is wrong', () => {
	test('no layer has it: one sentence, with what was looked through', async () => {
		const {archive} = openMemoryBucket();
		await expect(auditOf({archive})).rejects.toMatchObject({
			exitCode: 1,
			message: `No layer that answered has the order ${id}; 2026-11-20, its day, is not archived`,
		});
		await storeDay(archive, day, [shopOrder('0', placedMs), shopOrder('Z', placedMs)]);
		await expect(auditOf({archive, ledger: {why: 'left out'}})).rejects.toThrow(
			`No layer that answered has the order ${id}; the archive of 2026-11-20 was read; PostgreSQL gave no answer (left out)`,
		);
	});

	test('a damaged part is said, and the other copies are shown', async () => {
		const {archive, bucket} = openMemoryBucket();
		const {parts} = await storeDay(archive, day, [order()]);
		const name = parts[0]!.name;
		const bytes = Buffer.from(bucket.get(name)!);
		bytes[12]! ^= 1;
		bucket.set(name, bytes);
		const audit = await auditOf({ledger: completed, archive});
		expect(audit.archive).toMatchObject({found: [], damaged: [expect.stringContaining('has CRC32C')]});
		expect(auditSentences(audit, scenario, 'UTC').at(-1)).toMatch(/^Damaged: orders\/dt=2026-11-20\/part-00001\.jsonl\.gz has CRC32C .*, its manifest says/);
	});

	test('a layer that does not answer says so, the others are asked', async () => {
		const {archive} = openMemoryBucket();
		const failing = {...archive, listObjects: async () => Promise.reject(new StoreFailure('gcs', 'silent', 'no answer', 'The bucket did not answer'))};
		const audit = await auditOf({ledger: completed, archive: failing});
		expect(audit.archive).toEqual({why: 'The bucket did not answer'});
		expect(auditSentences(audit, scenario, 'UTC').at(-1)).toBe('Archive: The bucket did not answer.');
	});
});
