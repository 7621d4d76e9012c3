import type {HistoryRow} from '../../../flows/ask-history.ts';
import {growthText} from '../../../flows/history-words.ts';
import type {Trend} from '../../../scenarios/warehouse.ts';
import {formatShortAmount, type Unit} from '../../../words/amount.ts';
import {fitColumns} from '../../../words/columns.ts';
import type {Line} from '../../panels/lines.tsx';

type YearFigures = {readonly figure: number; readonly compared: number; readonly yearBefore: number};

/** Columns of a year's figures at least. */
const fewestColumns = 9;

/**
 * The years side by side: what each came to, and how much that grew, of the days that it and the year before both have.
 * @param hasSeries each series' growth stands below
 */
export function yearLines(trend: Trend, rows: readonly HistoryRow[], series: readonly string[], unit: Unit, width: number, hasSeries: boolean): Line[] {
	const names = Math.min(20, Math.max(7, ...series.map(name => name.length))) + 1;
	const all = [...new Set(rows.map(row => String(row['year'])))].sort();
	const totals = new Map(all.map(year => [year, sumOf(trend, rows, year)]));
	const cell = Math.max(fewestColumns, ...[...totals.values()].map(({figure}) => formatShortAmount(unit, figure).length + 1));
	// The newest find room first.
	const years = all.slice(-Math.max(1, Math.floor((width - names) / cell)));
	const columns = Math.min(16, Math.floor((width - names) / years.length));
	const line = (name: string, text: (year: string) => string, tone: 'dim' | 'plain' | 'strong'): Line => [
		{text: fitColumns(name, names), tone: tone === 'strong' ? 'strong' : tone},
		...years.map(year => {
			const said = text(year).padStart(columns);
			return {text: said, tone: said.trim().startsWith('-') ? 'miss' : tone} as const;
		}),
	];
	const growth = (of: (year: string) => YearFigures) => (year: string) => {
		const {compared, yearBefore} = of(year);
		return growthText(compared, yearBefore);
	};

	return [
		line('', year => year, 'dim'),
		line('Total', year => formatShortAmount(unit, totals.get(year)!.figure), 'strong'),
		line(
			'growth',
			growth(year => totals.get(year)!),
			'plain',
		),
		...(hasSeries
			? series.map(name =>
					line(
						name,
						growth(year => sumOf(trend, rows, year, name)),
						'dim',
					),
				)
			: []),
	];
}

function sumOf({figure, compared, yearBefore, series}: Trend, rows: readonly HistoryRow[], year: string, name?: string): YearFigures {
	const its = rows.filter(row => row['year'] === year && (name === undefined || row[series] === name));
	const sum = (column: string) => its.reduce((total, row) => total + Number(row[column]), 0);
	return {figure: sum(figure), compared: sum(compared), yearBefore: sum(yearBefore)};
}
