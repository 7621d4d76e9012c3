import type {CurvePoint, Figures, LaboratoryView} from '../../../../source/dashboard/screens/laboratory/view.ts';

const secondsToday = 36_000;

/** Many viewers who share a cache, `rate` reads a second: plain figures to draw. */
function poissonFigures(ttlSeconds: number, rate = 6): Figures {
	const hitRate = (rate * ttlSeconds) / (1 + rate * ttlSeconds);
	const meanAgeSeconds = (hitRate * ttlSeconds) / 2;
	return {hitRate, meanAgeSeconds, originPerSecond: rate * (1 - hitRate), errorShare: meanAgeSeconds / secondsToday};
}

/** One viewer who polls every five seconds: a staircase, and no hit under five seconds. */
export function pollingFigures(ttlSeconds: number): Figures {
	const hits = Math.floor(ttlSeconds / 5);
	const meanAgeSeconds = hits * 2.5;
	return {hitRate: hits / (hits + 1), meanAgeSeconds, originPerSecond: 0.2 / (hits + 1), errorShare: meanAgeSeconds / secondsToday};
}

/** A theory over TTLs of 1 s to 24 h, with a band of `reach` to each side. */
function curveOf(figures: (ttlSeconds: number) => Figures, reach?: number): CurvePoint[] {
	return Array.from({length: 80}, (_, i) => {
		const ttlSeconds = 86_400 ** (i / 79);
		const at = figures(ttlSeconds);
		return {...at, ttlSeconds, band: reach === undefined ? undefined : {low: Math.max(0, at.hitRate - reach), high: Math.min(1, at.hitRate + reach)}};
	});
}

/** The laboratory before anything is known. */
export const emptyView: LaboratoryView = {
	ttlSeconds: 300,
	loadText: '1 viewer, every 5 s',
	protectionText: 'single-flight',
	fillSeconds: undefined,
	isFirstFill: true,
	addedFillSeconds: 0,
	headline: {name: 'today', inFull: "today's revenue"},
	noErrorCurve: 'no orders arrive: o starts them',
	curve: 'computing',
	theory: 'computing',
	verdict: undefined,
	settlesInSeconds: 0,
	reads: 0,
	fewestReads: 20,
	seen: undefined,
	outcomes: {hit: 0, miss: 0, bypass: 0, stale: 0, coalesced: 0, error: 0},
	shed: 0,
	ghosts: [],
	guess: undefined,
	whatIf: [],
	simulating: undefined,
	answer: undefined,
	budget: undefined,
	truth: undefined,
	news: undefined,
	chartPair: 0,
	ascii: false,
};

/** A run with theory and reads enough. */
export const runningView: LaboratoryView = {
	...emptyView,
	ttlSeconds: 10,
	fillSeconds: 0.0042,
	isFirstFill: false,
	curve: curveOf(pollingFigures, 0.12),
	theory: pollingFigures(10),
	verdict: {band: {low: 0.61, high: 0.72}, reads: 240, hitRate: 0.663},
	reads: 240,
	seen: {hitRate: 0.663, meanAgeSeconds: 4.9, originPerSecond: 0.067, errorShare: 0.000_13},
	outcomes: {...emptyView.outcomes, hit: 159, miss: 81},
	truth: 'off by 12.40 today, 0.6 %',
};

/** A run with too few reads for any figure. */
export const fewReadsView: LaboratoryView = {...runningView, reads: 7, outcomes: {...emptyView.outcomes, hit: 4, miss: 3}};

/** A run under protections that no formula knows. */
export const noFormulaView: LaboratoryView = {...runningView, curve: 'no formula', theory: 'no formula', verdict: undefined, protectionText: 'lock, xfetch'};

/** Everything at once. */
export const fullView: LaboratoryView = {
	...runningView,
	ttlSeconds: 5,
	loadText: '30 viewers, each every 5 s',
	addedFillSeconds: 0.4,
	curve: curveOf(poissonFigures, 0.08),
	theory: poissonFigures(5),
	verdict: {band: {low: 0.951, high: 0.982}, reads: 1204, hitRate: 0.92},
	reads: 1204,
	seen: {hitRate: 0.92, meanAgeSeconds: 2.4, originPerSecond: 0.21, errorShare: 0.000_07},
	outcomes: {hit: 1108, miss: 41, coalesced: 55, stale: 0, bypass: 0, error: 0},
	shed: 3,
	ghosts: [
		{ttlSeconds: 1, ...poissonFigures(1, 1)},
		{ttlSeconds: 30, ...poissonFigures(30, 0.2)},
	],
	guess: {hitRate: 0.6, ttlSeconds: 5, isPlacing: false},
	whatIf: [{ttlSeconds: 3600, ...poissonFigures(3600), reads: 10_000}],
	budget: {asked: 'at most 1 % off today, 95 % of reads', answer: 'TTL 6 min 18 s', reason: 'today is 10 h old; 1 % of it comes in 6 min.'},
};

/** The learner places a guess. */
export const placingView: LaboratoryView = {...fullView, guess: {hitRate: 0.6, ttlSeconds: 5, isPlacing: true}};

/** What memory buys. */
export const memoryView: LaboratoryView = {
	...runningView,
	memory: {
		keys: 10_000,
		curve: [1, 10, 100, 1000, 10_000].map((keysInMemory, i) => ({keysInMemory, hitRate: i * 0.16})),
		room: 1012,
		before: [{keysInMemory: 10_000, hitRate: 0.64}],
		readings: [
			['keys', '1,012 answers; 445 kB'],
			['used memory', '487 kB'],
			['maxmemory', '487 kB, allkeys-lru'],
			['room', 'for 1,012 keys'],
			['evicted', '3,012; 12.3 a second now'],
		],
		hint: 'K: another number; 0 gives the memory back',
	},
};
