import {totalmem} from 'node:os';
import type {Layer} from './layer.ts';

/** Why an embedded engine is not started, where too little memory is free; undefined: there is room for it. */
export function whyNoRoom({title, engine: {needsFreeBytes = 0}}: Pick<Layer, 'title' | 'engine'>, freeBytes: number = freeMemory()): string | undefined {
	return freeBytes < needsFreeBytes
		? `${title} stays out: ${gigabytes(freeBytes)} GB of memory are free, its engine wants ${gigabytes(needsFreeBytes)}`
		: undefined;
}

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(1).replace(/\.0$/, '');
}

/** macOS counts as free only what nothing was ever read into: there a quarter of all is taken for free. */
function freeMemory(): number {
	return process.platform === 'darwin' ? totalmem() / 4 : process.availableMemory();
}
