/** A value of a table as it is: text, or a figure in the unit that its column's name says; undefined: none. */
export type Value = string | number | boolean | undefined;

/** A column as it is read. Neighbours of one group stand under its name. */
export type ShownColumn = {readonly title: string; readonly align?: 'left' | 'right'; readonly group?: string};

/** A table as a value: paper shows it, a file has it as it is. */
export type Sheet = {
	/** What it is of, in the name of a file: 'plans'. */
	readonly name: string;
	readonly shown: {readonly columns: readonly ShownColumn[]; readonly rows: ReadonlyArray<readonly string[]>};
	readonly data: {readonly names: readonly string[]; readonly rows: ReadonlyArray<readonly Value[]>};
};

/** How a column is read; `i` is the place of the row. Absent: only a file has it. */
type Shown<Row> = (ShownColumn & {readonly text: (row: Row, i: number) => string}) | {readonly title?: never; readonly text?: never};

/** What a file has of a column, under a name as in JSON, which says the unit. Absent: it follows from other columns. */
type Kept<Row> = {readonly name: string; readonly value: (row: Row) => Value} | {readonly name?: never; readonly value?: never};

export type SheetColumn<Row> = Shown<Row> & Kept<Row>;

export function sheetOf<Row>(name: string, rows: readonly Row[], columns: ReadonlyArray<SheetColumn<Row>>): Sheet {
	const shown = columns.filter(column => column.title !== undefined);
	const kept = columns.filter(column => column.name !== undefined);
	return {
		name,
		shown: {
			columns: shown.map(({title, align = 'right', group}) => ({title, align, ...(group !== undefined && {group})})),
			rows: rows.map((row, i) => shown.map(({text}) => text(row, i))),
		},
		data: {names: kept.map(({name}) => name), rows: rows.map(row => kept.map(({value}) => value(row)))},
	};
}

/** The rows as they are, by the names of their columns; null where there is no value. */
export function recordsOf({data: {names, rows}}: Sheet): ReadonlyArray<Readonly<Record<string, string | number | boolean | null>>> {
	return rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])));
}
