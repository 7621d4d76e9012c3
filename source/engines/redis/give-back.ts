import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

const worthBytes = 8 * 1024 * 1024;

/**
 * Has V8 collect garbage once much was freed and the bytes in use have come to rest: by itself V8 collects only while new
 * objects are made, and returns little to the system. Called ten times a second with the bytes in use.
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
