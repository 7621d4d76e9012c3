import type {Column, Row, Table} from '../../../scenarios/view.ts';
import {formatAmount, formatShortAmount} from '../../../words/amount.ts';
import {columnsOf, fitColumns} from '../../../words/columns.ts';
import {bar} from '../../charts/gauge.ts';

/** A table as text, in the columns and rows that fit. */
export type FittedTable = {
	readonly columns: readonly FittedColumn[];
	/** One text a column. */
	readonly rows: ReadonlyArray<readonly string[]>;
	/** The line of totals; undefined where the table has none. */
	readonly total: string | undefined;
};

export type FittedColumn = {readonly title: string; readonly align: 'left' | 'right'; readonly width: number};

/** A name is cut from here on. */
const longestName = 18;

/** Columns of figures that stay, whatever there is of room. */
const fewestColumns = 2;

const shareBar = {least: 6, most: 48} as const;

/** The table in this many columns and rows of the screen. A total takes none of the rows. */
export function fitTable(table: Table, width: number, rowsFit: number): FittedTable {
	const rows = table.isOpenEnded ? table.rows.slice(0, rowsFit) : foldInto(table.rows, table.columns, rowsFit);
	const total: Row[] = table.totals ? [{name: 'Total', figures: table.totals}] : [];
	const columns = columnsFor(table, rows, [...rows, ...total], width);
	return {
		columns,
		rows: rows.map(row => columns.map(({text}) => text(row))),
		total: total.map(row => columns.map(({align, width, text, isBar}) => ` ${fitColumns(isBar ? '' : text(row), width, align)} `).join(''))[0],
	};
}

type TextColumn = FittedColumn & {readonly text: (row: Row) => string; readonly isBar?: boolean};

/** The columns that fit, dropped whole: first the share bar, then the last one, and so on; cents give way only at last. */
function columnsFor({rowTitle, columns, totals, sharesOf}: Table, shown: readonly Row[], all: readonly Row[], width: number): TextColumn[] {
	const column = (title: string, text: TextColumn['text'], align: TextColumn['align'] = 'right'): TextColumn => ({
		title,
		align,
		text,
		width: Math.max(columnsOf(title), ...all.map(row => columnsOf(text(row)))),
	});
	const name = column(rowTitle, row => row.name, 'left');
	const named = {...name, width: Math.min(name.width, longestName)};
	const fewest = Math.min(fewestColumns, columns.length);
	for (let count = columns.length; count >= fewest; count--) {
		const figures = columns.slice(0, count).map(({title, unit}, i) => ({unit, ...column(title, ({figures}) => formatAmount(unit, figures[i]))}));
		// Money is as wide everywhere as where it is widest: what is off by little now grows in its place.
		const widest = Math.max(...figures.map(({unit, width}) => (unit === 'money' ? width : 0)));
		const even = figures.map(of => ({...of, width: of.unit === 'money' ? widest : of.width}));
		const fitted = [even, figures].flatMap(some => {
			const left = width - [named, ...some].reduce((sum, {width}) => sum + width + 2, 0);
			// A bar takes no place that a figure wants, and beside no other row it shows nothing.
			const bars = count === columns.length && shown.length > 1 ? barOf(sharesOf, shown, left - 2, totals ? 'share' : columns[sharesOf ?? 0]!.title) : [];
			return left >= 0 ? [[named, ...some, ...bars]] : [];
		});
		const [first] = fitted;
		if (first) {
			return fitted.find(({length}) => length > first.length) ?? first;
		}
	}

	return [named, ...columns.slice(0, fewest).map(({title, unit}, i) => column(title, ({figures}) => formatShortAmount(unit, figures[i])))];
}

/** Each row's share as a bar, against the greatest row; without a total it is no share, and has the figure's name. None where there is no room. */
function barOf(sharesOf: number | undefined, rows: readonly Row[], room: number, title: string): TextColumn[] {
	const width = Math.min(shareBar.most, room);
	if (sharesOf === undefined || width < shareBar.least) {
		return [];
	}

	const share = ({figures}: Row) => figures[sharesOf] ?? 0;
	const greatest = Math.max(...rows.map(share), 1);
	return [{title, align: 'left', width, text: row => bar(share(row) / greatest, width), isBar: true}];
}

/** At most `fit` rows; what is over is one row that says how many it holds. Means have no sum. */
function foldInto(rows: readonly Row[], columns: readonly Column[], fit: number): readonly Row[] {
	if (rows.length <= fit) {
		return rows;
	}

	const rest = rows.slice(fit - 1);
	const sum = (i: number) => rest.reduce((total, {figures}) => total + (figures[i] ?? 0), 0);
	return [...rows.slice(0, fit - 1), {name: `${rest.length} others`, figures: columns.map(({unit}, i) => (unit === 'mean' ? undefined : sum(i)))}];
}
