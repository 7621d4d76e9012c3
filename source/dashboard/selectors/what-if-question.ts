import type {WhatIfOptions} from '../../lab/what-if.ts';
import type {State} from '../state/state.ts';
import {presentLoad} from './present-load.ts';

/** Reads of a simulation: enough for the third digit of a hit rate near 1, soon enough for a lesson. */
const simulatedReads = 200_000;

/** The TTL that the lesson starts with, in seconds: what another is compared with where it is the present one itself. */
const usualTtlSeconds = 300;

/** What is to be simulated, but for the seed. */
export type WhatIfQuestion = {readonly ttlSeconds: number; readonly options: Omit<WhatIfOptions, 'seed'>};

/** The question about a TTL beside the present one, under the present load; orders fall evenly over the day, which is looked at at noon. */
export function whatIfQuestion(state: State, ttlSeconds: number): WhatIfQuestion {
	const {arrivals, fillSeconds, ownProcess, popularity} = presentLoad(state);
	const otherSeconds = state.ttlSeconds === ttlSeconds ? usualTtlSeconds : state.ttlSeconds;
	return {
		ttlSeconds,
		options: {
			ttlsSeconds: otherSeconds === ttlSeconds ? [ttlSeconds] : [otherSeconds, ttlSeconds],
			arrivals,
			fillSeconds,
			ownProcess: ownProcess ?? false,
			popularity,
			protection: state.protection,
			reads: simulatedReads,
			// Where no theory of the error is known, as where no facts come, nothing is said of it.
			ordersPerSecond: state.scenario.error.variation ? state.factsPerSecond : 0,
			valueVariation: valueVariation(state),
			timeOfDaySeconds: 43_200,
		},
	};
}

/** c, by the facts that MongoDB holds; 1 before they are known. */
function valueVariation({scenario: {error}, truth}: State): number {
	return (truth && error.variation?.measured(truth.trade)) ?? 1;
}
