import type {Table, View} from '../scenarios/view.ts';
import {formatAmount} from '../words/amount.ts';
import {paperColumns} from './on-paper.ts';
import {textTable} from './text-table.ts';

/** Lines of a picture on paper. */
const pictureRows = 20;

/** A view on paper: what it is of, its figures or its picture, and what is to be said of them. */
export function viewText({above, below, body}: View, {ascii}: {readonly ascii: boolean}): string[] {
	return [...above, '', ...(body.kind === 'table' ? tableText(body) : pictureText(body, ascii)), '', ...below];
}

function tableText({rowTitle, columns, rows, totals, sharesOf}: Table): string[] {
	const whole = sharesOf === undefined ? undefined : totals?.[sharesOf];
	const lines = [...rows, ...(totals ? [{name: 'Total', figures: totals}] : [])];
	return textTable(
		[{title: rowTitle, align: 'left'}, ...columns.map(({title}) => ({title})), ...(whole === undefined ? [] : [{title: 'share'}])],
		lines.map(({name, figures}) => [
			name,
			...columns.map(({unit}, i) => formatAmount(unit, figures[i])),
			...(whole === undefined ? [] : [shareText(figures[sharesOf!], whole)]),
		]),
	);
}

function shareText(part: number | undefined, whole: number): string {
	return part === undefined || whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
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
