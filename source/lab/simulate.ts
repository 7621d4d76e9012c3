import {createRandom} from '../orders/random.ts';
import {requireNotNegative, requirePositive, requireWhole} from './argument-range.ts';
import {type ArrivalsChoice, openArrivals} from './arrivals-choice.ts';
import type {ArrivalStream} from './arrivals.ts';
import {type CachePolicy, requirePolicy} from './cache-policy.ts';
import {createOrderStream} from './order-stream.ts';
import type {Outcome, Served} from './read-through.ts';
import {createReadTally} from './read-tally.ts';
import {createStampedeTally} from './stampede-tally.ts';
import {createVirtualWorld, type VirtualRead, type VirtualValue} from './virtual-world.ts';

/** What is simulated. */
export type SimulationOptions = {
	readonly policy: CachePolicy;
	/** How reads come; a stream of one's own must be in the order of time and without end. */
	readonly arrivals: ArrivalsChoice | ArrivalStream;
	/** L: how long the origin takes to answer, 0 or more. */
	readonly fillSeconds: number;
	/** Each viewer stands for a process of its own, with a single-flight of its own; else all share one. False by default. */
	readonly ownProcess?: boolean;
	/** One round trip to the cache (GET, SET, the lock); 0 by default. */
	readonly getSeconds?: number;
	/** Whether a query that begins at this virtual second fails; none does by default. */
	readonly originFails?: (atSeconds: number) => boolean;
	/** μ: orders placed a second, as a Poisson stream; 0 by default. */
	readonly ordersPerSecond?: number;
	/** 1 by default; equal options and seeds give equal results. */
	readonly seed?: number | string;
} & (
	| {
		/**
		 * So many reads in the long run: counted from the second expiry cycle on, and on to the end of the cycle in which
		 * the number is reached, so that no part of a cycle weighs more than another. If a cycle is longer than
		 * 2 × the number + 2,000,000 reads, all from the empty cache on are counted instead, and `cycles` says so.
		 */
		readonly readsWanted: number;
	}
	| {
		/** All reads that arrive in so many seconds from an empty cache on, each followed to its end. */
		readonly seconds: number;
	}
);

/** What became of the simulated reads. Times are virtual. */
export type Simulation = {
	readonly simulated: true;
	/** From the first counted read's arrival to the first one's that is no longer counted. */
	readonly seconds: number;
	readonly reads: number;
	readonly outcomes: Readonly<Record<Outcome, number>>;
	/** h: outcome `hit` among all reads. */
	readonly hitRate: number;
	/** Mean of (time served − as-of) over all reads that gave a value; as-of is the instant the fill began. 0 without any. */
	readonly meanAgeSeconds: number;
	readonly meanAgeOfHitsSeconds: number;
	readonly medianAgeSeconds: number;
	/** The age that 95 % of the reads that gave a value do not exceed, within 1/2,048 of the greatest. */
	readonly ageAt95PercentSeconds: number;
	readonly maxAgeSeconds: number;
	readonly originQueries: number;
	readonly originPerSecond: number;
	/** Expiry cycles that were counted from a stampede to the next; 0 when not even one whole cycle was. */
	readonly cycles: number;
	/**
	 * S: the mean number of origin queries in a stampede. A stampede begins with a query while no other fill is under
	 * way, and has all queries that begin until none of its fills is (a fill ends when its value is stored, or it fails).
	 * Unprotected that is 1 + λL as long as L ≤ T; for XFetch it is the recomputations per cycle. 0 without queries.
	 */
	readonly stampedeSize: number;
	readonly greatestStampede: number;
	/** Reads that waited for the origin: for their own query, another's, or a lock. */
	readonly waitedReads: number;
	/** Mean time from arrival to answer over all reads. */
	readonly meanWaitSeconds: number;
	readonly maxWaitSeconds: number;
	/** Orders placed between as-of and the time served: the mean over the reads that gave a value. 0 without orders. */
	readonly meanMissedOrders: number;
};

/**
 * Runs the policy's own reads in virtual time, on one cache and one origin: an hour of TTL in a blink.
 * Of simultaneous fills each stores its value at its own end, and the last one stays. No wall clock; memory is bounded.
 * A RangeError for a number out of range, and when more than 200,000 reads are under way at once.
 */
