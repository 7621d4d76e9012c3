import type {Asked, LineColumn, Warehouse} from '../scenarios/warehouse.ts';

const columnTypes = {text: 'VARCHAR', whole: 'BIGINT', instant: 'TIMESTAMPTZ'} as const;

function typeOf({type, isList}: LineColumn): string {
	const one = typeof type === 'string' ? columnTypes[type] : `STRUCT(${type.map(column => `${column.name} ${typeOf(column)}`).join(', ')})`;
	return isList ? `${one}[]` : one;
}

/** A text in SQL. */
export function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

/** The path of a file in a list of those that are read, where some signs stand for any. */
function asItIs(path: string): string {
	return quoted(path.replaceAll(/[*?[]/g, '[$&]'));
}

/** Archived lines in files that are named for their days, `2024-03-17.0.jsonl.gz`, with `dt`, as something to select from. */
export function linesOf({line}: Warehouse, files: readonly string[]): string {
	const columns = line.map(column => `${column.name}: ${quoted(typeOf(column))}`).join(', ');
	return `(
		select cast(regexp_extract(filename, '(\\d{4}-\\d\\d-\\d\\d)\\.\\d+\\.jsonl\\.gz$', 1) as date) as dt, * exclude (filename)
		from read_json([${files.map(asItIs).join(', ')}], format = 'newline_delimited', compression = 'gzip', filename = true, columns = {${columns}})
	)`;
}

/** The table in Parquet files, as something to select from. */
export function tableOf(files: readonly string[]): string {
	return `read_parquet([${files.map(asItIs).join(', ')}])`;
}

/** What each day in a file comes to: its facts, and what they are worth. */
export function worthSql({table, worth}: Warehouse, file: string): string {
	return `select strftime(dt, '%Y-%m-%d') as day, count(distinct ${table.id}) as rows, ${worth} as worth from ${tableOf([file])} group by dt`;
}

/**
 * The compressed bytes of the columns that a plan reads, of those stretches of the files that hold any of the days, as the files' own metadata
 * has them.
 */
export function scannedSql({table}: Warehouse, files: readonly string[], plan: string, {fromDay, toDay}: Asked): string {
	// What is read of the files is said in the plan, as columns to give on and as columns of filters.
	const read = table.columns.filter(({name}) => scansOf(JSON.parse(plan)).some(text => new RegExp(`\\b${name}\\b`).test(text)));
	return `
		with columns as (select * from parquet_metadata([${files.map(asItIs).join(', ')}]))
		select cast(sum(total_compressed_size) as bigint) as bytes
		from columns
		where path_in_schema in (${read.map(({name}) => quoted(name)).join(', ')}) and (file_name, row_group_id) in (
			select (file_name, row_group_id) from columns
			where path_in_schema = 'dt' and cast(stats_max_value as date) >= date ${quoted(fromDay)} and cast(stats_min_value as date) <= date ${quoted(toDay)}
		)
	`;
}

type PlanNode = {readonly name?: unknown; readonly children?: readonly PlanNode[]; readonly extra_info?: Readonly<Record<string, unknown>>};

/** Of each scan of files in a plan: the columns that it reads and its filters. */
function scansOf(plan: PlanNode | readonly PlanNode[]): string[] {
	return [plan]
		.flat()
		.flatMap(({name, children = [], extra_info: info = {}}: PlanNode) => [
			...(/PARQUET/.test(String(name)) ? [JSON.stringify([info['Projections'], info['Filters']])] : []),
			...scansOf(children),
		]);
}
