// A comparison and contention made up by hand, as the flows would give them.
import type {Comparison} from '../source/flows/compare-plans.ts';
import type {Contention} from '../source/flows/contend.ts';
import {fitLine} from '../source/lab/line-fit.ts';

const total = 243_098_609;
const line = (msPerRow: number, rows: number) =>
	fitLine([1, 2, 4, 8, 8].map((share, i) => ({x: (share * rows) / 8, y: 5 + ((share * rows) / 8) * msPerRow + (i % 2 ? 0.4 : -0.4)})))!;
const growing = (msPerRow: number, rows: number) => ({
	points: [1, 2, 4, 8].map(share => ({rows: (share * rows) / 8, p50Ms: 5 + ((share * rows) / 8) * msPerRow})),
	line: line(msPerRow, rows),
	atMany: line(msPerRow, rows).at(rows * 1000),
});

/** Of a million orders on a server. */
export const comparison: Comparison = {
	asOfMs: Date.UTC(2026, 10, 24, 12, 4, 31),
	facts: 1_000_000,
	rows: [
		{plan: 'postgres-scan', title: 'PostgreSQL scan', p50Ms: 452.2113, p95Ms: 503.1, samples: 20, rowsRead: 3_021_277, total, ageMs: 452.2113},
		{plan: 'postgres-index', title: 'PostgreSQL index', p50Ms: 48.2, p95Ms: 71.3, samples: 20, rowsRead: 46_294, total, ageMs: 48.2},
		{plan: 'postgres-matview', title: 'PostgreSQL view', p50Ms: 0.241, p95Ms: 0.402, samples: 100, rowsRead: 9, total, ageMs: 12_024},
		{plan: 'mongo', title: 'MongoDB', p50Ms: 61.04, p95Ms: 84.1, samples: 20, rowsRead: 16_278, total, ageMs: 61.04},
		{plan: 'redis', title: 'Redis hit', p50Ms: 0.2144, p95Ms: 0.351, samples: 200, rowsRead: 0, total, ageMs: 14_213},
	],
	equal: true,
	total: {name: 'totalCents', unit: 'money'},
	different: [],
	snapshots: 1,
	changedMeanwhile: false,
	indexes: {names: ['shopstream.compare_orders', 'shopstream.compare_items'], buildMs: 5388.7, bytes: 204_300_288, tableBytes: 247_832_576},
	usedIndexes: ['compare_orders', 'compare_items'],
	view: {refreshMs: 131.2, bytes: 24_576},
	inserts: {facts: 1000, withIndexesMs: 95.99, withoutMs: 85.7},
	growth: {scan: growing(0.000_15, 3_000_000), index: growing(0.001, 46_000)},
	isEmbedded: false,
};

/** The same where MongoDB lacks an order. */
export const unequal: Comparison = {
	...comparison,
	rows: comparison.rows.map(row => (row.plan === 'mongo' || row.plan === 'redis' ? {...row, total: total - 12_300} : row)),
	equal: false,
	different: ['mongo', 'redis'],
	snapshots: 40,
};

export const contention: Contention = {
	phases: [
		{phase: 'alone', checkouts: 400, p50Ms: 2.4, p95Ms: 6.2, p99Ms: 11.04, perSecond: 39.97, reads: 0, readP50Ms: undefined},
		{phase: 'scans', checkouts: 400, p50Ms: 11.8, p95Ms: 42.8, p99Ms: 83.16, perSecond: 39.5, reads: 31, readP50Ms: 2271.9},
		{phase: 'cached', checkouts: 400, p50Ms: 2.5, p95Ms: 6.4, p99Ms: 12.1, perSecond: 39.9, reads: 66, readP50Ms: 0.619},
	],
	load: {dashboards: 8, everySeconds: 1.2, checkoutsPerSecond: 40, secondsPerPhase: 10},
	facts: 1_000_000,
	added: 1437,
	isEmbedded: false,
};
