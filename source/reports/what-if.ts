import type {Config} from '../command-line/config.ts';
import {openLaboratory} from '../flows/ask-laboratory.ts';
import type {WhatIfOptions, WhatIfProgress, WhatIfRow} from '../lab/what-if.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {Problem} from '../words/problem.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import type {Narrator} from './voice.ts';

/** What was asked of the laboratory, and its answer. */
export type WhatIfResult = {readonly scenario: Scenario; readonly options: WhatIfOptions; readonly rows: readonly WhatIfRow[]};

/** Time between two sentences about the progress, in milliseconds: a short simulation says nothing. */
const narrationMs = 1500;

/** Computes `what-if` without any store; a signal ends it at once. */
export async function runWhatIf(config: Config<'what-if'>, signal: AbortSignal, narrate: Narrator): Promise<WhatIfResult> {
	const {ttlsSeconds, arrivals, fillSeconds, protection, ownProcess, reads, ordersPerSecond, timeOfDaySeconds, keysInMemory, seed} = config;
	const {
		scenario,
		scenario: {
			error: {variation},
		},
	} = config;
	const popularity = scenario.question.abouts?.popularity;
	const options: WhatIfOptions = {
		popularity,
		keysInMemory,
		ttlsSeconds,
		arrivals,
		fillSeconds,
		protection,
		ownProcess,
		reads,
		timeOfDaySeconds,
		seed,
		// Where no theory of the error is known, as where no facts come, nothing is said of it.
		ordersPerSecond: variation ? ordersPerSecond : 0,
		valueVariation: (await variation?.sampled(seed)) ?? 1,
	};
	const laboratory = openLaboratory();
	try {
		const rows = await laboratory.ask({kind: 'what-if', options}, {signal, progress: createNarration(narrate)});
		return {scenario, options, rows};
	} catch (error) {
		if (error instanceof RangeError) {
			throw new Problem(`This cannot be simulated: ${error.message} (--rate, --viewers, --poll, --fill)`, 1, error);
		}

		throw error;
	} finally {
		await laboratory.close();
	}
}

function createNarration(narrate: Narrator): (progress: WhatIfProgress) => void {
	let saidMs = performance.now();
	return ({ttlSeconds, row, rows, reads, readsWanted}) => {
		if (performance.now() - saidMs >= narrationMs) {
			saidMs = performance.now();
			narrate(
				`simulating a TTL of ${formatDuration(ttlSeconds)} (${row} of ${rows}): ${formatCount(reads)} reads, at least ${formatCount(readsWanted)} wanted`,
			);
		}
	};
}
