import {setFlagsFromString} from 'node:v8';

/**
 * Does work that makes much and keeps little: the heap grows to twice what is in use before it is collected as a whole, not to four times.
 * It is so for the whole process while the work lasts.
 */
export async function inLittleMemory<T>(work: () => Promise<T>): Promise<T> {
	setFlagsFromString('--heap-growing-percent=100');
	try {
		return await work();
	} finally {
		setFlagsFromString('--heap-growing-percent=0');
	}
}
