import {expect, test} from 'vitest';
import {archiveJson, benchJson, reportJson, seedJson} from '../../source/reports/json-report.ts';
import {archived, backends, bench, fewSamples, result, shownBackends} from './results.ts';

const measured = {
	mode: 'burst',
	miss: {count: 20, p50Ms: 4.812, p95Ms: 6.1, p99Ms: null},
	hit: {count: 200, p50Ms: 0.214, p95Ms: 0.3, p99Ms: 1.005},
	speedup: {ratio: 22.4454, low: 20.04, high: 25.06},
	runs: [{ratio: 22.4454, low: 20.04, high: 25.06}],
	busyShare: 0.412,
};

/** As whoever reads the document gets it. */
const written = (document: object) => JSON.parse(JSON.stringify(document)) as unknown;

test('shopstream.report/1', () => {
	expect(written(reportJson(result))).toEqual({
		schema: 'shopstream.report/1',
		asOf: '2026-11-24T08:00:00.000Z',
		windowDays: 30,
		day: '2026-11-24',
		timeZone: 'Europe/Berlin',
		leftOut: [],
		categories: [
			{category: 'Electronics', todayCents: 120_340, revenueCents: 4_812_011, orders: 1112, units: 1431},
			{category: 'Home & Garden', todayCents: 0, revenueCents: 5, orders: 1, units: 2},
		],
		totals: {todayCents: 120_340, revenueCents: 4_812_016, orders: 1112, units: 1433},
		read: {outcome: 'hit', latencyMs: 0.214, ageMs: 72_000, reason: null},
		bench: measured,
		benchReason: null,
		clock: {redisAheadMs: 0, mongoAheadMs: null, postgresAheadMs: null},
		backends: shownBackends,
	});
});

test('shopstream.bench/1; a figure without enough samples is null, not zero and not left out', () => {
	expect(written(benchJson(bench, backends))).toEqual({schema: 'shopstream.bench/1', ...measured, backends: shownBackends});
	expect(written(benchJson(fewSamples, backends))).toEqual({
		schema: 'shopstream.bench/1',
		mode: 'paced',
		miss: {count: 3, p50Ms: null, p95Ms: null, p99Ms: null},
		hit: {count: 30, p50Ms: 0.5, p95Ms: 0.6, p99Ms: null},
		speedup: null,
		runs: [null],
		busyShare: null,
		backends: shownBackends,
	});
});

test('shopstream.seed/1', () => {
	expect(written(seedJson(result.scenario, {stored: 12, wanted: 12, tookMs: 3.5, expiring: 0}, 42, backends))).toEqual({
		schema: 'shopstream.seed/1',
		stored: 12,
		expiring: 0,
		ordersHeld: 42,
		tookMs: 3.5,
		backends: shownBackends,
	});
});

test('shopstream.archive/2', () => {
	const {parts, name, ...second} = archived.days[1]!.manifest!;
	const figures = {leastId: 'A', greatestId: 'Y'};
	expect(written(archiveJson(archived, 'shopstream-archive', backends))).toEqual({
		schema: 'shopstream.archive/2',
		asOf: '2026-11-24T08:00:00.000Z',
		bucket: 'shopstream-archive',
		source: 'PostgreSQL',
		timeZone: 'Europe/Berlin',
		days: [
			expect.objectContaining({day: '2026-11-22', state: 'new', rows: 1499, revenueCents: 1_234_562}),
			{
				day: second.day,
				state: 'changed',
				isWhole: true,
				revision: 2,
				rows: 1,
				revenueCents: 5,
				...figures,
				manifest: name,
				parts: [{name: parts[0]!.name, sizeBytes: 81_234, crc32c: '4waSgw==', generation: '1', rows: 1, revenueCents: 5, ...figures}],
			},
		],
		unchanged: 3,
		today: '2026-11-24',
		created: 2,
		createdBytes: 162_468,
		archived: {days: 5, rows: 1600, parts: 6, revenueCents: 2_000_000},
		manifest: 'manifests/orders/runs/r000007.json',
		revision: 7,
		leftOut: [],
		warnings: [],
		tookMs: 1235,
		backends: shownBackends,
	});
});
