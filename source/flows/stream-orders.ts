import type {Catalogue} from '../scenarios/shop/catalogue.ts';
import {makeOrder} from '../scenarios/shop/generate-orders.ts';
import type {Order} from '../scenarios/shop/order.ts';
import type {Random} from '../chance/random.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';

/** How often due orders are inserted, in milliseconds: one insert carries all that fell due meanwhile. */
const tickMs = 100;

/**
 * Lets orders arrive in MongoDB as a shop's do: independently, `perSecond` on average (exponential gaps), each placed
 * at the instant it is inserted. Runs until `signal` fires; rejects when MongoDB fails.
 * @param options.perSecond asked at every tick, since it can change live
 * @param options.stored called after each insert
 */
export async function streamOrders(
	window: MongoWindow,
	options: {
		readonly perSecond: () => number;
		readonly catalogue: Catalogue;
		readonly random: Random;
		readonly signal: AbortSignal;
		readonly stored: (orders: readonly Order[]) => void;
		readonly clock?: () => number;
		/** Milliseconds that pass, for the gaps between orders; a clock that is set is none of it. The clock's own by default. */
		readonly elapsed?: () => number;
	},
): Promise<void> {
	const {perSecond, catalogue, random, signal, stored, clock = Date.now, elapsed = clock} = options;
	await window.prepare();
	// A unit-rate Poisson process in "expected orders"; a live change of the rate stretches what is left of the gap.
	let untilNext = gap(random);
	let lastMs = elapsed();
	while (!signal.aborted) {
		await new Promise(resolve => {
			setTimeout(resolve, tickMs);
		});
		const passedMs = elapsed();
		untilNext -= Math.max(0, passedMs - lastMs) / 1000 * perSecond();
		lastMs = passedMs;
		const due: Order[] = [];
		const nowMs = elapsed === clock ? passedMs : clock();
		for (; untilNext <= 0; untilNext += gap(random)) {
			due.push(makeOrder(nowMs, nowMs, catalogue, random));
		}

		if (due.length > 0 && !signal.aborted) {
			await window.insertOrders(due);
			stored(due);
		}
	}
}

function gap(random: Random): number {
	return -Math.log(1 - random.next());
}
