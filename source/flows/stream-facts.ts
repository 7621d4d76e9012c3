import type {Random} from '../chance/random.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Placing} from './place-facts.ts';

/** How often due facts are inserted, in milliseconds: one insert carries all that fell due meanwhile. */
const tickMs = 100;

/** Of what moves at most a second's worth is inserted at once, or so many. */
const mostAtOnce = 100;

/**
 * Lets facts arrive as a shop's orders do: independently, `perSecond` on average (exponential gaps), each of the
 * instant at which it is placed. However long the store takes, those to come are planned already. Facts that are there go on in the same
 * way, where the store lets them. Runs until `signal` fires; rejects when a store fails.
 * @param options.seed of the world that they come from
 * @param options.perSecond asked at every tick, since it can change live
 * @param options.stored called after each insert
 */
export async function streamFacts(
	{scenario, placing}: {readonly scenario: Scenario; readonly placing: Pick<Placing, 'prepare' | 'arrive' | 'moves' | 'move'>},
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
	const arriving = poissonCount(random);
	const moving = new Map<string, (expected: number) => number>();
	let lastMs = elapsed();
	while (!signal.aborted) {
		await new Promise(resolve => {
			setTimeout(resolve, tickMs);
		});
		const passedMs = elapsed();
		const expected = (Math.max(0, passedMs - lastMs) / 1000) * perSecond();
		lastMs = passedMs;
		const nowMs = elapsed === clock ? passedMs : clock();
		// What moves comes again: where the store is slow, what fell due long ago is not made up for.
		const most = scenario.facts.moving ? Math.max(mostAtOnce, Math.ceil(perSecond())) : Number.POSITIVE_INFINITY;
		const due = Array.from({length: Math.min(most, arriving(expected))}, () => arrive(nowMs, random)).flat();
		if (due.length > 0 && !signal.aborted) {
			await placing.arrive(due);
			stored(due);
		}

		for (const move of placing.moves) {
			const count = moving.get(move.name) ?? poissonCount(random);
			moving.set(move.name, count);
			const wanted = count(expected * move.perArrival);
			if (wanted > 0 && !signal.aborted) {
				await placing.move(move, wanted, nowMs);
			}
		}
	}
}

/** A unit-rate Poisson process: how many fall due as this many more are expected. A live change of the rate stretches what is left of the gap. */
function poissonCount(random: Random): (expected: number) => number {
	let untilNext = gap(random);
	return expected => {
		let count = 0;
		for (untilNext -= expected; untilNext <= 0; untilNext += gap(random)) {
			count++;
		}

		return count;
	};
}

function gap(random: Random): number {
	return -Math.log(1 - random.next());
}
