import type {HistoryResult} from '../../flows/ask-history.ts';
import type {HistoryStudy} from '../../flows/study-history.ts';

/** What was asked of the warehouse last: the months, the years, and what the months cost on the ledger. */
export type ShownStudy = HistoryStudy & {
	readonly yearly: HistoryResult;
	/** "DuckDB", and what its bytes are of. */
	readonly store: string;
	readonly scans: string;
};

/** Years of facts, as far as they were asked about. */
export type History = {
	readonly study: ShownStudy | undefined;
	/** Nothing is archived, as far as that was looked at. */
	readonly isEmpty: boolean;
	/** Why the last asking came to nothing. */
	readonly trouble: string | undefined;
	/** The month that is looked at, `2024-03`. */
	readonly month: string;
	/** Its days, while they stand in place of the months; and the day that is looked at. */
	readonly days: {readonly result: HistoryResult; readonly day: string} | undefined;
};

export const noHistory: History = {study: undefined, isEmpty: false, trouble: undefined, month: '', days: undefined};
