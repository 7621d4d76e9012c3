import type {Contention} from '../flows/contend.ts';
import {phaseTitle} from '../flows/contention-words.ts';
import {placed} from '../scenarios/placed.ts';
import type {Facts} from '../scenarios/scenario.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {latencyDigits} from '../words/latency.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** What became of the checkouts of each phase, in milliseconds. */
export function phaseTable({phases, load}: Contention, facts: Facts): Sheet {
	const {many} = placed(facts);
	return sheetOf('checkouts', phases, [
		{name: 'phase', title: `${many} beside`, align: 'left', value: ({phase}) => phase, text: ({phase}) => phaseTitle(phase, load)},
		{name: 'p50Ms', title: 'p50', value: ({p50Ms}) => p50Ms, text: ({p50Ms}) => latencyDigits(p50Ms)},
		{name: 'p95Ms', title: 'p95', value: ({p95Ms}) => p95Ms, text: ({p95Ms}) => latencyDigits(p95Ms)},
		{name: 'p99Ms', title: 'p99', value: ({p99Ms}) => p99Ms, text: ({p99Ms}) => latencyDigits(p99Ms)},
		{name: 'checkoutsPerSecond', title: 'a second', value: ({perSecond}) => perSecond, text: ({perSecond}) => formatFigure(perSecond)},
		{name: 'checkouts', title: many, value: ({checkouts}) => checkouts, text: ({checkouts}) => formatCount(checkouts)},
		{name: 'reads', title: 'reads', value: ({reads}) => reads, text: ({reads}) => formatCount(reads)},
		{name: 'readP50Ms', title: 'their p50', value: ({readP50Ms}) => readP50Ms, text: ({readP50Ms}) => latencyDigits(readP50Ms)},
	]);
}
