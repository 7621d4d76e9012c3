// The built `archive lifecycle` over the embedded engines of a data folder.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import * as z from 'zod/mini';
import {printed} from './terminal/printed.ts';

const positive = z.number().check(z.gt(0));
const rule = z.strictObject({storageClass: z.enum(['NEARLINE', 'COLDLINE', 'ARCHIVE']), ageDays: z.int()});
const lifecycleSchema = z.object({
	schema: z.literal('shopstream.lifecycle/1'),
	scenario: z.literal('shop'),
	bucket: z.string(),
	prefix: z.literal('orders/'),
	rules: z.array(rule),
	othersRules: z.array(z.unknown()),
	wanted: z.nullable(z.array(rule)),
	isKept: z.literal(true),
	estimate: z.object({
		orders: z.literal(10_000_000),
		years: z.literal(5),
		currency: z.literal('USD'),
		layers: z
			.array(
				z.strictObject({
					layer: z.enum(['postgres', 'mongo', 'redis', 'gcs', 'history']),
					bytesPerFact: positive,
					isMeasuredHere: z.boolean(),
					bytes: positive,
					storageCentsPerYear: positive,
					serverCentsPerYear: z.nullable(positive),
				}),
			)
			.check(z.length(5)),
		classes: z.array(z.strictObject({storageClass: z.string(), share: z.number(), centsPerYear: z.number(), leastDays: z.int()})),
		prices: z.looseObject({}),
	}),
});

test('a scenario without a warehouse names no cost of one', async () => {
	const {stdout} = await printed(['archive', 'lifecycle', '--scenario', 'merchants']);
	expect(stdout).toMatch(/^Archive \(GCS\)/m);
	expect(stdout).not.toMatch(/warehouse/i);
});

test('rules are set, kept with the data folder, shown and taken out; the costs follow them', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'shopstream-lifecycle-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	const ask = async (...args: string[]) => {
		const {stdout, stderr, code} = await printed(['archive', 'lifecycle', '--data', folder, '--json', ...args]);
		expect([code, stderr]).toEqual([0, '']);
		return z.parse(lifecycleSchema, JSON.parse(stdout));
	};

	const rules = [
		{storageClass: 'NEARLINE', ageDays: 30},
		{storageClass: 'COLDLINE', ageDays: 90},
		{storageClass: 'ARCHIVE', ageDays: 365},
	];
	const before = await ask();
	expect(before).toMatchObject({rules: [], wanted: null, estimate: {classes: [{storageClass: 'STANDARD', share: 1}]}});
	expect(await ask('--lifecycle', 'nearline:30,coldline:90,archive:365')).toMatchObject({rules, wanted: rules});
	const after = await ask();
	expect(after).toMatchObject({rules, wanted: null});
	const gcs = ({estimate}: typeof before) => estimate.classes.reduce((sum, {centsPerYear}) => sum + centsPerYear, 0);
	expect(gcs(after)).toBeLessThan(0.2 * gcs(before));
	expect((await printed(['archive', 'lifecycle', '--data', folder])).stdout).toMatch(/ESTIMATE: 10,000,000 orders of 5 years/);
	expect((await printed(['archive', 'lifecycle', '--data', folder, '--csv'])).stdout).toMatch(
		/^layer,bytesPerFact,isMeasuredHere,bytes,storageCentsPerYear,serverCentsPerYear\npostgres,/,
	);
	expect(await ask('--lifecycle', 'none')).toMatchObject({rules: []});
});
