import {Box, Text} from 'ink';
import {Table} from 'ink-table';
import {createContext, useContext} from 'react';
import {type AnswerDay, answerDay} from '../../../scenarios/shop/answer-day.ts';
import {zoneLabel} from '../../../words/local-day.ts';
import type {LeftOut} from '../../../scenarios/left-out.ts';
import type {RevenueFigures} from '../../../scenarios/shop/revenue-figures.ts';
import {categoryName, type CategoryRevenue, type RevenueReport} from '../../../scenarios/shop/revenue.ts';
import {columnsOf, fitColumns} from '../../../words/columns.ts';
import {formatCount} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {formatLatency} from '../../../words/latency.ts';
import {formatCents, formatWholeUnits} from '../../../words/money.ts';
import {bar} from '../../charts/gauge.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import type {ShownRead} from '../../state/state.ts';
import {type Tone, useStyles} from '../../theme.ts';
import {Panel} from '../../panels/panel.tsx';

type Props = {
	readonly read: ShownRead | undefined;
	readonly nowMs: number;
	/** Documents in MongoDB that are no orders to count. */
	readonly leftOut?: readonly LeftOut[];
	/** IANA name of the zone in which clocks are shown. */
	readonly timeZone: string;
	/** The last read gave no value: what is shown is of one before. */
	readonly isUnanswered: boolean;
	/** What stands where no value is yet. */
	readonly waiting: string;
	readonly width: number;
	readonly height: number;
	/** Another panel follows at once, whose upper border is this one's lower. */
	readonly isOpenBelow?: boolean;
};

/** Upper border, heading, total and reading: the rows of the panel that are not categories, without the lower border. */
const otherRows = 4;

/** Revenue by category, and under it where exactly this value came from. */
export function RevenuePanel({read, nowMs, leftOut = [], timeZone, isUnanswered, waiting, width, height, isOpenBelow = false}: Props) {
	const inner = width - 2;
	const title = 'Revenue by category';
	if (!read) {
		return <Panel title={title} width={width} height={height} isOpenBelow={isOpenBelow}><Lines lines={[[], [{text: ` ${waiting}`, tone: 'dim'}]]}/></Panel>;
	}

	const {report} = read;
	const ofDay = answerDay(report, nowMs);
	const table = revenueTable(report, ofDay.heading, inner, height - otherRows - (isOpenBelow ? 0 : 1));
	const room = width - title.length - 8;
	const note = notes(report, ofDay, leftOut, nowMs).find(text => text.length <= room);
	return (
		<Panel title={title} {...(note !== undefined && {note})} width={width} height={height} isOpenBelow={isOpenBelow}>
			{/* ink-table fixes its columns when it is made: another set is another table. */}
			<CellColumns value={table.columns}>
				<Table key={table.columns.map(({key}) => key).join()} data={table.rows} columns={[...table.columns]} padding={1} cell={Cell} header={Heading} skeleton={Nothing}/>
			</CellColumns>
			<Text bold wrap="truncate">{table.total}</Text>
			<Box flexGrow={1}/>
			<Lines lines={[reading(read, nowMs, timeZone, isUnanswered, inner)]}/>
		</Panel>
	);
}

/** What the figures are of; the longest that fits is shown. */
function notes({windowDays, timeZone}: RevenueReport, {now, began}: AnswerDay, leftOut: readonly LeftOut[], nowMs: number): string[] {
	const zone = zoneLabel(timeZone, nowMs);
	const today = now === undefined ? began ?? `today ${zone}` : `it is ${now} now`;
	const missing = leftOut.reduce((sum, {count}) => sum + count, 0);
	if (missing > 0) {
		const text = `${formatCount(missing)} left out`;
		return [`${windowDays} days, without returns; ${today}; ${text}`, `${today}; ${text}`, text];
	}

	return [`${windowDays} days, without returns; ${today}`, ...((now ?? began) === undefined ? [`without returns; ${today}`] : []), today];
}

type CellColumn = {readonly key: string; readonly align: 'left' | 'right'; readonly width: number};

const CellColumns = createContext<readonly CellColumn[]>([]);

type CellProps = {readonly children?: React.ReactNode; readonly column?: number};

function Cell({children, column}: CellProps) {
	return <Text>{useCellText(children, column)}</Text>;
}

function Heading({children, column}: CellProps) {
	return <Text {...useStyles().dim}>{useCellText(children, column)}</Text>;
}

/** A cell's text in its columns: ink-table counts signs, so it is not relied on. */
function useCellText(children: React.ReactNode, column = 0): string {
	const {width, align} = useContext(CellColumns)[column]!;
	return ` ${fitColumns(String(children).trim(), width, align)} `;
}

