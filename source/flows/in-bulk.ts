import {setFlagsFromString} from 'node:v8';

/**
 * Does work that makes much and keeps little. V8 is told so, for the whole process while the work lasts: the heap grows to twice what is in use before it is
 * collected as a whole, not to four times, and functions are compiled with fewer others in them. An archive of a million orders runs as fast so, and compiling
 * takes two thirds of the processor time.
 */
export async function inBulk<T>(work: () => Promise<T>): Promise<T> {
	setFlags(100, 200);
	try {
		return await work();
	} finally {
		// As V8 has them.
		setFlags(0, 920);
	}
}

function setFlags(heapGrowingPercent: number, inlinedBytes: number): void {
	setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
	setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${inlinedBytes}`);
}
