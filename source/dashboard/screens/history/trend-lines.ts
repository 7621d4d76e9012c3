import {growthText, type TrendPeriod} from '../../../flows/history-words.ts';
import type {Unit} from '../../../words/amount.ts';
import {formatShortAmount} from '../../../words/amount.ts';
import {fitColumns} from '../../../words/columns.ts';
import {columnBars} from '../../charts/column-bars.ts';
import type {Line, Span} from '../../panels/lines.tsx';
import type {Tone} from '../../theme.ts';

export type TrendView = {
	readonly periods: readonly TrendPeriod[];
	/** The series, from the top. */
	readonly series: readonly string[];
	readonly unit: Unit;
	/** Which period is looked at. */
	readonly chosen: number;
	/** What stands over the figures of it. */
	readonly heading: string;
	/** What is said under a period; undefined: nothing. */
	readonly label: (period: TrendPeriod) => string | undefined;
};

/** Lines of the total, and of each series. */
export type TrendRows = {readonly total: number; readonly each: number};

/** Columns of a growth. */
const growthColumns = 7;

/** How many periods find room beside names and figures, and how broad each is. */
function trendRoom({series, periods, unit}: TrendView, width: number) {
	const names = Math.min(20, Math.max(5, ...series.map(name => name.length))) + 1;
	const figures = Math.max(8, ...periods.map(({total}) => formatShortAmount(unit, total).length)) + 1;
	const room = width - names - figures - growthColumns;
	const columnsEach = Math.max(1, Math.min(12, Math.floor(room / Math.max(1, periods.length))));
	const shown = Math.min(periods.length, Math.floor(room / columnsEach));
	// The figures stand beside the columns, however few of these there are.
	return {names, figures, columnsEach, shown, gap: Math.min(1, room - shown * columnsEach)};
}

/** The total and each series over the same periods, each to its own greatest; the figures are of the period that is looked at. */
export function trendLines(view: TrendView, {total, each}: TrendRows, width: number): Line[] {
	const {periods, series, unit, chosen, heading, label} = view;
	const {names, figures, columnsEach, shown, gap} = trendRoom(view, width);
	// The newest are seen, unless one before them is looked at.
	const from = Math.min(Math.max(0, periods.length - shown), chosen);
	const seen = periods.slice(from, from + shown);
	const at = chosen - from;
	const now = periods[chosen]!;
	const row = (name: string, value: (period: TrendPeriod) => number, rows: number, tone: Tone, above: string): Line[] => {
		const lines = columnBars(seen.map(value), rows, columnsEach);
		const before = now.yearBefore && value(now.yearBefore);
		const growth = growthText(value(now), before);
		return lines.map((cells, i): Line => {
			const isLast = i === rows - 1;
			return [
				{text: fitColumns(isLast ? name : '', names), tone: tone === 'accent' ? 'strong' : 'plain'},
				...barsOf(cells, at, tone),
				{text: ' '.repeat(gap)},
				...(isLast
					? [
							{text: formatShortAmount(unit, value(now)).padStart(figures), tone: tone === 'accent' ? 'strong' : 'plain'} as const,
							{text: (growth === '–' ? '' : growth).padStart(growthColumns), tone: growth.startsWith('-') ? 'miss' : 'dim'} as const,
						]
					: i === 0
						? [
								{text: above.padStart(figures), tone: 'guess'} as const,
								{text: (above !== '' && growth !== '–' ? 'a year' : '').padStart(growthColumns), tone: 'dim'} as const,
							]
						: []),
			];
		});
	};

	return [
		...row('Total', period => period.total, total, 'accent', heading),
		axisLine(seen, at, label, names, columnsEach),
		...series.flatMap(name => row(name, ({of}) => of.get(name) ?? 0, each, 'hit', '')),
	];
}

/** The columns, with that of the period that is looked at in its own tone. */
function barsOf(cells: readonly string[], at: number, tone: Tone): Span[] {
	return [
		{text: cells.slice(0, at).join(''), tone},
		{text: cells[at]!, tone: 'guess'},
		{text: cells.slice(at + 1).join(''), tone},
	];
}

/** What the periods are, under them, and a mark under the one that is looked at. */
function axisLine(seen: readonly TrendPeriod[], at: number, label: TrendView['label'], names: number, columnsEach: number): Line {
	const length = seen.length * columnsEach;
	let text = '';
	for (const [i, period] of seen.entries()) {
		const said = label(period);
		const place = i * columnsEach;
		if (said !== undefined && text.length <= place && place + said.length <= length) {
			text = text.padEnd(place) + said + ' ';
		}
	}

	const place = at * columnsEach;
	const whole = text.padEnd(length).slice(0, length);
	return [{text: ' '.repeat(names)}, {text: whole.slice(0, place), tone: 'dim'}, {text: '^', tone: 'guess'}, {text: whole.slice(place + 1), tone: 'dim'}];
}
