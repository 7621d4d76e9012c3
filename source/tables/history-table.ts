import type {HistoryResult, HistoryRow} from '../flows/ask-history.ts';
import {formatAmount} from '../words/amount.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** An answer about years, row by row. */
export function historyTable({question: {name, columns}, rows}: Pick<HistoryResult, 'question' | 'rows'>): Sheet {
	return sheetOf(
		name,
		rows,
		columns.map(({name, title, unit}) => {
			const value = (row: HistoryRow) => row[name] ?? undefined;
			return unit === 'key' || unit === 'text'
				? {name, title, align: 'left', value, text: row => String(row[name] ?? '–')}
				: {name, title, value, text: row => formatAmount(unit, Number(row[name]))};
		}),
	);
}
