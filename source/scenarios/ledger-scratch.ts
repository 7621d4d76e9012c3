import type {LedgerTables} from './scenario.ts';

/** The same tables in a scratch schema beside the ledger's. All names in the SQL are qualified, so only the schema's name is replaced. */
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
