import type {Popularity} from '../chance/popularity.ts';
import {type ArrivalsChoice, readsPerSecond} from './arrivals-choice.ts';
import {predictReads} from './predict-reads.ts';
import {predictStampede} from './predict-stampede.ts';
import {policyOf, type Protection} from './protections.ts';
import {type RareKeys, rareKeys} from './rare-keys.ts';
import {hasIdleXfetch, type ReadingLoad, sharingOf} from './reading-load.ts';
import type {ReadsPrediction} from './reads-prediction.ts';
import {servedError} from './served-error.ts';
import {simulate, type Simulation} from './simulate.ts';
import type {TtlError} from './ttl-error.ts';
import {xfetchRecomputations} from './xfetch.ts';

const daySeconds = 86_400;

/** One load, under several TTLs. */
export type WhatIfOptions = {
	readonly ttlsSeconds: readonly number[];
	readonly arrivals: ArrivalsChoice;
	/** L: how long the origin takes to answer, 0 or more. */
	readonly fillSeconds: number;
	readonly protection: Protection;
	/** Each viewer a process of its own; else all share one. */
	readonly ownProcess: boolean;
	/** Of many keys; absent: there is one. */
	readonly popularity?: Popularity | undefined;
	/** How many of many keys memory holds; absent: all. */
	readonly keysInMemory?: number | undefined;
	/** Reads to simulate for each TTL. */
	readonly reads: number;
	/** μ, 0 or more. */
	readonly ordersPerSecond: number;
	/** c, the coefficient of variation of an order's value. */
	readonly valueVariation: number;
	/** When "today" is looked at: seconds since midnight, above 0. */
	readonly timeOfDaySeconds: number;
	readonly seed: number | string;
};

/** The results for one TTL. */
export type WhatIfRow = {
	readonly ttlSeconds: number;
	/** Undefined where no formula is known. */
	readonly theory: ReadsPrediction | undefined;
	/** Of many keys: those that are asked for less than once in a life. */
	readonly rare: RareKeys | undefined;
	/** S by theory: queries to the origin for one expiry (for pollers: of a key that ends at any instant); undefined where no formula is known. */
	readonly expiryQueries: number | undefined;
	readonly simulation: Simulation;
	/** Whether the simulation saw enough to speak of the long run: a whole cycle, or a hundred lives of the key. */
	readonly isLongRun: boolean;
	/** Reads by the load, queries to the origin by the simulation; undefined unless it is a long run. */
	readonly perDay: {readonly reads: number; readonly originQueries: number | undefined};
	/** From the ages of theory where known, else from those of the simulation. */
	readonly error: TtlError;
};

/** How far the simulation is: reads of the TTL at hand. */
export type WhatIfProgress = {readonly ttlSeconds: number; readonly row: number; readonly rows: number; readonly reads: number; readonly readsWanted: number};

/**
 * Theory and simulation of each TTL, in the order given. Deterministic by seed.
 * A RangeError for figures out of range, and when too many reads would be under way at once.
 */
export function whatIf(options: WhatIfOptions, progress?: (progress: WhatIfProgress) => void): WhatIfRow[] {
	return options.ttlsSeconds.map((ttlSeconds, index) => {
		const say =
			progress &&
			((reads: number) => {
				progress({ttlSeconds, row: index + 1, rows: options.ttlsSeconds.length, reads, readsWanted: options.reads});
			});
		say?.(0);
		return rowOf(ttlSeconds, options, say);
	});
}

function rowOf(ttlSeconds: number, options: WhatIfOptions, progress: ((reads: number) => void) | undefined): WhatIfRow {
	const {arrivals, fillSeconds, ownProcess, popularity, keysInMemory, ordersPerSecond, valueVariation, timeOfDaySeconds, seed} = options;
	const load: ReadingLoad = {policy: policyOf(ttlSeconds, options.protection), arrivals, fillSeconds, ownProcess, popularity, keysInMemory};
	const theory = predictReads(load);
	const simulation = simulate({...load, readsWanted: options.reads, factsPerSecond: ordersPerSecond, seed, progress});
	const isLongRun = simulation.cycles > 0 || simulation.seconds >= 100 * (ttlSeconds + fillSeconds);
	const ages = theory ?? (isLongRun ? {...simulation, greatestAgeSeconds: simulation.maxAgeSeconds} : undefined);
	return {
		ttlSeconds,
		theory,
		rare: popularity && rareKeys({...load, popularity}),
		// Queries for one expiry are a figure of a single key.
		expiryQueries: popularity ? undefined : expiryQueries(load),
		simulation,
		isLongRun,
		perDay: {
			reads: readsPerSecond(arrivals) * daySeconds,
			originQueries: isLongRun ? simulation.originPerSecond * daySeconds : undefined,
		},
		error: ages
			? servedError(load, ages, {sinceMidnightSeconds: timeOfDaySeconds, ordersPerSecond, valueVariation})
			: {todayMeanPercent: undefined, windowRmsPercent: undefined},
	};
}

/** S for an expiry in the course of things: as for a key that is deleted, or XFetch's recomputations for Poisson reads that nothing else protects. */
function expiryQueries(load: ReadingLoad): number | undefined {
	const {policy, arrivals, fillSeconds} = load;
	const sharing = sharingOf(load);
	if (sharing === 'all') {
		return 1;
	}

	if (policy.staleSeconds > 0 || fillSeconds > policy.ttlSeconds) {
		return undefined;
	}

	if (hasIdleXfetch(load)) {
		return predictStampede(load);
	}

	return arrivals.kind === 'poisson' && sharing === 'none' && policy.jitterFraction === 0
		? xfetchRecomputations({ratePerSecond: readsPerSecond(arrivals), ttlSeconds: policy.ttlSeconds, fillSeconds, beta: policy.xfetchBeta})
		: undefined;
}
