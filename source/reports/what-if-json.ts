import {protectionsOn} from '../lab/protections.ts';
import type {WhatIfRow} from '../lab/what-if.ts';
import type {WhatIfResult} from './what-if.ts';

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.what-if/1`. What no formula is known for, and what was not simulated long enough, is null. */
export function whatIfJson({options, rows}: WhatIfResult): object {
	const {arrivals, fillSeconds, ownProcess, protection, ordersPerSecond, valueVariation, timeOfDaySeconds, popularity, keysInMemory, seed, reads} = options;
	const {on: _, ...settings} = protection;
	return {
		schema: 'shopstream.what-if/1',
		simulated: true,
		load: {
			arrivals,
			fillSeconds,
			ownProcess,
			protection: {on: protectionsOn(protection).map(({name}) => name), ...settings},
			ordersPerSecond,
			valueVariation,
			timeOfDaySeconds,
			...(popularity && {keys: popularity.length, keysInMemory: keysInMemory ?? null}),
			readsWanted: reads,
			seed,
		},
		rows: rows.map(rowJson),
	};
}

function rowJson({ttlSeconds, theory, rare, expiryQueries, simulation, perDay, error}: WhatIfRow): object {
	const {reads, hitRate, meanAgeSeconds, maxAgeSeconds, originQueries, stampedeSize, cycles, seconds, outcomes, meanMissedFacts: meanMissedOrders} = simulation;
	return {
		ttlSeconds,
		theory: theory ? {hitRate: theory.hitRate, meanAgeSeconds: theory.meanAgeSeconds, originPerSecond: theory.originPerSecond} : null,
		...(rare && {rare}),
		expiryQueries: expiryQueries ?? null,
		simulation: {
			reads,
			hitRate,
			meanAgeSeconds,
			maxAgeSeconds,
			originQueries,
			// Without a whole cycle there is no stampede that began and ended.
			stampedeSize: cycles > 0 ? stampedeSize : null,
			cycles,
			seconds,
			outcomes,
			meanMissedOrders,
		},
		perDay: {reads: perDay.reads, originQueries: perDay.originQueries ?? null},
		error: {todayMeanPercent: error.todayMeanPercent ?? null, windowRmsPercent: error.windowRmsPercent ?? null},
	};
}
