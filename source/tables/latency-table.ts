import type {LatencyMeasurement} from '../flows/measure-latency.ts';
import {formatCount} from '../words/count.ts';
import {latencyDigits} from '../words/latency.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** Quantiles of misses, of hits, and of what is asked live, in milliseconds. */
export function latencyTable({miss, hit, live}: Pick<LatencyMeasurement, 'miss' | 'hit' | 'live'>): Sheet {
	return sheetOf(
		'latency',
		[{read: 'miss', ...miss}, {read: 'hit', ...hit}, ...(live ? [{read: 'live', ...live}] : [])],
		[
			{name: 'read', title: '', align: 'left', value: ({read}) => read, text: ({read}) => read},
			{name: 'p50Ms', title: 'p50', value: ({p50Ms}) => p50Ms, text: ({p50Ms}) => latencyDigits(p50Ms)},
			{name: 'p95Ms', title: 'p95', value: ({p95Ms}) => p95Ms, text: ({p95Ms}) => latencyDigits(p95Ms)},
			{name: 'p99Ms', title: 'p99', value: ({p99Ms}) => p99Ms, text: ({p99Ms}) => latencyDigits(p99Ms)},
			{name: 'reads', title: 'reads', value: ({count}) => count, text: ({count}) => formatCount(count)},
		],
	);
}
