import type {View} from '../scenarios/view.ts';
import {answerTable} from '../tables/answer-table.ts';
import {paperColumns} from './on-paper.ts';
import {sheetText} from './text-table.ts';

/** Lines of a picture on paper. */
const pictureRows = 20;

/** A view on paper: what it is of, its figures or its picture, and what is to be said of them. */
export function viewText({above, below, body}: View, {ascii}: {readonly ascii: boolean}): string[] {
	return [...above, '', ...(body.kind === 'table' ? sheetText(answerTable(body)) : pictureText(body, ascii)), '', ...below];
}

function pictureText({draw}: Extract<View['body'], {kind: 'picture'}>, isAscii: boolean): string[] {
	return draw(paperColumns, pictureRows, isAscii)
		.slice(0, pictureRows)
		.map(line =>
			line
				.map(({text}) => text)
				.join('')
				.trimEnd(),
		);
}
