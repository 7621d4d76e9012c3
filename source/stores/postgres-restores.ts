import {keepVersions} from '../scenarios/ledger-restore.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
import type {Query} from './postgres-schema.ts';

/** A fact as it was archived. */
export type ArchivedFact = {readonly fact: object; readonly version: number};

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
	/** @param facts none twice */
	restore(facts: readonly ArchivedFact[]): Promise<Restored>;
	/** Asks something else in the same transaction. */
	readonly query: Query;
};

export type RestoreOptions = {
	/** Facts that are newer in the ledger are overwritten too, which is a further change of them. */
	readonly overwritesNewer?: boolean;
	readonly signal?: AbortSignal | undefined;
};

/** @param query asks within one transaction */
export async function beginRestore(query: Query, {schema, columns, restore}: LedgerTables, {overwritesNewer = false}: RestoreOptions): Promise<Restoring> {
	await query(keepVersions(schema));
	return {
		query,
		async restore(facts) {
			const {
				rows: [row],
			} = await query(restore, [...columns(facts.map(({fact}) => fact)), facts.map(({version}) => version), overwritesNewer]);
			const [added, replaced, newer] = ['added', 'replaced', 'newer'].map(name => Number(row![name])) as [number, number, number];
			return {added, replaced, newer, standing: facts.length - added - replaced - newer};
		},
	};
}
