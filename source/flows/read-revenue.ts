import type {CachePolicy} from '../lab/cache-policy.ts';
import {type Filled, type Outcome, type Reading, readThrough, type Step} from '../lab/read-through.ts';
import {type CachedRevenue, revenueKey} from '../orders/cached-revenue.ts';
import type {RevenueReport} from '../orders/revenue.ts';
import {sayFailure} from '../problem.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** Fills under way in one process, for its single-flight. Readers that stand for other machines have one of their own. */
export type Flight = {current: Promise<Filled<CachedRevenue>> | undefined};

/** What a reader reads through. */
export type ReadPath = {
	readonly window: Pick<MongoWindow, 'revenueByCategory'>;
	readonly cache: Pick<RedisCache, 'get' | 'set'>;
	/** The policy in force; asked at each read, since it can change live. */
	readonly policy: () => CachePolicy;
	readonly flight: Flight;
	/** The cache key; by default the lesson's own. */
	readonly key?: string;
	/** Random numbers in [0, 1) for jitter and XFetch. */
	readonly uniform?: () => number;
	/** Epoch milliseconds; one clock for `asOf`, expiry and age. */
	readonly clock?: () => number;
};

/** One read, as it ended. */
export type RevenueRead = {
	/** The whole read, in milliseconds: GET and parse for a hit, GET, origin and SET for a miss. */
	readonly latencyMs: number;
	/** When it was served, in epoch milliseconds. */
	readonly servedAtMs: number;
	/** Why it was no plain hit or miss: the store that failed, or the value that had to be replaced. */
	readonly reason?: string;
} & (
	| {readonly outcome: Exclude<Outcome, 'error'>; readonly report: RevenueReport; readonly expiresAtMs: number; readonly ageMs: number; readonly fillMs: number}
	| {readonly outcome: 'error'; readonly reason: string}
);

/**
 * Reads revenue by category through the cache, with MongoDB behind it, under the policy in force.
 * Never rejects: a failure is the outcome `error`.
 */
export async function readRevenue(path: ReadPath, signal?: AbortSignal): Promise<RevenueRead> {
	const clock = path.clock ?? Date.now;
	const startedAt = performance.now();
	const served = await run(readThrough<CachedRevenue>(path.policy(), path.uniform ?? Math.random), path, signal);
	const latencyMs = performance.now() - startedAt;
	const servedAtMs = clock();
	const reason = served.reason === undefined ? {} : {reason: served.reason};
	if (served.outcome === 'error') {
		return {outcome: 'error', latencyMs, servedAtMs, reason: served.reason};
	}

	const {report, expiresAtMs, fillMs} = served.value;
	return {outcome: served.outcome, latencyMs, servedAtMs, report, expiresAtMs, fillMs, ageMs: servedAtMs - report.asOfMs, ...reason};
}

/** Answers a read's steps with the real stores until it returns. */
async function run<R>(reading: Reading<CachedRevenue, R>, path: ReadPath, signal?: AbortSignal): Promise<R> {
	let land: ((filled: Filled<CachedRevenue>) => void) | undefined;
	const answer = (step: Step<CachedRevenue>): unknown => {
		switch (step.do) {
			case 'get': {
				return lookUp(path);
			}

			case 'fill': {
				return fill(path, signal);
			}

			case 'set': {
				return path.cache.set(path.key ?? revenueKey, step.value, step.keepMs).catch(() => undefined);
			}

			case 'now': {
				return (path.clock ?? Date.now)();
			}

			case 'join': {
				if (path.flight.current) {
					return path.flight.current;
				}

				path.flight.current = new Promise(resolve => {
					land = resolve;
				});
				return undefined;
			}

			case 'land': {
				path.flight.current = undefined;
				land?.(step.filled);
				return undefined;
			}

			case 'lock':
			case 'unlock':
			case 'pause': {
				return 'down';
			}

			case 'behind': {
				void run(step.task, path, signal);
				return undefined;
			}
		}
	};

	for (let input: unknown; ;) {
		const {done, value} = reading.next(input);
		if (done) {
			return value;
		}

		const given = answer(value);
		// Awaiting what is no promise would cost a hit two more turns of the event loop's queue.
		input = given instanceof Promise ? await given : given;
	}
}

async function lookUp({cache, key = revenueKey}: ReadPath) {
	try {
		const lookup = await cache.get(key);
		return lookup.status === 'corrupt'
			? {status: 'empty', reason: `the value at ${key} was not ours to serve (${lookup.reason}); it is replaced`}
			: lookup;
	} catch (error) {
		return {status: 'down', reason: sayFailure(error)};
	}
}

async function fill({window, clock = Date.now}: ReadPath, signal?: AbortSignal): Promise<Filled<CachedRevenue>> {
	const startedAt = performance.now();
	try {
		const report = await window.revenueByCategory(clock(), signal);
		return {status: 'filled', value: {report, fillMs: performance.now() - startedAt, expiresAtMs: 0}};
	} catch (error) {
		return {status: 'failed', reason: sayFailure(error)};
	}
}
