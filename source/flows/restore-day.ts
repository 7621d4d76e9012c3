import type {Scenario} from '../scenarios/scenario.ts';
import type {DayManifest} from '../stores/archive-manifest.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Restored, Restoring} from '../stores/postgres-restores.ts';
import {sqlState} from '../stores/postgres-failure.ts';
import {StoreFailure} from '../stores/store-failure.ts';
import {inBatches} from './in-batches.ts';
import {readPart} from './read-part.ts';

/** Facts that are stored with one statement. */
const batchSize = 1000;

/** A day of this many facts at most is read before its transaction begins, so that on an engine of one session nobody waits for the bucket. */
const readAhead = 20_000;

/** So often a day is tried when others are in the way. */
const tries = 5;

/** A day that is in the ledger as it was archived, but for what is newer there. */
export type RestoredDay = Restored & {readonly day: string; readonly rows: number; readonly worth: number; readonly tookMs: number};

type Ends = {
	readonly scenario: Scenario;
	readonly archive: Pick<GcsArchive, 'readObject'>;
	readonly ledger: Pick<PostgresLedger, 'restoring'>;
};

type DayOptions = {
	readonly overwritesNewer?: boolean;
	readonly signal?: AbortSignal | undefined;
	/** Called with the number of facts that were handed to the ledger so far. */
	readonly told?: ((rows: number) => void) | undefined;
	/** Work of the same transaction, once the facts are there. */
	readonly after?: (restoring: Restoring) => Promise<void>;
};

/**
 * Brings an archived day back into the ledger in one transaction.
 * @throws DamagedPart when a part is not as its manifest says: then nothing of the day was restored
 */
export async function restoreDay({scenario, archive, ledger}: Ends, manifest: DayManifest, options: DayOptions = {}): Promise<RestoredDay> {
	const {overwritesNewer = false, signal, told, after} = options;
	const {day, rows, worth} = manifest;
	const startedAt = performance.now();
	const read = () => inBatches(factsOf({scenario, archive}, manifest, signal), batchSize);
	const held = rows <= readAhead ? await collected(read()) : undefined;
	const restore = async () =>
		ledger.restoring(
			async restoring => {
				const sum = {added: 0, replaced: 0, standing: 0, newer: 0};
				let done = 0;
				for await (const facts of held ?? read()) {
					signal?.throwIfAborted();
					const {added, replaced, standing, newer} = await restoring.restore(facts);
					sum.added += added;
					sum.replaced += replaced;
					sum.standing += standing;
					sum.newer += newer;
					told?.((done += facts.length));
				}

				await after?.(restoring);
				return sum;
			},
			{overwritesNewer, signal},
		);
	for (let i = 1; ; i++) {
		try {
			return {day, rows, worth, ...(await restore()), tookMs: performance.now() - startedAt};
		} catch (error) {
			// Class 40: another transaction wanted the same rows in another order.
			if (i === tries || !stateOf(error).startsWith('40')) {
				throw error;
			}
		}
	}
}

async function* factsOf({scenario, archive}: Pick<Ends, 'scenario' | 'archive'>, {parts}: DayManifest, signal?: AbortSignal): AsyncGenerator<object, void> {
	for (const part of parts) {
		for await (const {fact} of readPart(archive, part, scenario, signal)) {
			yield fact;
		}
	}
}

async function collected(batches: AsyncIterable<object[]>): Promise<object[][]> {
	const all: object[][] = [];
	for await (const batch of batches) {
		all.push(batch);
	}

	return all;
}

/** PostgreSQL's code for what it refused; '' for any other failure. */
export function stateOf(error: unknown): string {
	return (error instanceof StoreFailure && sqlState(error.cause)) || '';
}
