import type {Unit} from '../words/amount.ts';

/** An answer as it is shown, on the screen and on paper. */
export type View = {
	/** What the figures are of, in a few words: the longest that fits stands beside the title. */
	readonly notes: readonly string[];
	/** The same in sentences, for paper: above the figures … */
	readonly above: readonly string[];
	/** … and below them. */
	readonly below: readonly string[];
	/** How many facts it counts: "the table counts 30 days without returns: 458". */
	readonly counts: string;
	readonly body: Table | Picture;
};

/** Rows of figures: as many columns as fit are shown, and rows that do not fit are summed to one. */
export type Table = {
	readonly kind: 'table';
	/** What it is of, in the name of a file: 'revenue'. */
	readonly name: string;
	/** Heads the names of the rows. */
	readonly rowTitle: string;
	/** In the order in which they matter: the last is dropped first. */
	readonly columns: readonly Column[];
	/** In the order in which they are shown. */
	readonly rows: readonly Row[];
	/** One figure a column, from the answer itself; undefined where there are none. */
	readonly totals: readonly number[] | undefined;
	/** The column whose shares are shown: as bars on the screen, as percentages of the total on paper. */
	readonly sharesOf: number | undefined;
	/** The last rows are the first ones of many: those that do not fit are left out, not summed. */
	readonly isOpenEnded?: true;
};

/** A column: its name in files is as in JSON, with the unit. */
export type Column = {readonly name: string; readonly title: string; readonly unit: Unit};

/** A row: one figure a column, undefined where there is none, null where the column says nothing of such a row. */
export type Row = {readonly name: string; readonly figures: ReadonlyArray<number | undefined | null>};

/** A picture that the scenario draws itself: at most so many lines of so many columns, in ASCII where that is asked for. */
type Picture = {
	readonly kind: 'picture';
	readonly draw: (columns: number, rows: number, isAscii: boolean) => readonly PictureLine[];
};

/** Runs of text in a line, each with its meaning. */
export type PictureLine = ReadonlyArray<{readonly text: string; readonly tone?: 'dim' | 'strong' | 'accent' | 'bad'}>;
