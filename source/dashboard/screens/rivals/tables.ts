import {isKept, writeCost} from '../../../flows/comparison-words.ts';
import {phaseTitle} from '../../../flows/contention-words.ts';
import {plansOf} from '../../../flows/time-plans.ts';
import type {Facts, Scenario} from '../../../scenarios/scenario.ts';
import {placed} from '../../../scenarios/placed.ts';
import {formatCount, formatFigure} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {formatLatency, latencyDigits} from '../../../words/latency.ts';
import type {Line} from '../../panels/lines.tsx';
import type {Rivals} from '../../state/rivals.ts';
import type {Tone} from '../../theme.ts';

/** A row of a table: its name, and its figures. */
type Row = {readonly name: string; readonly cells: readonly string[]; readonly tone: Tone};

/** A table whose figures stand under their titles, at the right; `gap` columns between two. A longer figure makes its whole column wider. */
function table(title: string, columns: ReadonlyArray<readonly [title: string, width: number]>, rows: readonly Row[], gap: number): Line[] {
	const nameWidth = Math.max(title.length, ...rows.map(({name}) => name.length));
	const widths = columns.map(([, width], i) => Math.max(width, ...rows.map(({cells}) => cells[i]!.length)));
	const cells = (texts: readonly string[]) => texts.map((text, i) => ' '.repeat(gap) + text.padStart(widths[i]!)).join('');
	return [
		[
			{text: title.padEnd(nameWidth), tone: 'dim'},
			{text: cells(columns.map(([heading]) => heading)), tone: 'dim'},
		],
		...rows.map(({name, cells: texts, tone}): Line => [
			{text: name.padEnd(nameWidth), tone},
			{text: cells(texts), tone: texts[0] === '–' ? 'dim' : 'plain'},
		]),
	];
}

const planColumns = [
	['p50', 5],
	['p95', 5],
	['reads', 5],
	['rows read', 9],
	['age', 8],
	['at write time', 16],
] as const;

/** What the plans came to; dashes before they were compared. */
export function planTable(scenario: Scenario, comparison: Rivals['comparison'], gap: number): Line[] {
	const rows = comparison
		? comparison.rows.map(({plan, title, p50Ms, p95Ms, samples, rowsRead, ageMs}): Row => ({
				name: title,
				tone: comparison.different.includes(plan) ? 'bad' : plan === 'redis' ? 'hit' : plan === 'redis-live' ? 'accent' : 'plain',
				cells: [
					latencyDigits(p50Ms),
					latencyDigits(p95Ms),
					formatCount(samples),
					rowsRead === undefined ? '–' : formatCount(rowsRead),
					isKept(plan) ? `${formatDuration(Math.round(ageMs / 1000))} +` : formatLatency(ageMs),
					writeCost(comparison, plan),
				],
			}))
		: plansOf(scenario).map(({title}): Row => ({name: title, tone: 'plain', cells: planColumns.map(() => '–')}));
	return table('ms', planColumns, rows, gap);
}

const phaseColumns = [
	['p50', 5],
	['p95', 5],
	['p99', 5],
	['a second', 8],
	['reads', 5],
	['their p50', 9],
] as const;

/** What became of the checkouts; dashes before any were placed. */
export function phaseTable(contention: Rivals['contention'], facts: Facts, gap: number): Line[] {
	const rows = contention
		? contention.phases.map(({phase, p50Ms, p95Ms, p99Ms, perSecond, reads, readP50Ms}): Row => ({
				name: phaseTitle(phase, contention.load),
				tone: phase === 'cached' ? 'hit' : phase === 'scans' ? 'miss' : 'plain',
				cells: [latencyDigits(p50Ms), latencyDigits(p95Ms), latencyDigits(p99Ms), formatFigure(perSecond), formatCount(reads), latencyDigits(readP50Ms)],
			}))
		: ['alone', 'dashboards, scanning', 'dashboards, cached'].map((name): Row => ({name, tone: 'plain', cells: phaseColumns.map(() => '–')}));
	return table(`${placed(facts).many}, ms`, phaseColumns, rows, gap);
}
