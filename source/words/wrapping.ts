import {columnsOf, headOf} from './columns.ts';

/**
 * Text as lines of at most `width` columns, broken at spaces where there are any; lines after the first are indented.
 * A number stays with its unit where both find room in a line.
 */
export function wrapWords(text: string, width: number, indent = ''): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of piecesOf(text, width - indent.length)) {
		let rest = word;
		const start = lines.length === 0 ? '' : indent;
		if (line !== '' && columnsOf(line) + 1 + columnsOf(rest) > width) {
			lines.push(line);
			line = indent;
		} else if (line !== '' && line !== start) {
			line += ' ';
		}

		while (columnsOf(line) + columnsOf(rest) > width) {
			// At least one sign a line, however narrow.
			const head = headOf(rest, width - columnsOf(line)) || [...rest][0]!;
			lines.push(line + head);
			rest = rest.slice(head.length);
			line = indent;
		}

		line += rest;
	}

	lines.push(line);
	return lines;
}

const unit = /^(?:%|×|ms|s|min|h|d)(?![\p{L}\d])/u;

/** The words, a number and its unit as one. */
function piecesOf(text: string, room: number): string[] {
	const pieces: string[] = [];
	for (const word of text.split(' ')) {
		const last = pieces.at(-1);
		if (last !== undefined && /\d$/.test(last) && unit.test(word) && columnsOf(last) + 1 + columnsOf(word) <= room) {
			pieces[pieces.length - 1] = `${last} ${word}`;
		} else {
			pieces.push(word);
		}
	}

	return pieces;
}
