import {toAscii} from '../words/ascii.ts';
import {columnsOf} from '../words/columns.ts';
import {plainText} from '../words/plain-text.ts';
import {wrapWords} from '../words/wrapping.ts';

/** Columns of the narrowest screen the lesson is shown on. */
export const paperColumns = 80;

/**
 * Text as it is printed, the last step of every report: no sign in it acts on a terminal, whoever it came from, it is in
 * ASCII where that is asked for, and no line is wider than 80 columns. What is wrapped stands under the text it goes on
 * from, beside the name in front of it.
 */
export function onPaper(text: string, {ascii}: {readonly ascii: boolean}): string {
	return text
		.split('\n')
		.flatMap(line => {
			const plain = plainText(line);
			const signs = ascii ? toAscii(plain.replaceAll('β', 'beta')) : plain;
			return columnsOf(signs) <= paperColumns ? [signs] : wrapWords(signs, paperColumns, ' '.repeat(/^\S+ {2,}/.exec(signs)?.[0].length ?? 0));
		})
		.join('\n');
}
