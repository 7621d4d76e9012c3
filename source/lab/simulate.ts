import type {Popularity} from '../chance/popularity.ts';
import {requireNotNegative, requirePositive, requireWhole} from './argument-range.ts';
import {type ArrivalsChoice, openArrivals, readsPerSecond} from './arrivals-choice.ts';
import type {ArrivalStream} from './arrivals.ts';
import {type CachePolicy, requirePolicy} from './cache-policy.ts';
import {type ExtentOfMany, extentOfMany} from './extent-of-many.ts';
import {addCounts, noReads, type ReadCounts, readFigures, valuedReads} from './read-counts.ts';
import {runSimulation} from './simulation-run.ts';
import {createStampedeTally} from './stampede-tally.ts';

/** What is simulated. */
export type SimulationOptions = {
	readonly policy: CachePolicy;
	/** How reads come; a stream of one's own must be in the order of time and without end. */
	readonly arrivals: ArrivalsChoice | ArrivalStream;
	/** L: how long the origin takes to answer, 0 or more. */
	readonly fillSeconds: number;
	/** Each viewer stands for a process of its own, with a single-flight of its own; else all share one. False by default. */
	readonly ownProcess?: boolean;
	/** μ: facts a second, as a Poisson stream; 0 by default. */
	readonly factsPerSecond?: number;
	/** Each read asks for any of so many keys, drawn by it; absent: there is one key. */
	readonly popularity?: Popularity | undefined;
	/** How many of many keys memory holds; absent: all. As in Redis the oldest of a sample goes. */
	readonly keysInMemory?: number | undefined;
	/** 1 by default; equal options and seeds give equal results. */
	readonly seed?: number | string;
	/** Told now and then how many reads have been simulated. */
	readonly progress?: ((reads: number) => void) | undefined;
} & (
	| {
			/**
			 * So many reads in the long run: counted from the second expiry cycle on, and on to the end of the cycle in which
			 * the number is reached, so that no part of a cycle weighs more than another. If a cycle is longer than
			 * 2 × the number + 2,000,000 reads, all from the empty cache on are counted instead, and `cycles` says so.
			 * The result for several pollers depends on their phases. These are drawn anew for about every 100 cycles, each time with an
			 * empty cache and up to 400 times, because theory gives the mean over phases too.
			 * Of many keys: so many reads after the cache has come to rest; `cycles` says whether it has.
			 */
			readonly readsWanted: number;
	  }
	| {
			/** All reads that arrive in so many seconds from an empty cache on, each followed to its end. */
			readonly seconds: number;
	  }
);

/** The result of the simulated reads. Times are virtual. */
export type Simulation = {
	/** From the first counted read's arrival to the first one's that is no longer counted. */
	readonly seconds: number;
	readonly reads: number;
	readonly outcomes: ReadCounts['outcomes'];
	/** h: outcome `hit` among all reads. */
	readonly hitRate: number;
	/** Mean of (time served − as-of) over all reads that gave a value; as-of is the instant the fill began. 0 without any. */
	readonly meanAgeSeconds: number;
	readonly maxAgeSeconds: number;
	readonly originQueries: number;
	readonly originPerSecond: number;
	/** Whole expiry cycles that were counted, from a stampede to the next, or of many keys their lives; 0 when not even one whole cycle was. */
	readonly cycles: number;
	/**
	 * S: the mean number of origin queries in a stampede. A stampede begins with a query while no other fill is under
	 * way, and has all queries that begin until none of its fills is (a fill ends when its value is stored, or it fails).
	 * Unprotected that is 1 + λL as long as L ≤ T; for XFetch it is the recomputations per cycle. 0 without queries.
	 */
	readonly stampedeSize: number;
	/** Facts between as-of and the time served: the mean over the reads that gave a value. 0 without facts. */
	readonly meanMissedFacts: number;
};

/**
 * Runs the policy's own reads in virtual time, on one cache and one origin: an hour of TTL in a blink.
 * Of simultaneous fills each stores its value at its own end, and the last one stays. No wall clock; memory is bounded.
 * A RangeError for a number out of range, and when more than 200,000 reads are under way at once.
 */
export function simulate(options: SimulationOptions): Simulation {
	const {policy, fillSeconds, ownProcess = false, factsPerSecond = 0, seed = 1, progress} = options;
	requirePolicy(policy);
	requireNotNegative('fillSeconds', fillSeconds);
	requireNotNegative('factsPerSecond', factsPerSecond);
	if ('seconds' in options) {
		requirePositive('seconds', options.seconds);
	} else {
		requireWhole('readsWanted', options.readsWanted, 1);
	}

	const ofMany = wantedOfMany(options);
	const counts = noReads();
	const stampedes = createStampedeTally();
	let cycles = 0;
	let missedFacts = 0;
	let seconds = 0;
	let simulated = 0;
	const draws = phaseDraws(options);
	for (let draw = 0; draw < draws; draw++) {
		const drawSeed = draw === 0 ? seed : `${seed} draw ${draw}`;
		const run = runSimulation({
			policy,
			arrivals: 'next' in options.arrivals ? options.arrivals : openArrivals(options.arrivals, drawSeed),
			fillSeconds,
			ownProcess,
			factsPerSecond,
			popularity: options.popularity,
			keysInMemory: options.keysInMemory,
			isScattered: ofMany !== undefined,
			seed: drawSeed,
			...(progress && {
				progress(reads) {
					progress(simulated + reads);
				},
			}),
			extent:
				'seconds' in options
					? {seconds: options.seconds}
					: (ofMany ?? {
							readsWanted: Math.ceil(options.readsWanted / draws),
							mostReads: draws === 1 ? 2 * options.readsWanted + 2_000_000 : Math.ceil((4 * options.readsWanted) / draws),
						}),
		});
		addCounts(counts, run.reads);
		stampedes.absorb(run.stampedes);
		cycles += ofMany?.lives ?? run.cycles;
		missedFacts += run.missedFacts;
		seconds += run.seconds;
		simulated += run.simulatedReads;
	}

	const {hitRate = 0, meanAgeSeconds = 0, maxAgeSeconds} = readFigures(counts);
	return {
		seconds,
		reads: counts.reads,
		outcomes: counts.outcomes,
		hitRate,
		meanAgeSeconds,
		maxAgeSeconds,
		originQueries: stampedes.queries,
		originPerSecond: share(stampedes.queries, seconds),
		cycles,
		stampedeSize: share(stampedes.queries, stampedes.count),
		meanMissedFacts: share(missedFacts, valuedReads(counts)),
	};
}

function wantedOfMany(options: SimulationOptions): ExtentOfMany | undefined {
	const {arrivals, popularity} = options;
	return popularity && 'readsWanted' in options && !('next' in arrivals) ? extentOfMany({...options, arrivals, popularity}) : undefined;
}

const share = (sum: number, of: number) => (of === 0 ? 0 : sum / of);

/** How often a run of several pollers may draw their phases, so that each draw lasts 100 cycles or so. */
function phaseDraws(options: SimulationOptions): number {
	const {arrivals, policy, fillSeconds} = options;
	if ('seconds' in options || 'next' in arrivals || options.popularity || arrivals.kind !== 'poll' || (arrivals.viewers ?? 1) === 1) {
		return 1;
	}

	const readsPerCycle = 1 + readsPerSecond(arrivals) * (policy.ttlSeconds + fillSeconds);
	return Math.max(1, Math.min(400, Math.floor(options.readsWanted / (100 * readsPerCycle))));
}
