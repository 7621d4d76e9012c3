import stringWidth from 'string-width';
import {surelyPlain} from './plain-text.ts';

/** Columns that plain text takes on a screen: a sign of Chinese, Japanese or Korean takes two, a mark none. */
export function columnsOf(text: string): number {
	return surelyPlain.test(text) ? text.length : stringWidth(text);
}

/** Text of at most this many columns; what is cut ends in an ellipsis. */
export function cutColumns(text: string, columns: number): string {
	return columnsOf(text) <= columns ? text : `${headOf(text, columns - 1)}${columns > 0 ? '…' : ''}`;
}

/** Text cut or filled up to exactly this many columns. */
export function fitColumns(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
	const cut = cutColumns(text, columns);
	const space = ' '.repeat(Math.max(0, columns - columnsOf(cut)));
	return align === 'left' ? cut + space : space + cut;
}

/** As much of a text from its start as fits, in whole signs. */
export function headOf(text: string, columns: number): string {
	if (surelyPlain.test(text)) {
		return text.slice(0, Math.max(0, columns));
	}

	let head = '';
	let used = 0;
	for (const {segment} of new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(text)) {
		used += columnsOf(segment);
		if (used > columns) {
			break;
		}

		head += segment;
	}

	return head;
}
