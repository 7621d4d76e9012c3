import type {Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {inBatches} from './in-batches.ts';
import {type Ends, writeLive} from './write-live.ts';

const dayMs = 86_400_000;

/** Facts that are copied at a time. */
const batchSize = 1000;

/**
 * Brings the facts of the window from the ledger into a MongoDB that has none. The ledger's books say nothing of it: a MongoDB of one
 * run alone is none that others are to make way for.
 */
export async function copyWindow(
	{
		ledger,
		clock,
		...ends
	}: Ends & {
		readonly scenario: Scenario;
		readonly window: Pick<MongoWindow, 'count' | 'prepare' | 'insert'>;
		readonly ledger: Pick<PostgresLedger, 'stream'>;
		readonly clock: () => number;
	},
	signal: AbortSignal,
): Promise<void> {
	const {window} = ends;
	if ((await window.count(signal)) > 0) {
		return;
	}

	await window.prepare();
	const nowMs = clock();
	for await (const batch of inBatches(ledger.stream(nowMs - ends.scenario.facts.window.days * dayMs, nowMs, signal), batchSize)) {
		await window.insert(batch, {signal, told: async facts => writeLive(ends, facts)});
		signal.throwIfAborted();
	}
}
