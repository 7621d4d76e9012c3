import {drawBy, type Popularity} from '../chance/popularity.ts';
import {createUniform} from '../chance/random.ts';
import type {ArrivalStream} from './arrivals.ts';
import type {CachePolicy} from './cache-policy.ts';
import {createFactStream} from './fact-stream.ts';
import type {Served} from './read-through.ts';
import {addRead, noReads, type ReadCounts} from './read-counts.ts';
import {createStampedeTally, type StampedeTally} from './stampede-tally.ts';
import type {VirtualValue} from './virtual-cache.ts';
import {createVirtualWorld, type VirtualRead} from './virtual-world.ts';

/** One stream of reads on one cache that begins empty; of one key, or each of any of many. */
export type SimulationRun = {
	readonly policy: CachePolicy;
	readonly arrivals: ArrivalStream;
	readonly fillSeconds: number;
	readonly ownProcess: boolean;
	readonly factsPerSecond: number;
	readonly popularity?: Popularity | undefined;
	readonly keysInMemory?: number | undefined;
	/** The first value of each key expires at a random part of its TTL, as in a long run. Otherwise popular keys would expire together again and again. */
	readonly isScattered?: boolean;
	readonly seed: number | string;
	/** Told now and then how many reads have come. */
	readonly progress?: (reads: number) => void;
	/** How much is counted: whole cycles of at least so many reads, or all that arrives until a virtual second, from another one (0) on. */
	readonly extent: {readonly readsWanted: number; readonly mostReads: number} | {readonly seconds: number; readonly fromSeconds?: number};
};

/** What was counted of a run. */
export type RunTally = {
	readonly reads: ReadCounts;
	readonly stampedes: StampedeTally;
	readonly cycles: number;
	/** Facts that the served values missed, in all. */
	readonly missedFacts: number;
	readonly seconds: number;
	/** Reads that came, counted or not. */
	readonly simulatedReads: number;
};

const readsBetweenProgress = 1 << 17;

/** Runs the policy's own reads for a stream of arrivals, and counts. */
export function runSimulation({
	policy,
	arrivals,
	fillSeconds,
	ownProcess,
	factsPerSecond,
	popularity,
	keysInMemory,
	isScattered = false,
	seed,
	progress,
	extent,
}: SimulationRun): RunTally {
	const longRun = 'readsWanted' in extent ? extent : undefined;
	const untilUs = 'seconds' in extent ? Math.round(extent.seconds * 1e6) : Number.POSITIVE_INFINITY;
	const beginUs = 'seconds' in extent ? Math.round((extent.fromSeconds ?? 0) * 1e6) : 0;
	const factsUntil = createFactStream(factsPerSecond, seed);
	const drawn = createUniform(`keys ${seed}`);
	const keyOf = popularity && drawBy(popularity);
	let reads = noReads();
	let stampedes = createStampedeTally();
	let missedFacts = 0;
	let isSettled = false;
	let isCut = false;
	let cycleIndex = 0;
	let fromIndex = beginUs === 0 ? 0 : Number.POSITIVE_INFINITY;
	let fromUs: number | undefined;
	let endIndex = Number.POSITIVE_INFINITY;
	let endUs = 0;

	const isCounted = (read: VirtualRead) => read.index >= fromIndex && read.index < endIndex;

	/** Before this read a cycle was over: a long run is counted from such a point to such a point, and no cycle is begun that will not fit. */
	const endCycle = (read: VirtualRead, {readsWanted, mostReads}: {readonly readsWanted: number; readonly mostReads: number}) => {
		const cycleReads = read.index - cycleIndex;
		cycleIndex = read.index;
		if (!isSettled) {
			isSettled = true;
			fromIndex = read.index;
			fromUs = read.arrivedUs;
			missedFacts = 0;
			reads = noReads();
			stampedes = createStampedeTally();
		} else if (read.index - fromIndex >= readsWanted || read.index + cycleReads > mostReads) {
			endIndex = read.index;
			endUs = read.arrivedUs;
		}
	};

	const world = createVirtualWorld({
		policy,
		fillUs: Math.round(fillSeconds * 1e6),
		uniform: createUniform(`policy ${seed}`),
		factsUntil,
		keysInMemory,
		isScattered,
		onQuery(read, isFirst) {
			if (longRun && isFirst && read.index > 0 && isCounted(read)) {
				endCycle(read, longRun);
			}

			if (isCounted(read)) {
				stampedes.add(isFirst);
			}
		},
		onServed(read, served: Served<VirtualValue>, atUs) {
			if (isCounted(read)) {
				const value = served.outcome === 'error' ? undefined : served.value;
				addRead(reads, {outcome: served.outcome, ageMs: value && (atUs - Math.round(value.asOfMs * 1000)) / 1000});
				missedFacts += factsPerSecond > 0 && value ? factsUntil(atUs) - value.facts : 0;
			}
		},
	});

	let simulatedReads = 0;
	for (let index = 0; index < endIndex; index++) {
		simulatedReads = index;
		if (progress && index > 0 && index % readsBetweenProgress === 0) {
			progress(index);
		}

		const {atSeconds, viewer} = arrivals.next();
		const atUs = Math.round(atSeconds * 1e6);
		world.advanceTo(Math.min(atUs, untilUs));
		// An event that was due before this read may have ended the last cycle.
		if (index >= endIndex) {
			break;
		}

		if (atUs >= untilUs || index === longRun?.mostReads) {
			isCut = true;
			endIndex = index;
			endUs = Math.min(atUs, untilUs);
			break;
		}

		fromUs ??= longRun ? atUs : beginUs;
		fromIndex = atUs >= beginUs ? Math.min(fromIndex, index) : fromIndex;
		world.read(index, ownProcess ? viewer : 0, keyOf?.(drawn()));
	}

	world.drain();
	return {
		reads,
		stampedes,
		// The cut falls into a cycle, so that one is not whole.
		cycles: isSettled && !isCut ? stampedes.count : Math.max(0, stampedes.count - 1),
		missedFacts,
		seconds: (endUs - (fromUs ?? 0)) / 1e6,
		simulatedReads,
	};
}
