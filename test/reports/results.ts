// Results made up by hand, as the flows would give them.
import type {ArchiveResult} from '../../source/flows/archive-facts.ts';
import type {DayManifest} from '../../source/stores/archive-manifest.ts';
import type {BenchResult} from '../../source/reports/measure-runs.ts';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {ReportResult} from '../../source/reports/run-report.ts';
import {byLayer, type Backends} from '../../source/layers/layers.ts';

/** What stands behind the layers; those that no test is about have their name only. */
export const backends: Backends = {
	...byLayer(({title}) => ({kind: 'server', label: title, version: '1', address: 'x://h'}) as const),
	mongo: {kind: 'server', label: 'MongoDB 8.0.4', version: '8.0.4', address: 'mongodb://teacher:***@db:27017'},
	redis: {kind: 'embedded', label: 'embedded engine, Redis protocol', version: '0.1.0', address: 'redis://127.0.0.1:40123'},
	gcs: {kind: 'server', label: 'GCS emulator', version: 'JSON API v1', address: 'http://127.0.0.1:4443/shopstream-archive'},
};

/** The same as JSON shows it: without addresses. */
export const shownBackends = {
	...byLayer(({title}) => ({kind: 'server', label: title, version: '1'})),
	mongo: {kind: 'server', label: 'MongoDB 8.0.4', version: '8.0.4'},
	redis: {kind: 'embedded', label: 'embedded engine, Redis protocol', version: '0.1.0'},
	gcs: {kind: 'server', label: 'GCS emulator', version: 'JSON API v1'},
};

export const bench: BenchResult = {
	mode: 'burst',
	miss: {count: 20, p50Ms: 4.8123, p95Ms: 6.1, p99Ms: undefined},
	hit: {count: 200, p50Ms: 0.2144, p95Ms: 0.3, p99Ms: 1.005},
	speedup: {ratio: 22.4454, low: 20.04, high: 25.06},
	runs: [{ratio: 22.4454, low: 20.04, high: 25.06}],
	busyShare: 0.412,
};

export const fewSamples: BenchResult = {
	mode: 'paced',
	miss: {count: 3, p50Ms: undefined, p95Ms: undefined, p99Ms: undefined},
	hit: {count: 30, p50Ms: 0.5, p95Ms: 0.6, p99Ms: undefined},
	speedup: undefined,
	runs: [undefined],
	busyShare: undefined,
};

export const result: ReportResult & {readonly read: {readonly answer: RevenueReport}} = {
	scenario: shop,
	timeZone: 'Europe/Berlin',
	ascii: false,
	read: {
		about: '',
		outcome: 'hit',
		stores: {redis: {state: 'up'}},
		stands: true,
		latencyMs: 0.2144,
		servedAtMs: Date.UTC(2026, 10, 24, 8, 1, 12),
		ageMs: 72_000,
		expiresAtMs: Date.UTC(2026, 10, 24, 8, 5),
		answer: {
			asOfMs: Date.UTC(2026, 10, 24, 8),
			windowDays: 30,
			day: '2026-11-24',
			timeZone: 'Europe/Berlin',
			categories: [
				{category: 'Electronics', todayCents: 120_340, revenueCents: 4_812_011, orders: 1112, units: 1431},
				{category: 'Home & Garden', todayCents: 0, revenueCents: 5, orders: 1, units: 2},
			],
			totals: {todayCents: 120_340, revenueCents: 4_812_016, orders: 1112, units: 1433},
		},
	},
	bench,
	leftOut: [],
	clocks: {postgres: undefined, mongo: undefined, redis: 0},
	backends,
};

const archivedDay = (day: string, rows: number, worth: number, more: Partial<DayManifest> = {}): DayManifest => ({
	name: `manifests/orders/dt=${day}/r000001.json`,
	day,
	timeZone: 'Europe/Berlin',
	fromMs: Date.parse(day) - 3_600_000,
	toMs: Date.parse(day) + 82_800_000,
	isWhole: true,
	revision: 1,
	asOfMs: Date.UTC(2026, 10, 24, 8),
	lineSchema: 2,
	rows,
	worth,
	leastId: 'A',
	greatestId: 'Y',
	fingerprint: '1',
	origin: 'one',
	parts: [{name: `orders/dt=${day}/part-00001.jsonl.gz`, sizeBytes: 81_234, crc32c: '4waSgw==', generation: '1', rows, worth, leastId: 'A', greatestId: 'Y'}],
	...more,
});

const [first, second] = [
	archivedDay('2026-11-22', 1499, 1_234_562),
	archivedDay('2026-11-23', 1, 5, {revision: 2, name: 'manifests/orders/dt=2026-11-23/r000002.json'}),
];

export const archived: ArchiveResult = {
	scenario: shop,
	timeZone: 'Europe/Berlin',
	source: 'PostgreSQL',
	asOfMs: Date.UTC(2026, 10, 24, 8),
	days: [
		{state: 'new', manifest: first, before: undefined, created: 1, createdBytes: 81_234, metAnother: false},
		{state: 'changed', manifest: second, before: archivedDay('2026-11-23', 2, 10), created: 1, createdBytes: 81_234, metAnother: false},
	],
	unchanged: 3,
	today: '2026-11-24',
	archived: new Map([first, second].map(manifest => [manifest.day, manifest])),
	totals: {days: 5, rows: 1600, worth: 2_000_000, parts: 6},
	created: 2,
	createdBytes: 162_468,
	run: {name: 'manifests/orders/runs/r000007.json', revision: 7, created: true},
	leftOut: [],
	warnings: [],
	tookMs: 1234.5,
};
