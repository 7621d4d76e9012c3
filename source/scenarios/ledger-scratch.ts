import type {LedgerTables} from './scenario.ts';

/** The same tables in a scratch schema of their own, beside the ledger's: all names in the SQL are qualified, so that it is enough to name another schema. */
export function scratchTables(tables: LedgerTables): LedgerTables {
	const schema = `${tables.schema}_drill`;
	const moved = (sql: string) => sql.replaceAll(new RegExp(`\\b${tables.schema}\\.`, 'g'), `${schema}.`);
	return {
		...tables,
		schema,
		table: moved(tables.table),
		migrations: tables.migrations.map(moved),
		insert: moved(tables.insert),
		restore: moved(tables.restore),
		select: moved(tables.select),
		worth: moved(tables.worth),
		bulk: {
			...tables.bulk,
			...(tables.bulk.with !== undefined && {with: moved(tables.bulk.with)}),
			parts: Object.fromEntries(Object.entries(tables.bulk.parts).map(([name, part]) => [name, {...part, from: moved(part.from)}])),
		},
		moves: tables.moves.map(move => ({...move, sql: moved(move.sql)})),
	};
}
