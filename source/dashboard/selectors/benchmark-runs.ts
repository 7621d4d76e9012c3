import {formatTimes} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {saturationMs} from './saturation.ts';
import type {BenchmarkRun} from '../state/benchmark-run.ts';
import type {Job} from '../state/state.ts';

/** What was said of a benchmark while it ran, and what the computer did meanwhile. */
export function remarksOf({remarks, worstDelayMs}: Job): readonly string[] {
	return worstDelayMs >= saturationMs ? [...remarks, `the computer was saturated (${formatDuration(worstDelayMs / 1000)} late)`] : remarks;
}

/** "62 × (26 to 116)", with a sign where the run has remarks. */
function runText({speedup: {ratio, low, high}, remarks}: BenchmarkRun): string {
	return `${formatTimes(ratio)} × (${formatTimes(low)} to ${formatTimes(high)})${remarks.length > 0 ? ' !' : ''}`;
}

/** The runs before the last one, newest first, as many as fit: "earlier: 62 × (26 to 116), 30 × (20 to 38)". */
export function earlierRuns(runs: readonly BenchmarkRun[], width: number): string | undefined {
	let text: string | undefined;
	for (const run of runs.slice(0, -1).reverse()) {
		const longer = text === undefined ? `earlier: ${runText(run)}` : `${text}, ${runText(run)}`;
		if (longer.length > width) {
			break;
		}

		text = longer;
	}

	return text;
}
