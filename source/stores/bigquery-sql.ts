import type {TableField} from '@google-cloud/bigquery';
import type {LineColumn, TableColumn, Warehouse} from '../scenarios/warehouse.ts';
import {listedOtherwise, loadedMeanwhile} from './bigquery-failure.ts';

/** What is remembered of a day that is loaded, in the order of its table's columns. The row without a day counts the loads. */
export const dayColumns = ['day', 'time_zone', 'from_ms', 'to_ms', 'revision', 'row_count', 'worth', 'content'] as const;

const dayTypes = {day: 'DATE', time_zone: 'STRING', content: 'STRING'} as Readonly<Record<string, string>>;

/** The table that remembers which days are loaded. */
export const daysTable = ({table}: Warehouse) => `${table.name}_days`;

/** The columns of archived lines, as a load job takes them. */
export function lineFields(columns: readonly LineColumn[]): TableField[] {
	return columns.map(({name, type, isList}) => ({
		name,
		...(typeof type === 'string' ? {type: {text: 'STRING', whole: 'INTEGER', instant: 'TIMESTAMP'}[type]} : {type: 'RECORD', fields: lineFields(type)}),
		mode: isList ? 'REPEATED' : 'NULLABLE',
	}));
}

/** Makes the table that is asked, and the one that remembers the days, where they are not there. */
export function createTables(warehouse: Warehouse): string {
	const {name, columns, clusteredBy} = warehouse.table;
	const typed = columns.map(column => `${column.name} ${{date: 'DATE', text: 'STRING', whole: 'INT64'}[column.type]}`);
	return `
		CREATE TABLE IF NOT EXISTS \`${name}\` (${typed.join(', ')}) PARTITION BY ${dayColumn(columns)} CLUSTER BY ${clusteredBy};
		CREATE TABLE IF NOT EXISTS \`${daysTable(warehouse)}\` AS
			SELECT ${dayColumns.map(column => `${column === 'revision' ? '0' : `CAST(NULL AS ${typeOf(column)})`} AS ${column}`).join(', ')};
	`;
}

/** What a load changes. */
export type Change = {
	/** The table that the lines of the new days were loaded into; undefined where these have none. */
	readonly staging: string | undefined;
	/** Days whose content is new, and days whose rows were there and go. */
	readonly fresh: readonly string[];
	readonly replaced: readonly string[];
	/** How many loads there were before this one. */
	readonly loads: number;
};

/**
 * Makes the days of the new content, and what is remembered of them, of what was before: all in one transaction. Whoever loads at the same time
 * changes the row that counts the loads, too: BigQuery lets one of them through. `@days` is the JSON of the new days' rows.
 */
export function replaceDays(warehouse: Warehouse, change: Change): string {
	const days = `\`${daysTable(warehouse)}\``;
	const {fresh, replaced, loads} = change;
	return script([
		'BEGIN TRANSACTION',
		`UPDATE ${days} SET revision = revision + 1 WHERE day IS NULL`,
		`SELECT IF(MAX(revision) = ${loads + 1}, TRUE, ERROR('${loadedMeanwhile}')) FROM ${days} WHERE day IS NULL`,
		...moves(warehouse, change),
		...(replaced.length > 0 ? [`DELETE FROM ${days} WHERE day IN (${dates(replaced)})`] : []),
		...(fresh.length > 0
			? [
					`INSERT INTO ${days} (${dayColumns.join(', ')}) SELECT ${dayColumns.map(column => `CAST(JSON_VALUE(item, '$.${column}') AS ${typeOf(column)})`).join(', ')} FROM UNNEST(JSON_QUERY_ARRAY(@days)) AS item`,
					`SELECT IF(COUNT(*) = 0, TRUE, ERROR('${listedOtherwise}')) FROM (${differences(warehouse, fresh)})`,
				]
			: []),
		'COMMIT TRANSACTION',
	]);
}

/** The statements of `replaceDays` that read more than a few rows, for a dry run: what those of a transaction are, it does not say of each. */
export function readByReplacing(warehouse: Warehouse, change: Change): string {
	return script([...moves(warehouse, change), ...(change.fresh.length > 0 ? [differences(warehouse, change.fresh)] : [])]);
}

/** Statements of `replaceDays` that each are billed for at least what a table costs. */
export const billedStatements = 7;

function moves({table: {name, columns}, rows}: Warehouse, {staging, replaced}: Change): string[] {
	return [
		// Dates that stand there written out: whole partitions go without being read.
		...(replaced.length > 0 ? [`DELETE FROM \`${name}\` WHERE ${dayColumn(columns)} IN (${dates(replaced)})`] : []),
		...(staging === undefined ? [] : [`INSERT INTO \`${name}\` (${columns.map(column => column.name).join(', ')}) ${rows.bigquery(`\`${staging}\``).trim()}`]),
	];
}

/** Days that have not as many facts as the archive lists, or are not worth as much. */
function differences(warehouse: Warehouse, days: readonly string[]): string {
	const {table, worth} = warehouse;
	const dt = dayColumn(table.columns);
	return `
		SELECT found.dt
		FROM (SELECT ${dt} AS dt, COUNT(DISTINCT ${table.id}) AS row_count, ${worth} AS worth FROM \`${table.name}\` WHERE ${dt} IN (${dates(days)}) GROUP BY ${dt}) AS found
		FULL JOIN (SELECT day, row_count, worth FROM \`${daysTable(warehouse)}\` WHERE day IN (${dates(days)})) AS listed ON listed.day = found.dt
		WHERE IFNULL(found.row_count, 0) != IFNULL(listed.row_count, 0) OR IFNULL(found.worth, 0) != IFNULL(listed.worth, 0)
	`.trim();
}

function dayColumn([first]: readonly TableColumn[]): string {
	return first!.name;
}

function typeOf(column: string): string {
	return dayTypes[column] ?? 'INT64';
}

function dates(days: readonly string[]): string {
	return days.map(day => `DATE '${day}'`).join(', ');
}

function script(statements: readonly string[]): string {
	return statements.map(statement => `${statement};\n`).join('');
}
