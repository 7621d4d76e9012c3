import {Text} from 'ink';
import {Table as InkTable} from 'ink-table';
import {createContext, memo, useContext} from 'react';
import type {Table} from '../../../scenarios/view.ts';
import {fitColumns} from '../../../words/columns.ts';
import {useStyles} from '../../theme.ts';
import {type FittedColumn, type FittedTable, fitTable} from './table-columns.ts';

type Props = {readonly table: Table; readonly width: number; readonly height: number};

/** A table in a space: a heading, its rows, and its total. */
export function AnswerTable({table, width, height}: Props) {
	return <Fitted {...fitTable(table, width, height - (table.totals ? 2 : 1))} />;
}

/** Most reads give the same rows again: these are not laid out again. */
const Fitted = memo(
	({columns, rows, total}: FittedTable) => (
		<>
			{/* ink-table fixes its columns when it is made: another set is another table. */}
			<CellColumns value={columns}>
				<InkTable
					key={columns.map(({title}) => title).join()}
					data={rows.map(byPlace)}
					columns={columns.map(({align}, i) => ({key: String(i), align}))}
					padding={1}
					cell={Cell}
					header={Heading}
					skeleton={Nothing}
				/>
			</CellColumns>
			{total !== undefined && (
				<Text bold wrap="truncate">
					{total}
				</Text>
			)}
		</>
	),
	(before, now) => JSON.stringify(before) === JSON.stringify(now),
);

/** Cells by the place of their column: titles need not differ. */
function byPlace(row: readonly string[]): Record<string, string> {
	return Object.fromEntries(row.map((text, i) => [String(i), text]));
}

const CellColumns = createContext<readonly FittedColumn[]>([]);

type CellProps = {readonly children?: React.ReactNode; readonly column?: number};

/** A cell's text in its columns: ink-table counts signs, so it is not relied on. */
function Cell({children, column = 0}: CellProps) {
	const {width, align} = useContext(CellColumns)[column]!;
	const text = String(children);
	// On the left only the padding goes: spaces before a rank are its own.
	return <Text>{` ${fitColumns(align === 'left' ? text.slice(1).trimEnd() : text.trim(), width, align)} `}</Text>;
}

function Heading({column = 0}: CellProps) {
	const {title, width, align} = useContext(CellColumns)[column]!;
	return <Text {...useStyles().dim}>{` ${fitColumns(title, width, align)} `}</Text>;
}

/** The table's rules would take every other line of a small screen. */
function Nothing() {
	return <Text />;
}
