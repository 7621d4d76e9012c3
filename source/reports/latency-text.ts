import {saturatedShare} from '../flows/watch-processors.ts';
import {fewestSamples} from '../lab/bootstrap.ts';
import {latencyTable} from '../tables/latency-table.ts';
import {formatTimes} from '../words/count.ts';
import {percentText} from '../words/share.ts';
import type {BenchResult} from './measure-runs.ts';
import {sheetText} from './text-table.ts';

const paces = {burst: 'one read after the other (burst)', paced: 'a pause before each read (paced)'} as const;

/** The benchmark: its table, the speed-up with its interval, and what the interval does not tell. */
export function latencyLines(bench: BenchResult): string[] {
	const {mode, busyShare} = bench;
	return [
		`Read latency in ms, ${paces[mode]}. A miss is GET + MongoDB + SET, a hit is GET + parse${bench.live ? '; live is what Redis keeps live, asked anew' : ''}.`,
		'',
		...sheetText(latencyTable(bench)),
		'',
		...speedupSentences(bench),
		...(busyShare !== undefined && busyShare >= saturatedShare
			? [`This computer was saturated (its processors were ${percentText(busyShare, 0)} busy): part of each latency is waiting. Measure again when it is idle.`]
			: []),
	];
}

function speedupSentences({speedup, runs}: BenchResult): string[] {
	if (!speedup) {
		return [`No speed-up is given under ${fewestSamples} samples of each.`];
	}

	const {ratio, low, high} = speedup;
	const alone = runs.length === 1;
	const each = runs.flatMap(run => (run ? [formatTimes(run.ratio)] : []));
	return [
		`A hit is ${formatTimes(ratio)} times as fast as a miss (95 % interval of ${alone ? 'this run' : `these ${runs.length} runs`}: ${formatTimes(low)} to ${formatTimes(high)}).`,
		alone
			? 'The interval is of this run on this computer; another run may lie outside it: bench repeats it.'
			: `The runs gave ${each.slice(0, -1).join(', ')} and ${each.at(-1)}: that is the spread between runs on this computer.`,
	];
}
