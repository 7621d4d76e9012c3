import {addRead, noReads, type ReadCounts, type ReadFigures, readFigures} from '../lab/read-counts.ts';
import type {Read} from './read-answer.ts';

/** What reads came to. */
export type ReadTotals = ReadFigures &
	Pick<ReadCounts, 'reads' | 'outcomes'> & {
		/** Reads that were not begun, because too many were under way. */
		readonly shed: number;
		/** Why reads failed, went past a store or were not stored, in the order in which it came up; at most `mostReasons`. */
		readonly reasons: ReadonlyArray<{readonly reason: string; readonly reads: number}>;
	};

/** Reasons told apart; further ones are counted with the last. */
const mostReasons = 10;

/** Counts reads as they end. */
export type ReadCount = {
	readonly reads: number;
	add(read: Read): void;
	/** Counts a read that was not begun. */
	shed(): void;
	total(): ReadTotals;
};

export function createReadCount(): ReadCount {
	const counts = noReads();
	let shed = 0;
	const reasons = new Map<string, number>();
	return {
		get reads() {
			return counts.reads;
		},
		add(read) {
			addRead(counts, read);
			if (read.reason !== undefined) {
				const reason = reasons.has(read.reason) || reasons.size < mostReasons ? read.reason : [...reasons.keys()].at(-1)!;
				reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
			}
		},
		shed() {
			shed++;
		},
		total() {
			const {reads, outcomes} = counts;
			return {reads, outcomes: {...outcomes}, shed, ...readFigures(counts), reasons: [...reasons].map(([reason, reads]) => ({reason, reads}))};
		},
	};
}