/** The table's rules would take every other line of a small screen. */
function Nothing() {
	return <Text/>;
}

type Row = Record<string, string>;
type TableColumn = CellColumn & {readonly value: (row: CategoryRevenue) => string};

function revenueTable({categories, totals, windowDays}: RevenueReport, dayHeading: string, width: number, rowsFit: number): {rows: Row[]; columns: readonly CellColumn[]; total: string} {
	const shown = foldInto(categories, rowsFit);
	const total = {category: 'Total', ...totals};
	const columns = columnsFor([...shown, total], width, [dayHeading, `${windowDays} days`], Math.max(...shown.map(({revenueCents}) => revenueCents), 1));
	const cells = (row: CategoryRevenue): Row => Object.fromEntries(columns.map(({key, value}) => [key, value(row)]));
	return {
		rows: shown.map(cells),
		columns,
		total: columns.map(({key, align, width, value}) => ` ${fitColumns(key === 'share' ? '' : value(total), width, align)} `).join(''),
	};
}

/** The columns that fit, dropped whole: first the share bar, then units, then orders; cents give way only at last. */
function columnsFor(rows: readonly CategoryRevenue[], width: number, [dayHeading, windowHeading]: readonly [string, string], greatestCents: number): TableColumn[] {
	const column = (key: string, value: TableColumn['value'], align: TableColumn['align'] = 'right'): TableColumn =>
		({key, align, value, width: Math.max(key.length, ...rows.map(row => columnsOf(value(row))))});
	const name = {...column('category', row => categoryName(row.category), 'left')};
	name.width = Math.min(name.width, 18);
	const money = (format: (cents: number) => string) => [
		column(dayHeading, row => format(row.todayCents)),
		column(windowHeading, row => format(row.revenueCents)),
	];
	const orders = column('orders', row => formatCount(row.orders));
	const units = column('units', row => formatCount(row.units));
	const sum = (columns: readonly TableColumn[]) => columns.reduce((total, {width}) => total + width + 2, 0);
	for (const candidate of [
		[name, ...money(formatCents), orders, units],
		[name, ...money(formatCents), orders],
		[name, ...money(formatCents)],
	]) {
		const left = width - sum(candidate) - 2;
		if (left >= 0 || candidate.length === 3 && left >= -2) {
			const barWidth = Math.min(48, left);
			return barWidth >= 6 ? [...candidate, {...column('share', row => bar(row.revenueCents / greatestCents, barWidth), 'left'), width: barWidth}] : candidate;
		}

		if (left >= -2) {
			return candidate;
		}
	}

	return [name, ...money(formatWholeUnits)];
}

/** At most `fit` rows; what is over is one row that says how many it holds. */
function foldInto(categories: readonly CategoryRevenue[], fit: number): readonly CategoryRevenue[] {
	if (categories.length <= fit) {
		return categories;
	}

	const rest = categories.slice(fit - 1);
	const sum = (key: keyof RevenueFigures) => rest.reduce((total, row) => total + row[key], 0);
	return [
		...categories.slice(0, fit - 1),
		{category: `${rest.length} others`, todayCents: sum('todayCents'), revenueCents: sum('revenueCents'), orders: sum('orders'), units: sum('units')},
	];
}

const tones: Record<ShownRead['outcome'], Tone> = {hit: 'hit', coalesced: 'hit', miss: 'miss', bypass: 'miss', stale: 'bad'};
const sources: Record<ShownRead['outcome'], string> = {
	hit: 'HIT from Redis',
	miss: 'MISS, from MongoDB',
	bypass: 'BYPASS, MongoDB only',
	stale: 'STALE from Redis',
	coalesced: 'COALESCED',
};

/** Outcome, latency, as-of and age of exactly the value above; dropped from the right where it is narrow. */
function reading(read: ShownRead, nowMs: number, timeZone: string, isUnanswered: boolean, width: number): Line {
	const asOf = `as of ${clockTime(read.report.asOfMs, timeZone)}`;
	const ageSeconds = Math.max(0, Math.round((Math.max(nowMs, read.servedAtMs) - read.report.asOfMs) / 1000));
	const age = `${formatDuration(ageSeconds)} old`;
	const head = isUnanswered ? ' NO ANSWER · last value' : ` ${sources[read.outcome]} · ${formatLatency(read.latencyMs)}`;
	const rest = [` · ${asOf}, ${age}`, ` · ${asOf}, ${age.replace(/ old$/, '')}`, ` · ${age}`, ''].find(text => head.length + text.length <= width) ?? '';
	return [{text: head, tone: isUnanswered ? 'bad' : read.outcome === 'stale' && read.reason === undefined ? 'miss' : tones[read.outcome]}, {text: rest, tone: 'dim'}];
}

