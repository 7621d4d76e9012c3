import {speedupInterval, type SpeedupInterval} from '../lab/bootstrap.ts';
import {plainPolicy} from '../lab/cache-policy.ts';
import {fewestSamples} from '../lab/bootstrap.ts';
import {quantileOfSorted} from '../lab/quantiles.ts';
import {Problem} from '../words/problem.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import {ownKey} from './answer-key.ts';
import {askLive, type LiveOrigin} from './ask-live.ts';
import type {Origin} from './ask-question.ts';
import {waitBriefly} from './give-up.ts';
import {readAnswer} from './read-answer.ts';

/** The benchmark's value outlives any benchmark, in seconds; its key is removed at the end, and ends by itself after a kill. */
const benchTtlSeconds = 600;
const warmUpMisses = 3;

/** Between two paced reads, in milliseconds: long enough for client and server to fall asleep, as a dashboard's do. */
const paceMs = 40;

/** `burst`: one read after the other; `paced`: with a pause between, as a dashboard reads. */
export type BenchMode = 'burst' | 'paced';

/** Reads of which one lies beyond the quantile: of fewer it would be the slowest read under another name. */
const fewestOfP95 = 20;
const fewestOfP99 = 100;

/** One timed read of the benchmark. */
export type LatencySample = {readonly kind: ReadKind; readonly latencyMs: number};

/** `live`: what Redis keeps live was asked, where a scenario has that. */
export type ReadKind = 'miss' | 'hit' | 'live';

/** Latencies of one kind of read, in milliseconds; a quantile is undefined where the sample is too small to hold it. */
export type LatencySummary = {
	readonly count: number;
	readonly p50Ms: number | undefined;
	readonly p95Ms: number | undefined;
	readonly p99Ms: number | undefined;
};

export type LatencyMeasurement = {
	readonly mode: BenchMode;
	readonly miss: LatencySummary;
	readonly hit: LatencySummary;
	/** Absent where nothing live was asked. */
	readonly live?: LatencySummary;
	/** Median miss over median hit, with its 95 % bootstrap interval; undefined under 20 samples of each. */
	readonly speedup: SpeedupInterval | undefined;
	readonly samples: readonly LatencySample[];
	/** The slow origin: time added to each query, in milliseconds; part of every miss. */
	readonly addedFillMs: number;
};

export type MeasureOptions = {
	readonly mode: BenchMode;
	readonly misses: number;
	readonly hitsPerMiss: number;
	/** Time added to each query, in milliseconds; none by default. */
	readonly addedFillMs?: number;
	readonly signal?: AbortSignal | undefined;
	/** Epoch milliseconds; when each sample was taken. */
	readonly clock?: () => number;
	/** Called after each timed read. */
	readonly progress?: (sample: LatencySample, done: number, total: number) => void;
};

/**
 * Times whole reads through `readAnswer`, misses and hits interleaved so that a drift of the machine meets both, and as many questions of what is
 * live as hits, after a warm-up that is not counted. Cancelled, it gives what was measured so far.
 * @throws Problem with the reason when a store fails meanwhile: a figure with bypasses in it would not be one
 */
export async function measureLatency(
	{scenario, window, timeZone, cache}: Origin & LiveOrigin & {readonly cache: RedisCache},
	{mode, misses, hitsPerMiss, addedFillMs = 0, signal, clock = Date.now, progress}: MeasureOptions,
): Promise<LatencyMeasurement> {
	const policy = plainPolicy(benchTtlSeconds);
	// A key of its own: neither the lesson nor another benchmark on this Redis is disturbed.
	const key = ownKey('bench');
	const path = {
		scenario,
		window,
		timeZone,
		cache,
		policy: () => policy,
		flight: {current: undefined},
		key,
		keepsEmpty: true,
		clock,
		addedFillMs: () => addedFillMs,
	};
	const samples: LatencySample[] = [];
	const asksLive = scenario.live?.question !== undefined;
	const total = misses * (1 + hitsPerMiss * (asksLive ? 2 : 1));
	const keep = (sample: LatencySample) => {
		samples.push(sample);
		progress?.(sample, samples.length, total);
	};

	const timedRead = async (kind: 'miss' | 'hit', counted: boolean) => {
		if (mode === 'paced') {
			await pause(paceMs);
		}

		const read = await readAnswer(path);
		if (read.outcome !== kind || !read.stands) {
			throw new Problem(read.reason ?? `a read that should be a ${kind} ended as ${read.outcome}`);
		}

		if (counted) {
			keep({kind, latencyMs: read.latencyMs});
		}
	};

	const timedLive = async (counted: boolean) => {
		if (mode === 'paced') {
			await pause(paceMs);
		}

		const startedAt = performance.now();
		await askLive({scenario, window, cache, timeZone}, {about: shownAbout(scenario), asOfMs: clock()});
		if (counted) {
			keep({kind: 'live', latencyMs: performance.now() - startedAt});
		}
	};

	try {
		for (let round = -warmUpMisses; round < misses && !signal?.aborted; round++) {
			await cache.remove(key);
			await timedRead('miss', round >= 0);
			for (let i = 0; i < hitsPerMiss && !signal?.aborted; i++) {
				await timedRead('hit', round >= 0);
			}

			for (let i = 0; asksLive && i < hitsPerMiss && !signal?.aborted; i++) {
				await timedLive(round >= 0);
			}
		}
	} finally {
		await waitBriefly(cache.remove(key));
	}

	return {mode, ...summariseSamples(samples), samples, addedFillMs};
}

/** The table of a set of samples. */
export function summariseSamples(samples: readonly LatencySample[]): Pick<LatencyMeasurement, 'miss' | 'hit' | 'live' | 'speedup'> {
	const of = (kind: 'miss' | 'hit') => samples.filter(sample => sample.kind === kind).map(({latencyMs}) => latencyMs);
	return {...summariseLatencies(samples), speedup: speedupInterval(of('miss'), of('hit'))};
}

/** The quantiles alone: the interval's resampling would hold up the very reads of a benchmark that still runs. */
export function summariseLatencies(samples: readonly LatencySample[]): Pick<LatencyMeasurement, 'miss' | 'hit' | 'live'> {
	const of = (kind: ReadKind) => summarise(samples.filter(sample => sample.kind === kind).map(({latencyMs}) => latencyMs));
	const live = of('live');
	return {miss: of('miss'), hit: of('hit'), ...(live.count > 0 && {live})};
}

function summarise(latenciesMs: readonly number[]): LatencySummary {
	const ascending = Float64Array.from(latenciesMs).sort();
	const at = (p: number, fewest: number) => (ascending.length < fewest ? undefined : quantileOfSorted(ascending, p));
	return {count: latenciesMs.length, p50Ms: at(0.5, fewestSamples), p95Ms: at(0.95, fewestOfP95), p99Ms: at(0.99, fewestOfP99)};
}

async function pause(ms: number): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, ms);
	});
}
