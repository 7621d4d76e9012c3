// The built `compare` and `contend` on the embedded engines.
import {describe, expect, test} from 'vitest';
import * as z from 'zod/mini';
import {printed} from './terminal/printed.ts';
import {isThorough} from './thorough.ts';

const whole = z.int().check(z.gte(0));
const positive = z.number().check(z.gt(0));

const compareSchema = z.object({
	schema: z.literal('shopstream.compare/1'),
	scenario: z.literal('shop'),
	orders: z.literal(500),
	rows: z
		.array(
			z.strictObject({
				plan: z.enum(['postgres-scan', 'postgres-index', 'postgres-matview', 'mongo', 'redis']),
				p50Ms: positive,
				p95Ms: positive,
				samples: whole,
				rowsRead: whole,
				totalCents: positive,
				ageMs: positive,
			}),
		)
		.check(z.length(5)),
	equal: z.literal(true),
});

const contendSchema = z.object({
	schema: z.literal('shopstream.contend/1'),
	scenario: z.literal('shop'),
	added: positive,
	exaggerated: z.literal(true),
	phases: z
		.array(
			z.object({
				phase: z.enum(['alone', 'scans', 'cached']),
				checkouts: positive,
				p50Ms: positive,
				p95Ms: positive,
				p99Ms: z.nullable(positive),
				perSecond: positive,
			}),
		)
		.check(z.length(3)),
});

describe('compare', () => {
	test('--json: one document, five plans with equal totals', async () => {
		const {stdout, stderr, code} = await printed(['compare', '--json', '--orders', '500', '--years', '1']);
		expect([code, stderr]).toEqual([0, '']);
		const {rows} = z.parse(compareSchema, JSON.parse(stdout));
		expect(new Set(rows.map(({totalCents}) => totalCents)).size).toBe(1);
		expect(rows.map(({plan}) => plan)).toEqual(['postgres-scan', 'postgres-index', 'postgres-matview', 'mongo', 'redis']);
	});
});

describe('contend', () => {
	test.runIf(isThorough)('--json: one document, three phases', async () => {
		const {stdout, stderr, code} = await printed(['contend', '--json', '--orders', '500', '--for', '1s', '--viewers', '2']);
		expect([code, stderr]).toEqual([0, '']);
		expect(z.parse(contendSchema, JSON.parse(stdout)).phases.map(({phase}) => phase)).toEqual(['alone', 'scans', 'cached']);
	});

	test('what it cannot take is refused before anything is opened', async () => {
		expect(await printed(['contend', '--viewers', '65'])).toMatchObject({
			code: 2,
			stderr: 'shopstream-tui: contend takes at most 64 --viewers: each has a connection to PostgreSQL of its own\n',
		});
		expect(await printed(['compare', '--without', 'postgres'])).toMatchObject({code: 2, stderr: expect.stringContaining('--without belongs to')});
	});
});
