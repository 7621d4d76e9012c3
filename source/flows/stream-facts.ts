import type {Random} from '../chance/random.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Placing} from './place-facts.ts';

/** How often due facts are inserted, in milliseconds: one insert carries all that fell due meanwhile. */
const tickMs = 100;

/**
 * Lets facts arrive as a shop's orders do: independently, `perSecond` on average (exponential gaps), each of the
 * instant at which it is inserted. Runs until `signal` fires; rejects when a store fails.
 * @param options.seed of the world that they come from
 * @param options.perSecond asked at every tick, since it can change live
 * @param options.stored called after each insert
 */
export async function streamFacts(
	{scenario, placing}: {readonly scenario: Scenario; readonly placing: Pick<Placing, 'prepare' | 'insert'>},
	options: {
		readonly perSecond: () => number;
		readonly seed: number;
		readonly random: Random;
		readonly signal: AbortSignal;
		readonly stored: (facts: readonly object[]) => void;
		readonly clock?: () => number;
		/** Milliseconds that pass, for the gaps between facts; a clock that is set is none of it. The clock's own by default. */
		readonly elapsed?: () => number;
	},
): Promise<void> {
	const {perSecond, seed, random, signal, stored, clock = Date.now, elapsed = clock} = options;
	const arrive = await scenario.facts.arrivals(seed);
	await placing.prepare();
	// A unit-rate Poisson process in "expected facts"; a live change of the rate stretches what is left of the gap.
	let untilNext = gap(random);
	let lastMs = elapsed();
	while (!signal.aborted) {
		await new Promise(resolve => {
			setTimeout(resolve, tickMs);
		});
		const passedMs = elapsed();
		untilNext -= Math.max(0, passedMs - lastMs) / 1000 * perSecond();
		lastMs = passedMs;
		const due: object[] = [];
		const nowMs = elapsed === clock ? passedMs : clock();
		for (; untilNext <= 0; untilNext += gap(random)) {
			due.push(arrive(nowMs, random));
		}

		if (due.length > 0 && !signal.aborted) {
			await placing.insert(due);
			stored(due);
		}
	}
}

function gap(random: Random): number {
	return -Math.log(1 - random.next());
}
