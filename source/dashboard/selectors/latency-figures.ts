import {type LatencyMeasurement, summariseLatencies} from '../../flows/measure-latency.ts';
import type {State} from '../state/state.ts';

/** Quantiles of misses and of hits: of the benchmark under way, or else of the last one, or else of the live reads. */
export function latencyFigures({samples, measuring, runs}: Pick<State, 'samples' | 'measuring' | 'runs'>): Pick<LatencyMeasurement, 'miss' | 'hit' | 'live'> {
	// Live reads have no speed-up: their misses and hits are not interleaved, and another load may stand behind each.
	return (measuring ? undefined : runs.at(-1)?.measurement) ?? summariseLatencies(measuring ?? samples);
}
