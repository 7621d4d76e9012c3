import type {BudgetedTtl} from '../lab/error-budget.ts';
import type {Asking} from './asking.ts';
import type {Unit} from '../words/amount.ts';

/** How wrong an old answer is, and what theory says of that. */
export type ErrorModel<A = {readonly asOfMs: number}, Trade = unknown> = {
	/** The figure that matters most, in a word and in a sentence: 'today', "today's revenue". */
	readonly headline: {readonly name: string; readonly inFull: string};
	/** What an answer consists of, where each may be off by itself: 'category'. */
	readonly part?: string;
	compare(shown: A, truth: A): OffBy;
	/** What is asked of MongoDB beside the truth, so that theory can speak. */
	readonly trade?: {
		pipeline(asking: Asking): object[];
		read(rows: readonly unknown[]): Trade;
	};
	/** What share of the headline answers miss on average whose ages are spread evenly. Absent where no formula is known, undefined where it says nothing at present. */
	expectedShare?(at: AtPresent<A, Trade> & {readonly leastSeconds: number; readonly mostSeconds: number}): number | undefined;
	/**
	 * How much the value of a fact varies, its standard deviation over its mean: where facts sum to a day's headline, a
	 * simulation takes it to say how far off that is. Of the facts measured, and of those that a seed generates.
	 */
	readonly variation?: {measured(trade: Trade): number | undefined; sampled(seed: number): Promise<number>};
	/** The longest TTL that keeps the headline within a share of the truth; absent and undefined likewise. */
	budget?(at: AtPresent<A, Trade> & {readonly errorShare: number; readonly fillSeconds: number}): BudgetedTtl | undefined;
};

/** What happens at present: the truth as last measured, with what was asked beside it, and how many facts come a second. */
type AtPresent<A, Trade> = {readonly truth: A; readonly trade: Trade; readonly factsPerSecond: number};

/** How far a shown answer is from the truth, figure by figure, the headline first; and the part that is furthest off, if any is. */
export type OffBy = {readonly rows: readonly [OffRow, ...OffRow[]]; readonly worst: Off | undefined};

/** How far a figure is from the truth. */
export type Off = {
	readonly name: string;
	readonly unit: Unit;
	/** Shown minus true. */
	readonly amount: number;
	/** Of the true figure; undefined when that is 0. */
	readonly share: number | undefined;
};

/** A figure of the whole answer. */
export type OffRow = Off & {
	/** Its name in JSON: 'window'. */
	readonly id: string;
	/** Its name in a narrow panel, where that is another, and in a sentence: '30 d', 'the last 30 days'. */
	readonly shortName?: string;
	readonly inFull?: string;
	/** The true figure. */
	readonly truth: number;
	/** Set where the shown answer holds nothing of it, with what it is called then: 'today (Tue 24 Nov)'. */
	readonly missing?: string;
};
