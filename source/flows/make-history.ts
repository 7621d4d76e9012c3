import type {FactsWanted, Scenario} from '../scenarios/scenario.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {archiveFacts, type ArchiveResult} from './archive-facts.ts';
import {ledgerSource} from './archive-source.ts';
import type {Placing} from './place-facts.ts';
import {seedFacts} from './seed-facts.ts';

type Ends = {
	readonly scenario: Scenario;
	readonly archive: GcsArchive;
	readonly window: MongoWindow;
	readonly placing: Placing;
	readonly timeZone: string;
	readonly later: {readonly ledger?: PostgresLedger};
};

type MakeOptions = {
	readonly signal?: AbortSignal | undefined;
	readonly progress?: ((stage: 'seeding' | 'archiving', done: number, total: number) => void) | undefined;
};

/** Places facts of years where facts are placed, and archives the days that are over. */
export async function makeHistory(ends: Ends, wanted: FactsWanted, {signal, progress}: MakeOptions = {}): Promise<ArchiveResult> {
	await seedFacts(ends, wanted, {signal, progress: ({stored}) => progress?.('seeding', stored, wanted.count)});
	signal?.throwIfAborted();
	return archiveFacts(
		{...ends, source: ledgerSource(ends.later.ledger!)},
		{asOfMs: wanted.nowMs, signal, progress: ({rows, wanted: all}) => progress?.('archiving', rows, all)},
	);
}
