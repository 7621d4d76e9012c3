// Results of `lab` and `stampede` made up by hand, as the flows would give them.
import {zipf} from '../../source/chance/popularity.ts';
import {policyOf, protections, usualProtection} from '../../source/lab/protections.ts';
import type {LabResult} from '../../source/reports/run-lab.ts';
import type {StampedeResult} from '../../source/reports/run-stampede.ts';
import {offBy} from '../../source/scenarios/shop/revenue-off.ts';
import {backends, result} from './results.ts';

export const lab: LabResult = {
	scenario: result.scenario,
	load: {policy: policyOf(2, usualProtection), arrivals: {kind: 'poll', pollSeconds: 5, viewers: 30}, fillSeconds: 0.0042, ownProcess: false},
	protection: usualProtection,
	measured: {
		seconds: 60,
		reads: 360,
		outcomes: {hit: 331, miss: 27, bypass: 0, stale: 0, coalesced: 2, error: 0},
		shed: 0,
		hitRate: 331 / 360,
		meanAgeSeconds: 0.9231,
		maxAgeSeconds: 2.0042,
		originQueries: 27,
		fillSeconds: 0.0042,
		keys: undefined,
		reasons: [],
	},
	predicted: {
		hitRate: 0.923,
		meanAgeSeconds: 0.925,
		greatestAgeSeconds: 2.0042,
		originPerSecond: 0.46,
		band: {low: 0.9167, high: 0.9306},
	},
	error: undefined,
	ordersPerSecond: 0,
	why: undefined,
	backends,
};

const {rows: offNow} = offBy(result.read.answer, result.read.answer);

/** Orders arrived. */
export const tradingLab: LabResult = {
	...lab,
	ordersPerSecond: 2,
	error: {
		comparisons: 57,
		arrived: 118,
		off: [
			{...offNow[0], mean: 12_345.6, most: 34_567, meanShare: 0.0063},
			{...offNow[1]!, mean: 12_100, most: 12_200, meanShare: 0.000_21},
		],
		expectedShare: 0.0061,
		truth: {about: '', answer: result.read.answer, trade: {orders: 100, cents: 600_000, squareCents: 7_200_000_000}, tookMs: 5},
	},
};

/** Nothing known, nothing read. */
export const emptyLab: LabResult = {
	...lab,
	measured: {
		...lab.measured,
		reads: 0,
		outcomes: {hit: 0, miss: 0, bypass: 0, stale: 0, coalesced: 0, error: 0},
		shed: 0,
		hitRate: undefined,
		meanAgeSeconds: undefined,
		maxAgeSeconds: 0,
		originQueries: 0,
		fillSeconds: undefined,
	},
	predicted: undefined,
};

const everything = {...usualProtection, on: new Set(protections.map(({name}) => name)), beta: 1.5, jitterFraction: 0.125};

/** Everything that can be said at once, as long as it gets. */
export const wordyLab: LabResult = {
	...lab,
	load: {
		policy: policyOf(5445, everything),
		arrivals: {kind: 'poisson', ratePerSecond: 199.8, viewers: 1000},
		fillSeconds: 4.2,
		ownProcess: true,
	},
	protection: everything,
	measured: {
		...lab.measured,
		reads: 9_000_000,
		outcomes: {hit: 8_000_000, miss: 123_456, bypass: 234_567, stale: 345_678, coalesced: 123_456, error: 172_843},
		shed: 1_234_567,
		reasons: [{reason: 'MongoDB at mongodb://teacher:***@a-database-with-a-long-name.example:27017 did not answer within 5 s', reads: 12}],
	},
	predicted: {...lab.predicted!, band: undefined},
};

const [unprotected, locked] = [
	{...usualProtection, on: new Set<never>()},
	{...usualProtection, on: new Set(['lock'] as const)},
];
const fired = {fillSeconds: 0.4061, shed: 0};
const crowd = {arrivals: {kind: 'poll', pollSeconds: 5, viewers: 100}, fillSeconds: 0.4061, ownProcess: true} as const;

/** With the protection that was asked for: none. */
export const stampede: StampedeResult = {
	first: {
		load: {...crowd, policy: policyOf(3600, unprotected)},
		protection: unprotected,
		measured: {
			...fired,
			each: [
				{originQueries: 8, waited: 8, tookMs: 405.5, fillMs: 405.5},
				{originQueries: 11, waited: 10, tookMs: 410, fillMs: 410},
			],
		},
		predicted: {originQueries: 9.122, by: 'formula'},
	},
	withLock: undefined,
	why: undefined,
	backends,
};

/** Without protection and with the lock. */
export const comparedStampede: StampedeResult = {
	...stampede,
	withLock: {
		load: {...crowd, policy: policyOf(3600, locked)},
		protection: locked,
		measured: {
			...fired,
			each: [
				{originQueries: 1, waited: 9, tookMs: 406, fillMs: 406},
				{originQueries: 1, waited: 11, tookMs: 408, fillMs: 408},
			],
		},
		predicted: {originQueries: 1, by: 'formula'},
	},
	why: 'since one reader makes no stampede, nor does a query that is over at once',
};

/** Many keys in a memory that is too small. */
export const boundedLab: LabResult = {
	...lab,
	load: {...lab.load, popularity: zipf(1000), keysInMemory: 120},
	measured: {
		...lab.measured,
		keys: {
			asked: 340,
			held: 120,
			heldBytes: 54_000,
			evicted: 220,
			memory: {usedBytes: 96_000, maxBytes: 96_000, policy: 'allkeys-lru', evictedKeys: 230},
			room: 120,
		},
	},
	memory: [
		{keysInMemory: 1, hitRate: 0.001},
		{keysInMemory: 100, hitRate: 0.51},
		{keysInMemory: 1000, hitRate: 0.6},
	],
};
