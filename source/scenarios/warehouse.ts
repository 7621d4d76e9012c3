import type {Unit} from '../words/amount.ts';

// How years of facts are kept to be asked about, and what is asked: of a warehouse that was loaded from the archive, and of the ledger, so that
// the two can be compared. SQL is written once; where the dialects differ, a scenario has what differs side by side.

/** Who is asked. */
export type Dialect = 'duckdb' | 'bigquery' | 'postgres';

/** Those that are loaded from the archive. */
type WarehouseDialect = Exclude<Dialect, 'postgres'>;

/** How a scenario's facts lie in a warehouse, and what is asked of them there. */
export type Warehouse = {
	/** The columns of an archived line, in every version of it: one that is missing in a line is null. */
	readonly line: readonly LineColumn[];
	/** The table that is asked: a row may be a part of a fact. Its first column is `dt`, the day in the archive's zone, by which it is partitioned. */
	readonly table: {
		readonly name: string;
		/** The column of a fact's id, by which facts are counted. */
		readonly id: string;
		readonly columns: readonly TableColumn[];
		/** Rows that are asked for together lie together. */
		readonly clusteredBy: string;
	};
	/**
	 * The table's rows out of archived lines, in the order of its columns.
	 * @param lines what the lines are selected from: the columns of `line`, and `dt`
	 */
	readonly rows: Readonly<Record<WarehouseDialect, (lines: string) => string>>;
	/** What the rows of a table are worth together, as `archive.worth` sums it up: an aggregate. */
	readonly worth: string;
	/** What is asked, the first one first. */
	readonly questions: readonly [HistoryQuestion, ...HistoryQuestion[]];
	/** Those of them that are drawn. */
	readonly trend: Trend;
};

/** A figure of several series over years: of each month, of each day, and of each year against the same days of the year before. */
export type Trend = {
	/** Its keys are 'month', and the series. */
	readonly monthly: HistoryQuestion;
	/** Its keys are 'day', and the series. */
	readonly daily: HistoryQuestion;
	/** Its keys are 'year', and the series. */
	readonly yearly: HistoryQuestion;
	/** The columns by name: which series a row is of, and the figure. */
	readonly series: string;
	readonly figure: string;
	/** The columns of `yearly` alone: the figure of those days that the year before has too, and what it was then. */
	readonly compared: string;
	readonly yearBefore: string;
};

/** A column of an archived line: text, a whole number, an instant, or a record of such; `isList`: any number of them. */
export type LineColumn = {readonly name: string; readonly type: 'text' | 'whole' | 'instant' | readonly LineColumn[]; readonly isList?: true};

/** A column of the table. */
export type TableColumn = {readonly name: string; readonly type: 'date' | 'text' | 'whole'};

/** The days that are asked about: whole ones that are archived, first and last included, and the instants that they are. */
export type Asked = {
	/** `YYYY-MM-DD`. */
	readonly fromDay: string;
	readonly toDay: string;
	/** Epoch milliseconds: the first instant of the first day, and the first one after the last day. */
	readonly fromMs: number;
	readonly toMs: number;
	/** IANA name of the zone in which they are days. */
	readonly timeZone: string;
};

/** One question about years. Each dialect's answer has the same rows, to the cent. */
export type HistoryQuestion = {
	/** 'monthly': what `--ask` takes. */
	readonly name: string;
	/** What is asked, as a heading: "Revenue by month and category". */
	readonly title: string;
	/** What its rows are called in JSON: 'months'. */
	readonly many: string;
	/** Its rows come in an order that is part of the answer. */
	readonly isOrdered?: true;
	/** The columns of its answer, in their order: those that tell rows apart first. */
	readonly columns: readonly AnswerColumn[];
	/** One select, over the table's name unqualified; of PostgreSQL over the ledger's tables. Its columns are named as `sqlName` says. */
	readonly sql: Readonly<Record<Dialect, (asked: Asked) => string>>;
};

/** A column of an answer. */
export type AnswerColumn = {
	/** In JSON: 'revenueCents'. */
	readonly name: string;
	/** Heads its column. */
	readonly title: string;
	/** What it is: text that tells a row apart, text besides, or a figure. */
	readonly unit: 'key' | 'text' | Unit;
};

/** A column's name in SQL: 'revenueCents' is `revenue_cents`. */
export function sqlName(name: string): string {
	return name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
