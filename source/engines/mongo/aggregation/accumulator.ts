import type {Evaluate} from '../expressions/compile-expression.ts';

/** The state of one accumulator for one group. */
export type Accumulator = {
	add(value: unknown): void;
	result(): unknown;
};

/** A compiled accumulator field of `$group`: what it takes of each document, and a fresh state for each group. */
export type AccumulatorField = {
	readonly value: Evaluate;
	/** Whether it is a sum: then `$group` keeps a number in place of a state as long as it can. */
	readonly isSum?: boolean;
	start(): Accumulator;
};
