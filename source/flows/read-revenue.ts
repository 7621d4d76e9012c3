import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import type {CachePolicy} from '../lab/cache-policy.ts';
import {type Filled, type Outcome, type Reading, readThrough, type Step} from '../lab/read-through.ts';
import {type CachedRevenue, revenueKey} from '../orders/cached-revenue.ts';
import type {RevenueReport} from '../orders/revenue.ts';
import {sayFailure} from '../problem.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import type {OriginMeter} from './origin-meter.ts';

/** Fills under way in one process, for its single-flight. Readers that stand for other machines have one of their own. */
export type Flight = {
	current: Promise<Filled<CachedRevenue>> | undefined;
	/** The last fill that ended, with a value or without, and when (`performance.now`). */
	landed?: {readonly filled: Filled<CachedRevenue>; readonly at: number};
};

/** What a reader reads through. */
export type ReadPath = {
	readonly window: Pick<MongoWindow, 'revenueByCategory'>;
	readonly cache: Pick<RedisCache, 'get' | 'set' | 'lock' | 'unlock'>;
	/** The policy in force; asked at each read, since it can change live. */
	readonly policy: () => CachePolicy;
	readonly flight: Flight;
	/** The cache key; by default the lesson's own. Its lock stands beside it, under `<key>:lock`. */
	readonly key?: string;
	/** The slow origin: time added to each query, in milliseconds; asked at each, since it can change live. */
	readonly addedFillMs?: () => number;
	/** Counts what this path asks of the origin. */
	readonly meter?: Pick<OriginMeter, 'began' | 'settled'>;
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
	const {cache, key = revenueKey, flight, meter} = path;
	let land: ((filled: Filled<CachedRevenue>) => void) | undefined;
	let token: string | undefined;
	let queriedAt: number | undefined;
	let lookedUpAt = 0;
	/** The fill of this read is over; what it took is known when its value stands in the cache. */
	const settle = (stands: boolean) => {
		if (queriedAt !== undefined) {
			meter?.settled(stands ? performance.now() - queriedAt : undefined);
			queriedAt = undefined;
		}
	};

	const answer = (step: Step<CachedRevenue>): unknown => {
		switch (step.do) {
			case 'get': {
				lookedUpAt = performance.now();
				return lookUp(path);
			}

			case 'fill': {
				if (signal?.aborted) {
					return {status: 'failed', reason: sayFailure(signal.reason)};
				}

				queriedAt = performance.now();
				meter?.began();
				return fill(path, signal);
			}

			case 'set': {
				return cache.set(key, step.value, step.keepMs).then(() => settle(true), () => settle(false));
			}

			case 'now': {
				return (path.clock ?? Date.now)();
			}

			case 'join': {
				if (flight.current) {
					return flight.current;
				}

				// It ended after this read had looked: the two replies came in one breath.
				if (flight.landed && flight.landed.at >= lookedUpAt) {
					return flight.landed.filled;
				}

				flight.current = new Promise(resolve => {
					land = resolve;
				});
				return undefined;
			}

			case 'land': {
				flight.current = undefined;
				if (step.filled.status === 'filled' || !step.filled.left) {
					flight.landed = {filled: step.filled, at: performance.now()};
				}

				land?.(step.filled);
				return undefined;
			}

			case 'lock': {
				// Who is cut off while waiting for another's lock waits no more.
				if (signal?.aborted) {
					return 'down';
				}

				token ??= randomUUID();
				return cache.lock(lockKey(key), token, step.keepMs).catch(() => 'down');
			}

			case 'unlock': {
				// A lock that cannot be released ends by itself.
				return token === undefined ? undefined : cache.unlock(lockKey(key), token).catch(() => undefined);
			}

			case 'pause': {
				return pause(step.forMs, undefined, signal && {signal}).catch(() => undefined);
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
			settle(false);
			return value;
		}

		const given = answer(value);
		// Awaiting what is no promise would cost a hit two more turns of the event loop's queue.
		input = given instanceof Promise ? await given : given;
	}
}

/** Where the lock of a key stands. */
export function lockKey(key: string): string {
	return `${key}:lock`;
}

function lookUp({cache, key = revenueKey}: ReadPath): Promise<unknown> {
	return cache.get(key).then(
		lookup => lookup.status === 'corrupt'
			? {status: 'empty', reason: `the value at ${key} was not ours to serve (${lookup.reason}); it is replaced`}
			: lookup,
		(error: unknown) => ({status: 'down', reason: sayFailure(error)}),
	);
}

async function fill({window, clock = Date.now, addedFillMs}: ReadPath, signal?: AbortSignal): Promise<Filled<CachedRevenue>> {
	const startedAt = performance.now();
	try {
		const report = await window.revenueByCategory(clock(), signal);
		const addedMs = addedFillMs?.() ?? 0;
		if (addedMs > 0) {
			await pause(addedMs, undefined, signal && {signal});
		}

		return {status: 'filled', value: {report, fillMs: performance.now() - startedAt, expiresAtMs: 0}};
	} catch (error) {
		return {status: 'failed', reason: sayFailure(error)};
	}
}
