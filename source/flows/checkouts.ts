import {setMaxListeners} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import {createRandom} from '../chance/random.ts';
import {poissonArrivals} from '../lab/arrivals.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {ledgerOf} from './compare-plans.ts';

/** An order that was placed. */
export type Checkout = {
	/** Since the start. */
	readonly plannedSeconds: number;
	/** From the planned instant until PostgreSQL had committed it. */
	readonly latencyMs: number;
};

type CheckoutsOptions = {
	readonly seconds: number;
	readonly perSecond: number;
	/** Of their instants: equal seeds plan equal ones. */
	readonly seed: number | string;
	/** Tells the facts from those of other runs. */
	readonly apart: string;
	readonly signal: AbortSignal;
	/** Called with the seconds gone by. */
	readonly told: (seconds: number) => void;
	/** Called for each that is committed. */
	readonly committed?: (() => void) | undefined;
};

/** How old the placed facts of a moving scenario are: placed as of now, they would stand among those that move, and fall silent afterwards. */
const movingAgeMs = 3_600_000;

/**
 * Places facts in the ledger for a while, one a transaction, as they are planned ahead (Poisson): whether or not those before have ended.
 * Waits for all of them, and rejects when one fails.
 */
export async function runCheckouts(
	{scenario, shop, clock}: {readonly scenario: Scenario; readonly shop: PostgresLedger; readonly clock: () => number},
	{seconds, perSecond, seed, apart, signal, told, committed}: CheckoutsOptions,
): Promise<readonly Checkout[]> {
	const {tables} = ledgerOf(scenario);
	const arrive = await scenario.facts.arrivals(createRandom(apart).below(2 ** 31));
	const random = createRandom(`checkouts ${apart} ${clock()}`);
	const ageMs = scenario.facts.moving ? movingAgeMs : 0;
	const stream = poissonArrivals(perSecond, createRandom(`arrivals ${seed}`));
	// Each checkout under way listens to it.
	setMaxListeners(0, signal);
	const startedAt = performance.now();
	const elapsed = () => (performance.now() - startedAt) / 1000;
	const place = async (plannedSeconds: number): Promise<Checkout> => {
		await shop.connected(async query => query(tables.insert, tables.columns([arrive(clock() - ageMs, random)].flat())), signal);
		committed?.();
		return {plannedSeconds, latencyMs: (elapsed() - plannedSeconds) * 1000};
	};

	const placing: Array<Promise<Checkout>> = [];
	for (let planned = stream.next().atSeconds; planned < seconds; planned = stream.next().atSeconds) {
		while (elapsed() < planned && !signal.aborted) {
			await pause((planned - elapsed()) * 1000, undefined, {signal}).catch(() => undefined);
		}

		signal.throwIfAborted();
		const placed = place(planned);
		// It is waited for at the end.
		placed.catch(() => undefined);
		placing.push(placed);
		told(planned);
	}

	return Promise.all(placing);
}
