import type {BudgetedTtl} from '../lab/error-budget.ts';
import type {Asking} from './asking.ts';
import type {Unit} from '../words/amount.ts';

/** How wrong an old answer is, measured and in theory. */
export type ErrorModel<A = {readonly asOfMs: number}, Trade = unknown> = {
	/** The figure that matters most, in a word and in a sentence: 'today', "today's revenue". */
	readonly headline: {readonly name: string; readonly inFull: string};
	/** The parts of an answer, each of which may be off: 'category'. */
	readonly part?: string;
	compare(shown: A, truth: A): OffBy;
	/** Why the errors of two figures of one answer may differ, in a sentence. Absent where there is one figure. */
	readonly whyApart?: string;
	/** What theory needs to know, asked of MongoDB together with the truth. */
	readonly trade?: {
		pipeline(asking: Asking): object[];
		read(rows: readonly unknown[]): Trade;
	};
	/**
	 * The share of the headline that answers of evenly spread ages miss, on average. Absent where no formula is known. Undefined where the formula
	 * gives nothing at present.
	 */
	expectedShare?(at: AtPresent<A, Trade> & {readonly leastSeconds: number; readonly mostSeconds: number}): number | undefined;
	/**
	 * How much the value of a fact varies: its standard deviation over its mean. Where the headline is a sum of facts, a simulation uses it to say
	 * how far off the headline is. It exists for the facts as measured, and for those of a seed.
	 */
	readonly variation?: {measured(trade: Trade): number | undefined; sampled(seed: number): Promise<number>};
	/** The longest TTL that keeps the headline within a share of the truth. Absent and undefined as above. */
	budget?(at: AtPresent<A, Trade> & {readonly errorShare: number; readonly fillSeconds: number}): BudgetedTtl | undefined;
};

/** The present: the truth as last measured, what theory needs, and how many facts come a second. */
type AtPresent<A, Trade> = {readonly truth: A; readonly trade: Trade; readonly factsPerSecond: number};

/** How far a shown answer is from the truth: each figure, the headline first, and the part that is furthest off, if any is. */
export type OffBy = {readonly rows: readonly [OffRow, ...OffRow[]]; readonly worst: Off | undefined};

/** How far a figure is from the truth. */
export type Off = {
	readonly name: string;
	readonly unit: Unit;
	/** Shown minus true. */
	readonly amount: number;
	/** As a share of the true figure. Undefined when that is 0. */
	readonly share: number | undefined;
};

/** A figure of the whole answer. */
export type OffRow = Off & {
	/** Its name in JSON: 'window'. */
	readonly id: string;
	/** Its name in a narrow panel, where it has a shorter one, and in a sentence: '30 d', 'the last 30 days'. */
	readonly shortName?: string;
	readonly inFull?: string;
	/** The true figure. */
	readonly truth: number;
	/** Set where the shown answer holds nothing of it: how it is called then, 'today (Tue 24 Nov)'. */
	readonly missing?: string;
};
