import {type Outcome, outcomes} from './read-through.ts';

/** Totals of reads: how they ended, and how old the served values were. */
export type ReadCounts = {
	readonly reads: number;
	readonly outcomes: Readonly<Record<Outcome, number>>;
	/** The ages (time served − as-of) of all served values. */
	readonly ageSumMs: number;
	readonly greatestAgeMs: number;
};

/** Counts that grow in place. */
export type ReadTally = {-readonly [Name in keyof ReadCounts]: ReadCounts[Name]} & {readonly outcomes: Record<Outcome, number>};

/** A read as it ended. One that failed gave no value, and so has no age. */
type EndedRead = {readonly outcome: Outcome; readonly ageMs?: number | undefined};

/** Counts of no reads yet. */
export function noReads(): ReadTally {
	return {reads: 0, outcomes: Object.fromEntries(outcomes.map(outcome => [outcome, 0])) as Record<Outcome, number>, ageSumMs: 0, greatestAgeMs: 0};
}

/** Counts one read in place. */
export function addRead(tally: ReadTally, {outcome, ageMs}: EndedRead): void {
	tally.reads++;
	tally.outcomes[outcome]++;
	if (ageMs !== undefined) {
		tally.ageSumMs += ageMs;
		tally.greatestAgeMs = Math.max(tally.greatestAgeMs, ageMs);
	}
}

/** Adds the totals of other reads, in place. */
export function addCounts(tally: ReadTally, more: ReadCounts): void {
	for (const outcome of outcomes) {
		tally.outcomes[outcome] += more.outcomes[outcome];
	}

	tally.reads += more.reads;
	tally.ageSumMs += more.ageSumMs;
	tally.greatestAgeMs = Math.max(tally.greatestAgeMs, more.greatestAgeMs);
}

/** The counts with one read more. */
export function withRead<Counts extends ReadCounts>(counts: Counts, read: EndedRead): Counts {
	const next = {...counts, outcomes: {...counts.outcomes}};
	addRead(next, read);
	return next;
}

/** Reads that served a value. */
export function valuedReads({reads, outcomes}: ReadCounts): number {
	return reads - outcomes.error;
}

/** The figures that follow from counts. */
export type ReadFigures = {
	/** h: outcome `hit` among all reads; undefined without any. */
	readonly hitRate: number | undefined;
	/** Mean age of the served values; undefined without any. */
	readonly meanAgeSeconds: number | undefined;
	readonly maxAgeSeconds: number;
};

export function readFigures(counts: ReadCounts): ReadFigures {
	const valued = valuedReads(counts);
	return {
		hitRate: counts.reads === 0 ? undefined : counts.outcomes.hit / counts.reads,
		meanAgeSeconds: valued === 0 ? undefined : counts.ageSumMs / valued / 1000,
		maxAgeSeconds: counts.greatestAgeMs / 1000,
	};
}
