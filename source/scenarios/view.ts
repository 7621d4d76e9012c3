import type {Unit} from '../words/amount.ts';

/** An answer as it is shown, on the screen and on paper. */
export type View = {
	/** What the figures cover, in a few words. The longest text that fits stands beside the title. */
	readonly notes: readonly string[];
	/** The same in sentences, for printed reports: above the figures … */
	readonly above: readonly string[];
	/** … and below them. */
	readonly below: readonly string[];
	/** How many facts it counts: "the table counts 30 days without returns: 458". */
	readonly counts: string;
	readonly body: Table | Picture;
};

/** Rows of figures. Columns that do not fit are dropped, and rows that do not fit are summed to one. */
export type Table = {
	readonly kind: 'table';
	/** Its name in file names: 'revenue'. */
	readonly name: string;
	/** The title of the column with the names of the rows. */
	readonly rowTitle: string;
	/** What tells the rows apart in a file, by the names of its first columns. Absent: the names of the rows, under their title. */
	readonly keys?: readonly string[];
	/** The columns by importance. The last one is dropped first. */
	readonly columns: readonly Column[];
	/** The rows in the order in which they are shown. */
	readonly rows: readonly Row[];
	/** The totals, one figure for each column, from the answer itself. Undefined where there are none. */
	readonly totals: readonly number[] | undefined;
	/** The column whose shares are shown: as bars on the screen, as percentages of the total on paper. */
	readonly sharesOf: number | undefined;
	/** The rows are the first ones of many, so those that do not fit are left out, not summed. */
	readonly isOpenEnded?: true;
};

/** A column. Its name in files is the name in JSON, with the unit. */
export type Column = {readonly name: string; readonly title: string; readonly unit: Unit};

/** A row with one figure for each column: undefined where there is none, null where the column does not apply to the row. In a file one text a key. */
export type Row = {readonly name: string; readonly keys?: readonly string[]; readonly figures: ReadonlyArray<number | undefined | null>};

/** A picture that the scenario draws itself, within the given lines and columns, and in ASCII if asked. */
type Picture = {
	readonly kind: 'picture';
	readonly draw: (columns: number, rows: number, isAscii: boolean) => readonly PictureLine[];
};

/** A line as runs of text, each with its meaning. */
export type PictureLine = ReadonlyArray<{readonly text: string; readonly tone?: 'dim' | 'strong' | 'accent' | 'bad'}>;
