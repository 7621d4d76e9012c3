import type {Config} from '../config.ts';
import {type LatencyMeasurement, measureLatency} from '../flows/measure-latency.ts';
import {readRevenue, type RevenueRead} from '../flows/read-revenue.ts';
import {seedOrders, type SeedResult} from '../flows/seed-orders.ts';
import {plainPolicy} from '../lab/cache-policy.ts';
import {Problem} from '../problem.ts';
import type {Services} from '../services.ts';
import type {Backend} from '../stores/backend.ts';

/** Samples of the one-shot benchmarks: enough for every figure, soon enough for a lesson. */
const reportMisses = 20;
const benchMisses = 60;
const hitsPerMiss = 10;

/** How long work is going, said to whoever waits: on standard error, never in the result. */
export type Narrator = (sentence: string) => void;

/** The main job's result. */
export type RevenueResult = {
	readonly read: Exclude<RevenueRead, {outcome: 'error'}>;
	readonly bench: LatencyMeasurement;
	readonly backends: Backends;
};

/** Each layer's backend, by the names of the JSON contract. */
export type Backends = {readonly mongo: Backend; readonly redis: Backend; readonly gcs: Backend};

export function backendsOf({window, cache, archive}: Services): Backends {
	return {mongo: window.backend, redis: cache.backend, gcs: archive.backend};
}

/**
 * The lesson without a terminal: seeds an empty embedded window, reads once through the cache, and measures misses
 * against hits.
 */
export async function runReport(services: Services, config: Config, signal: AbortSignal, narrate: Narrator): Promise<RevenueResult> {
	await seedIfEmbedded(services, config, signal, narrate);
	const policy = plainPolicy(config.ttlSeconds);
	const read = await readRevenue({...services, policy: () => policy, flight: {current: undefined}});
	if (read.outcome === 'error') {
		throw new Problem(`Revenue could not be read: ${read.reason}`);
	}

	const bench = await measureLatency(services, {mode: 'burst', misses: reportMisses, hitsPerMiss, signal});
	return {read, bench, backends: backendsOf(services)};
}

/** The benchmark alone. */
export async function runBench(services: Services, config: Config, signal: AbortSignal, narrate: Narrator): Promise<LatencyMeasurement> {
	await seedIfEmbedded(services, config, signal, narrate);
	const mode = config.paced ? 'paced' : 'burst';
	return measureLatency(services, {
		mode,
		misses: benchMisses,
		hitsPerMiss,
		signal,
		progress(_, done, total) {
			if (done % Math.ceil(total / 4) === 0 && done < total) {
				narrate(`benchmark (${mode}) ${done} of ${total} reads`);
			}
		},
	});
}

/** An embedded window that is empty gets the lesson's orders; an external one is never written here. */
export async function seedIfEmbedded({window}: Services, config: Config, signal: AbortSignal, narrate: Narrator): Promise<SeedResult | undefined> {
	if (window.backend.kind !== 'embedded' || await window.countOrders(signal) > 0) {
		return undefined;
	}

	const result = await seedOrders(window, {count: config.orders, days: config.days, seed: config.seed, nowMs: Date.now()}, {signal});
	narrate(`seeded ${result.stored} orders over the last ${config.days} days, seed ${config.seed} (embedded MongoDB engine)`);
	return result;
}
