import {layers} from '../../layers/layers.ts';

/** Lines of the help that are not keys: the frame, and the addresses with a line before them and the cached answer's key after. */
const frameLines = 2;
const addressLines = layers.length + 2;

/** Keys on a page of the help. */
function keysOnPage(rows: number): number {
	return Math.max(1, rows - frameLines - addressLines);
}

/** Pages of keys on a screen of this many rows. */
export function keyPages(rows: number, keys: number): number {
	return Math.ceil(keys / keysOnPage(rows));
}

/** Words on a page. */
export function wordsOnPage(rows: number): number {
	return Math.max(1, rows - frameLines);
}

/** Pages of the help: the keys, then the words. */
export function helpPages(rows: number, keys: number, words: number): number {
	return keyPages(rows, keys) + Math.ceil(words / wordsOnPage(rows));
}
