import type {Outcome} from '../lab/read-through.ts';
import type {Read} from './read-answer.ts';

/** What reads came to. */
export type ReadTotals = {
	readonly reads: number;
	readonly outcomes: Readonly<Record<Outcome, number>>;
	/** Reads that were not begun, because too many were under way. */
	readonly shed: number;
	/** Undefined without any read. */
	readonly hitRate: number | undefined;
	/** Mean of (time served − as-of) over all reads that gave a value; undefined without any. */
	readonly meanAgeSeconds: number | undefined;
	readonly maxAgeSeconds: number;
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
	const outcomes: Record<Outcome, number> = {hit: 0, miss: 0, bypass: 0, stale: 0, coalesced: 0, error: 0};
	let reads = 0;
	let shed = 0;
	let ageSumMs = 0;
	let maxAgeMs = 0;
	const reasons = new Map<string, number>();
	return {
		get reads() {
			return reads;
		},
		add(read) {
			reads++;
			outcomes[read.outcome]++;
			if (read.reason !== undefined) {
				const reason = reasons.has(read.reason) || reasons.size < mostReasons ? read.reason : [...reasons.keys()].at(-1)!;
				reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
			}

			if (read.outcome !== 'error') {
				ageSumMs += read.ageMs;
				maxAgeMs = Math.max(maxAgeMs, read.ageMs);
			}
		},
		shed() {
			shed++;
		},
		total() {
			const valued = reads - outcomes.error;
			return {
				reads,
				outcomes: {...outcomes},
				shed,
				hitRate: reads === 0 ? undefined : outcomes.hit / reads,
				meanAgeSeconds: valued === 0 ? undefined : ageSumMs / valued / 1000,
				maxAgeSeconds: maxAgeMs / 1000,
				reasons: [...reasons].map(([reason, reads]) => ({reason, reads})),
			};
		},
	};
}
