import {expect, test} from 'vitest';
import {runCheckouts} from '../../source/flows/checkouts.ts';
import {rides} from '../../source/scenarios/rides/rides.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {PostgresLedger} from '../../source/stores/postgres-ledger.ts';

const nowMs = Date.UTC(2026, 10, 27, 12);

/** The instants of the facts that checkouts place. */
async function placedAtMs(scenario: Scenario): Promise<number[]> {
	const placed: number[] = [];
	const columns = (facts: readonly object[]) => {
		placed.push(...facts.map(fact => scenario.facts.atMs(fact)));
		return [];
	};
	const watched: Scenario = {...scenario, facts: {...scenario.facts, ledger: {...scenario.facts.ledger!, columns}}};
	const connected: PostgresLedger['connected'] = async work => work(async () => ({rows: []}));
	await runCheckouts(
		{scenario: watched, shop: {connected} as PostgresLedger, clock: () => nowMs},
		{seconds: 0.1, perSecond: 300, seed: 1, apart: 'a', signal: new AbortController().signal, told() {}},
	);
	return placed;
}

test('checkouts are placed now, but where facts move they stay off the map', async () => {
	const orders = await placedAtMs(shop as unknown as Scenario);
	expect(orders.length).toBeGreaterThan(5);
	expect(Math.min(...orders)).toBeGreaterThan(nowMs - 60_000);
	// A driver counts as near for half a minute.
	const reports = await placedAtMs(rides as unknown as Scenario);
	expect(reports.length).toBeGreaterThan(5);
	expect(Math.max(...reports)).toBeLessThan(nowMs - 60_000);
});
