import {keepVersions} from '../scenarios/ledger-restore.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
import {type Between, type DayFigures, figuresOf, foundDay, loseDay} from './postgres-drills.ts';
import type {Query} from './postgres-schema.ts';

/** What became of facts that were to come back. */
export type Restored = {
	/** Those that were not there. */
	readonly added: number;
	/** Those that were there, and older. */
	readonly replaced: number;
	/** Those that were there as they are. */
	readonly standing: number;
	/** Those that are newer there, and were let be. */
	readonly newer: number;
};

/** Stores facts as they were archived, within one transaction. */
export type Restoring = {
	/** @param facts none twice; one of which no version is known has the first one */
	restore(facts: readonly object[]): Promise<Restored>;
	/** What the ledger has between two instants. */
	figures(between: Between): Promise<DayFigures>;
	/**
	 * Loses a day for a drill. The ledger remembers it until `found`.
	 * @throws ChangedSince when what is lost is not of this fingerprint: the transaction is to be left by that
	 */
	lose(day: Between & {readonly day: string}, fingerprint: string): Promise<void>;
	/** The lost day is there again. */
	found(): Promise<void>;
};

/** A day has changed since it was archived: what changed is in no archive. */
export class ChangedSince extends Error {}

export type RestoreOptions = {
	/** Facts that are newer in the ledger are overwritten too, which is a further change of them. */
	readonly overwritesNewer?: boolean;
	readonly signal?: AbortSignal | undefined;
};

/** @param query asks within one transaction */
export async function beginRestore(query: Query, tables: LedgerTables, {overwritesNewer = false}: RestoreOptions): Promise<Restoring> {
	const {schema, columns, version, restore} = tables;
	await query(keepVersions(schema));
	return {
		figures: async between => figuresOf(query, tables, between),
		async lose(day, fingerprint) {
			if (!(await loseDay(query, tables, day, fingerprint))) {
				throw new ChangedSince(`${day.day} has changed since it was archived`);
			}
		},
		found: async () => foundDay(query, tables),
		async restore(facts) {
			const {
				rows: [row],
			} = await query(restore, [...columns(facts), facts.map(fact => version(fact) ?? 1), overwritesNewer]);
			const [added, replaced, newer] = ['added', 'replaced', 'newer'].map(name => Number(row![name])) as [number, number, number];
			return {added, replaced, newer, standing: facts.length - added - replaced - newer};
		},
	};
}
