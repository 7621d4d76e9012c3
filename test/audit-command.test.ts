// The built `audit` over the embedded engines.
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import * as z from 'zod/mini';
import {type NamedEngines, startNamedEngines} from './named-engines.ts';
import {printed} from './terminal/printed.ts';

const order = z.strictObject({
	status: z.string(),
	placedAt: z.iso.datetime(),
	updatedAt: z.nullable(z.iso.datetime()),
	version: z.nullable(z.int()),
	customerId: z.nullable(z.string()),
	items: z.string(),
	totalCents: z.int(),
});
const looked = z.strictObject({state: z.literal('held'), order});

const auditSchema = z.strictObject({
	schema: z.literal('shopstream.audit/1'),
	scenario: z.literal('shop'),
	id: z.string(),
	placedAtById: z.iso.datetime(),
	asOf: z.iso.datetime(),
	ledger: looked,
	window: looked,
	cache: z.strictObject({state: z.literal('absent')}),
	archive: z.strictObject({
		state: z.literal('held'),
		searchedBy: z.literal('instant'),
		days: z.array(z.iso.date()),
		partsRead: z.int(),
		damaged: z.array(z.string()),
		copies: z.array(
			z.strictObject({
				day: z.iso.date(),
				revision: z.int(),
				isCounted: z.boolean(),
				object: z.string(),
				generation: z.string(),
				crc32c: z.string(),
				line: z.int(),
				manifest: z.string(),
				asOf: z.iso.datetime(),
				order,
			}),
		),
	}),
	states: z.array(z.strictObject({state: z.string(), at: z.iso.datetime(), saidBy: z.array(z.string())})),
	differences: z.array(z.unknown()),
	backends: z.looseObject({}),
});

describe('audit', () => {
	let engines: NamedEngines;
	let id: string;
	beforeAll(async () => {
		engines = await startNamedEngines();
		// More days than the window has: PostgreSQL has them.
		await printed(['seed', '--orders', '300', '--days', '60', ...engines.flags, '--time-zone', 'UTC', '--yes']);
		await printed(['archive', ...engines.flags, '--time-zone', 'UTC']);
		const client = await MongoClient.connect(engines.mongoUrl);
		const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
		const {_id: found} = (await client
			.db('shopstream')
			.collection('orders')
			.findOne({placedAt: {$gte: daysAgo(10), $lt: daysAgo(5)}}))!;
		id = String(found);
		await client.close();
	});
	afterAll(async () => engines?.close());

	test('--json: one document, the same order in PostgreSQL, MongoDB and the archive', async () => {
		const {stdout, stderr, code} = await printed(['audit', id, '--json', ...engines.flags]);
		expect([code, stderr]).toEqual([0, '']);
		const audit = z.parse(auditSchema, JSON.parse(stdout));
		const [copy] = audit.archive.copies;
		expect(copy!.isCounted).toBe(true);
		expect({...copy!.order, version: null}).toEqual({...audit.ledger.order, version: null});
		expect(audit.window.order).toEqual(audit.ledger.order);
		expect(audit.placedAtById).toBe(audit.ledger.order.placedAt);
		expect(audit.differences).toEqual([]);
	});

	test('on paper, and its table as CSV', async () => {
		const {stdout} = await printed(['audit', id, ...engines.flags, '--time-zone', 'UTC']);
		expect(stdout).toMatch(/^PostgreSQL +\w+ +\d{4}-/m);
		expect(stdout).toMatch(/^GCS r1 +\w+ +\d{4}-/m);
		expect(stdout).toContain('The copies that count are equal.');
		const csv = await printed(['audit', id, ...engines.flags, '--csv']);
		expect(csv.stdout.split('\n')[0]).toBe('copy,status,placedAt,updatedAt,version,customerId,items,totalCents,isCounted,object,generation,line,archivedAsOf');
		expect(csv.stdout.trimEnd().split('\n')).toHaveLength(4);
	});

	test('an id that nobody knows: one sentence, 1; nothing is written for it', async () => {
		const {stdout, stderr, code} = await printed(['audit', '01JD0000000000000000000000', ...engines.flags, '--time-zone', 'UTC']);
		expect([stdout, code]).toEqual(['', 1]);
		expect(stderr).toBe('shopstream-tui: No layer that answered has the order 01JD0000000000000000000000; 2024-11-18, its day, is not archived\n');
		const alone = await printed(['audit', id]);
		expect([alone.stdout, alone.code]).toEqual(['', 1]);
		expect(alone.stderr).toContain('PostgreSQL and MongoDB gave no answer (none is named, and an embedded one without --data is empty)');
	});
});
