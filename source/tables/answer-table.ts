import type {Table} from '../scenarios/view.ts';
import {formatAmount} from '../words/amount.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** An answer's figures. A file has no line of totals: whoever adds its lines up would count all twice. */
export function answerTable({name, rowTitle, keys = [rowTitle], columns, rows, totals, sharesOf}: Table): Sheet {
	const whole = sharesOf === undefined ? undefined : totals?.[sharesOf];
	const figures = columns.map(({name, title, unit}, i) => ({
		name,
		title,
		value: (row: Table['rows'][number]) => row.figures[i] ?? undefined,
		text: (row: Table['rows'][number]) => formatAmount(unit, row.figures[i]),
	}));
	const sheet = sheetOf(name, totals ? [...rows, {name: 'Total', figures: totals}] : rows, [
		{title: rowTitle, align: 'left', text: row => row.name},
		...keys.map((key, i) => ({name: key, value: (row: Table['rows'][number]) => (row.keys ?? [row.name])[i]})),
		...figures,
		...(whole === undefined ? [] : [{title: 'share', text: (row: Table['rows'][number]) => shareText(row.figures[sharesOf!], whole)}]),
	]);
	return {...sheet, data: {...sheet.data, rows: sheet.data.rows.slice(0, rows.length)}};
}

function shareText(part: number | undefined | null, whole: number): string {
	return part == null || whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`;
}
