import type {Comparison} from '../flows/compare-plans.ts';
import {isKept, writeCost} from '../flows/comparison-words.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatLatency, latencyDigits} from '../words/latency.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** What each plan came to, in milliseconds. */
export function planTable(comparison: Comparison): Sheet {
	return sheetOf('plans', comparison.rows, [
		{name: 'plan', title: '', align: 'left', value: ({plan}) => plan, text: ({title}) => title},
		{name: 'p50Ms', title: 'p50', value: ({p50Ms}) => p50Ms, text: ({p50Ms}) => latencyDigits(p50Ms)},
		{name: 'p95Ms', title: 'p95', value: ({p95Ms}) => p95Ms, text: ({p95Ms}) => latencyDigits(p95Ms)},
		{name: 'samples', title: 'reads', value: ({samples}) => samples, text: ({samples}) => formatCount(samples)},
		{name: 'rowsRead', title: 'rows read', value: ({rowsRead}) => rowsRead, text: ({rowsRead}) => (rowsRead === undefined ? '–' : formatCount(rowsRead))},
		{
			name: 'ageMs',
			title: 'age',
			value: ({ageMs}) => ageMs,
			text: ({plan, ageMs}) => (isKept(plan) ? `${formatDuration(Math.round(ageMs / 1000))}, grows` : formatLatency(ageMs)),
		},
		{title: 'at write time', text: ({plan}) => writeCost(comparison, plan)},
		{name: comparison.total.name, value: ({total}) => total},
	]);
}