export function simulate(options: SimulationOptions): Simulation {
	const {policy, fillSeconds, ownProcess = false, getSeconds = 0, originFails, ordersPerSecond = 0, seed = 1} = options;
	requirePolicy(policy);
	requireNotNegative('fillSeconds', fillSeconds);
	requireNotNegative('getSeconds', getSeconds);
	requireNotNegative('ordersPerSecond', ordersPerSecond);
	const plan = planOf(options);
	const arrivals = 'next' in options.arrivals ? options.arrivals : openArrivals(options.arrivals, seed);
	const ordersUntil = createOrderStream(ordersPerSecond, seed);
	let tally = createReadTally();
	let stampedes = createStampedeTally();
	let missedOrders = 0;
	let fromIndex = 0;
	let fromUs: number | undefined;
	let endIndex = Number.POSITIVE_INFINITY;
	let endUs = 0;
	let isSettled = !plan.isLongRun;

	const isCounted = (read: VirtualRead) => read.index >= fromIndex && read.index < endIndex;
	const onQuery = (read: VirtualRead, isFirst: boolean) => {
		// Before this read the last cycle is over: a long run is counted from such a point to such a point.
		if (isFirst && plan.isLongRun && read.index > 0 && read.index >= fromIndex && endIndex === Number.POSITIVE_INFINITY) {
			if (!isSettled) {
				isSettled = true;
				fromIndex = read.index;
				fromUs = read.arrivedUs;
				missedOrders = 0;
				tally = createReadTally();
				stampedes = createStampedeTally();
			} else if (read.index - fromIndex >= plan.reads) {
				endIndex = read.index;
				endUs = read.arrivedUs;
			}
		}

		if (isCounted(read)) {
			stampedes.add(isFirst);
		}
	};

	const onServed = (read: VirtualRead, served: Served<VirtualValue>, atUs: number) => {
		if (isCounted(read)) {
			const value = served.outcome === 'error' ? undefined : served.value;
			tally.add(served.outcome, atUs - read.arrivedUs, read.waited, value && atUs - Math.round(value.asOfMs * 1000));
			missedOrders += ordersPerSecond > 0 && value ? ordersUntil(atUs) - value.orders : 0;
		}
	};

	const world = createVirtualWorld({
		policy,
		fillUs: Math.round(fillSeconds * 1e6),
		cacheUs: Math.round(getSeconds * 1e6),
		uniform: createRandom(`policy ${seed}`).next,
		originFails: originFails ? atUs => originFails(atUs / 1e6) : () => false,
		ordersUntil,
		onServed,
		onQuery,
	});

	for (let index = 0; ; index++) {
		const {atSeconds, viewer} = arrivals.next();
		const atUs = Math.round(atSeconds * 1e6);
		world.advanceTo(Math.min(atUs, plan.untilUs));
		if (index >= endIndex) {
			break;
		}

		if (atUs >= plan.untilUs || index >= plan.mostReads) {
			endIndex = index;
			endUs = Math.min(atUs, plan.untilUs);
			break;
		}

		fromUs ??= plan.isLongRun ? atUs : 0;
		world.read(index, ownProcess ? viewer : 0);
	}

	world.drain();
	const {reads} = tally;
	const valued = reads - tally.outcomes.error;
	const seconds = (endUs - (fromUs ?? 0)) / 1e6;
	const share = (sum: number, of: number) => of === 0 ? 0 : sum / of;
	return {
		simulated: true,
		seconds,
		reads,
		outcomes: tally.outcomes,
		hitRate: share(tally.outcomes.hit, reads),
		meanAgeSeconds: share(tally.ageSum, valued) / 1e6,
		meanAgeOfHitsSeconds: share(tally.hitAgeSum, tally.outcomes.hit) / 1e6,
		medianAgeSeconds: tally.ageQuantile(0.5) / 1e6,
		ageAt95PercentSeconds: tally.ageQuantile(0.95) / 1e6,
		maxAgeSeconds: tally.greatestAge / 1e6,
		originQueries: stampedes.queries,
		originPerSecond: share(stampedes.queries, seconds),
		cycles: plan.isLongRun && isSettled ? stampedes.count : Math.max(0, stampedes.count - 1),
		stampedeSize: share(stampedes.queries, stampedes.count),
		greatestStampede: stampedes.greatest,
		waitedReads: tally.waited,
		meanWaitSeconds: share(tally.waitSum, reads) / 1e6,
		maxWaitSeconds: tally.greatestWait / 1e6,
		meanMissedOrders: share(missedOrders, valued),
	};
}

type Plan = {readonly isLongRun: boolean; readonly reads: number; readonly mostReads: number; readonly untilUs: number};

function planOf(options: {readonly readsWanted: number} | {readonly seconds: number}): Plan {
	if ('seconds' in options) {
		requirePositive('seconds', options.seconds);
		return {isLongRun: false, reads: 0, mostReads: Number.POSITIVE_INFINITY, untilUs: Math.round(options.seconds * 1e6)};
	}

	const {readsWanted} = options;
	requireWhole('readsWanted', readsWanted, 1);
	return {isLongRun: true, reads: readsWanted, mostReads: 2 * readsWanted + 2_000_000, untilUs: Number.POSITIVE_INFINITY};
}
