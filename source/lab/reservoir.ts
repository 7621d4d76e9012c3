import type {Random} from '../orders/random.ts';
import {requireWhole} from './argument-range.ts';

/** A uniform random sample of bounded size of a stream of unknown length. */
export type Reservoir<T> = {
	/** How many values have been offered. */
	readonly seen: number;
	/** Offers one value of the stream. */
	add(value: T): void;
	/** The sample, a copy in no particular order: all values offered while they are no more than the capacity. */
	values(): T[];
	/** Forgets everything. */
	clear(): void;
};

/** Reservoir sampling, each value of the stream kept with the same probability (Waterman's algorithm R, in Knuth, TAOCP 2, 3.4.2). */
export function createReservoir<T>(capacity: number, random: Random): Reservoir<T> {
	requireWhole('capacity', capacity, 1);
	const kept: T[] = [];
	let seen = 0;
	return {
		get seen() {
			return seen;
		},
		add(value) {
			seen++;
			if (kept.length < capacity) {
				kept.push(value);
				return;
			}

			const place = random.below(seen);
			if (place < capacity) {
				kept[place] = value;
			}
		},
		values: () => [...kept],
		clear() {
			kept.length = 0;
			seen = 0;
		},
	};
}
