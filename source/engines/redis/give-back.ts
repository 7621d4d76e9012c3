import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

const worthBytes = 8 * 1024 * 1024;

/**
 * Gives memory back to the system once much was freed and no more follows: V8 by itself collects only while something is
 * made, and keeps what it has. Called ten times a second with the bytes that are in use.
 */
export function createGivingBack(): (usedBytes: number) => void {
	let mostBytes = 0;
	let lastBytes = 0;
	return usedBytes => {
		mostBytes = Math.max(mostBytes, usedBytes);
		if (usedBytes === lastBytes && mostBytes - usedBytes > worthBytes && usedBytes < mostBytes / 2) {
			mostBytes = usedBytes;
			setFlagsFromString('--expose-gc');
			(runInNewContext('gc') as () => void)();
		}

		lastBytes = usedBytes;
	};
}
