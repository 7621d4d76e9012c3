import type {LatencySummary} from '../flows/measure-latency.ts';
import {formatCount} from '../words/count.ts';
import {latencyDigits} from '../words/latency.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** Quantiles of misses and of hits, in milliseconds. */
export function latencyTable({miss, hit}: {readonly miss: LatencySummary; readonly hit: LatencySummary}): Sheet {
	return sheetOf(
		'latency',
		[
			{read: 'miss', ...miss},
			{read: 'hit', ...hit},
		],
		[
			{name: 'read', title: '', align: 'left', value: ({read}) => read, text: ({read}) => read},
			{name: 'p50Ms', title: 'p50', value: ({p50Ms}) => p50Ms, text: ({p50Ms}) => latencyDigits(p50Ms)},
			{name: 'p95Ms', title: 'p95', value: ({p95Ms}) => p95Ms, text: ({p95Ms}) => latencyDigits(p95Ms)},
			{name: 'p99Ms', title: 'p99', value: ({p99Ms}) => p99Ms, text: ({p99Ms}) => latencyDigits(p99Ms)},
			{name: 'reads', title: 'reads', value: ({count}) => count, text: ({count}) => formatCount(count)},
		],
	);
}
