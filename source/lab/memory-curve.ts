import {type ManyKeysLoad, manyKeysReads} from './many-keys-reads.ts';

/** What memory buys: the hit rate where so many keys fit in it. */
export type MemoryPoint = {readonly keysInMemory: number; readonly hitRate: number};

/** The hit rate over how many keys memory holds, fewest first; empty where no formula is known. */
export function memoryCurve(load: ManyKeysLoad, sizes: readonly number[]): MemoryPoint[] {
	return sizes.flatMap(keysInMemory => {
		const reads = manyKeysReads({...load, keysInMemory});
		return reads ? [{keysInMemory, hitRate: reads.hitRate}] : [];
	});
}

/** About so many sizes from one key to all, evenly spaced on a logarithmic axis. */
export function memoryGrid(keys: number, count: number): number[] {
	return [...new Set(Array.from({length: count}, (_, i) => Math.round(keys ** (i / (count - 1)))))];
}

/** One key, ten, a hundred, and so on to all. */
export function memoryDecades(keys: number): number[] {
	const decades: number[] = [];
	for (let size = 1; size < keys; size *= 10) {
		decades.push(size);
	}

	return [...decades, keys];
}
