import type {Unit} from '../words/amount.ts';

// How years of facts are stored for questions, and what the questions are. They go to a warehouse that was loaded from the archive and to the ledger,
// so that the two can be compared. The SQL is written once. Where the dialects differ, a scenario has the differing parts side by side.

/** The systems that are asked. */
export type Dialect = 'duckdb' | 'bigquery' | 'postgres';

/** Those that are loaded from the archive. */
type WarehouseDialect = Exclude<Dialect, 'postgres'>;

/** How a warehouse stores a scenario's facts, and the questions about them. */
export type Warehouse = {
	/** The columns of an archived line of any version. A column that a line does not have is null. */
	readonly line: readonly LineColumn[];
	/** The table. A row may be a part of a fact. The first column is `dt`, the day in the archive's zone, by which the table is partitioned. */
	readonly table: {
		readonly name: string;
		/** The column of the fact's id. Facts are counted by it. */
		readonly id: string;
		readonly columns: readonly TableColumn[];
		/** The columns by which rows are clustered. */
		readonly clusteredBy: string;
	};
	/**
	 * A select that makes the table's rows of archived lines, in the order of its columns.
	 * @param lines where the lines are selected from: it has the columns of `line`, and `dt`
	 */
	readonly rows: Readonly<Record<WarehouseDialect, (lines: string) => string>>;
	/** The aggregate over the table that must equal the sum of `archive.worth`. */
	readonly worth: string;
	/** The questions. The screen begins with the first. */
	readonly questions: readonly [HistoryQuestion, ...HistoryQuestion[]];
	/** The questions that have a chart. */
	readonly trend: Trend;
};

/** A figure of several series over years: by month, by day, and by year against the same days of the year before. */
export type Trend = {
	/** Its keys are 'month', and the series. */
	readonly monthly: HistoryQuestion;
	/** Its keys are 'day', and the series. */
	readonly daily: HistoryQuestion;
	/** Its keys are 'year', and the series. */
	readonly yearly: HistoryQuestion;
	/** The columns with the series of a row, and with the figure. */
	readonly series: string;
	readonly figure: string;
	/** The columns of `yearly` only: the figure over the days that both years have, and the same of the year before. */
	readonly compared: string;
	readonly yearBefore: string;
};

/** A column of an archived line: text, a whole number, an instant, or a record of these. With `isList` it is a list. */
export type LineColumn = {readonly name: string; readonly type: 'text' | 'whole' | 'instant' | readonly LineColumn[]; readonly isList?: true};

/** A column of the table. */
export type TableColumn = {readonly name: string; readonly type: 'date' | 'text' | 'whole'};

/** The days that a question covers: whole archived days, first and last included, and the instants at which they begin and end. */
export type Asked = {
	/** `YYYY-MM-DD`. */
	readonly fromDay: string;
	readonly toDay: string;
	/** Epoch milliseconds: the first instant of the first day, and the first one after the last day. */
	readonly fromMs: number;
	readonly toMs: number;
	/** IANA name of the zone of these days. */
	readonly timeZone: string;
};

/** One question about years. Every dialect gives the same rows, to the cent. */
export type HistoryQuestion = {
	/** 'monthly': what `--ask` takes. */
	readonly name: string;
	/** What is asked, as a heading: "Revenue by month and category". */
	readonly title: string;
	/** The name of its rows in JSON: 'months'. */
	readonly many: string;
	/** The order of its rows is part of the answer. */
	readonly isOrdered?: true;
	/** The columns of its answer in order. The columns that identify a row come first. */
	readonly columns: readonly AnswerColumn[];
	/** One select: over the unqualified table, or in PostgreSQL over the ledger's tables. `sqlName` gives the names of its columns. */
	readonly sql: Readonly<Record<Dialect, (asked: Asked) => string>>;
};

/** A column of an answer. */
export type AnswerColumn = {
	/** In JSON: 'revenueCents'. */
	readonly name: string;
	/** Heads its column. */
	readonly title: string;
	/** Its role: text that identifies a row, other text, or a figure. */
	readonly unit: 'key' | 'text' | Unit;
};

/** A column's name in SQL: 'revenueCents' is `revenue_cents`. */
export function sqlName(name: string): string {
	return name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
