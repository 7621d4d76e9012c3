import {createUniform} from '../chance/random.ts';
import {requireNotNegative, requireWhole} from './argument-range.ts';
import {type ArrivalsChoice, openArrivals} from './arrivals-choice.ts';
import {type CachePolicy, requirePolicy} from './cache-policy.ts';
import {createVirtualWorld} from './virtual-world.ts';

/** The key is expired under running load, again and again. */
export type StampedeOptions = {
	readonly policy: CachePolicy;
	/** The load; the phases of pollers are drawn anew for each firing. */
	readonly arrivals: ArrivalsChoice;
	/** L: how long the origin takes, 0 or more. */
	readonly fillSeconds: number;
	/** Each viewer a process of its own; else all share one. False by default. */
	readonly ownProcess?: boolean;
	/** How often the key is expired, 100 by default. */
	readonly firings?: number;
	/** 1 by default. */
	readonly seed?: number | string;
};

/** What the firings came to. */
export type StampedeSimulation = {
	/** Queries to the origin from the expiry until a value stands in the cache again, on average. */
	readonly meanOriginQueries: number;
};

/**
 * Deletes the key at an instant that has nothing to do with the load, and follows each read that comes until a value
 * stands again. Unprotected S = 1 + λL; V processes of their own 1 + V·L/P; with single-flight in one process or a lock 1.
 * Deterministic by seed. A RangeError for a number out of range.
 */
export function simulateStampede({policy, arrivals, fillSeconds, ownProcess = false, firings = 100, seed = 1}: StampedeOptions): StampedeSimulation {
	requirePolicy(policy);
	requireNotNegative('fillSeconds', fillSeconds);
	requireWhole('firings', firings, 1);
	const uniform = createUniform(`policy ${seed}`);
	let queries = 0;
	for (let firing = 0; firing < firings; firing++) {
		queries += fireOnce({policy, arrivals, fillSeconds, ownProcess, uniform, seed: `${seed} ${firing}`});
	}

	return {meanOriginQueries: queries / firings};
}

type Firing = Required<Omit<StampedeOptions, 'firings'>> & {readonly uniform: () => number};

function fireOnce({policy, arrivals, fillSeconds, ownProcess, uniform, seed}: Firing): number {
	const stream = openArrivals(arrivals, seed);
	let queries = 0;
	let isStored = false;
	const world = createVirtualWorld({
		policy,
		fillUs: Math.round(fillSeconds * 1e6),
		uniform,
		factsUntil: () => 0,
		onServed() {},
		onQuery() {
			queries++;
		},
		onStored() {
			isStored = true;
		},
	});

	for (let index = 0; !isStored; index++) {
		const {atSeconds, viewer} = stream.next();
		world.advanceTo(Math.round(atSeconds * 1e6));
		if (!isStored) {
			world.read(index, ownProcess ? viewer : 0);
		}
	}

	world.drain();
	return queries;
}
