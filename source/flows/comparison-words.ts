import type {PlansSeen} from '../lab/first-question.ts';
import type {LineValue} from '../lab/line-fit.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {formatAmount} from '../words/amount.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatLatency} from '../words/latency.ts';
import {listed} from '../words/listed.ts';
import {manyFacts} from './compare-growth.ts';
import type {Comparison} from './compare-plans.ts';
import {type PlanFigures, type PlanName, plansOf} from './time-plans.ts';

// What a comparison came to, in the words of screen and paper.

/** Fewer than these fill too few pages for a line through several sizes. */
const fewFacts = 5000;

/** 'five ways': in how many a scenario's question can be asked. */
export function waysOf(scenario: Scenario): string {
	return `${['no', 'one', 'two', 'three', 'four', 'five', 'six'][plansOf(scenario).length]!} ways`;
}

/** What a comparison says of the first question; undefined where PostgreSQL was not asked by scan and by index. */
export function plansSeen(comparison: Comparison): PlansSeen | undefined {
	const {'postgres-scan': scan, 'postgres-index': index, mongo} = byPlan(comparison);
	return (
		scan && index && mongo && {scanMs: scan.p50Ms, rowsScanned: scan.rowsRead, indexMs: index.p50Ms, mongoMs: mongo.p50Ms, insertRatio: insertRatio(comparison)}
	);
}

function byPlan({rows}: Comparison): Partial<Readonly<Record<PlanName, PlanFigures>>> {
	return Object.fromEntries(rows.map(row => [row.plan, row]));
}

/** What the indexes make of the time of an insert. */
export function insertRatio({inserts}: Pick<Comparison, 'inserts'>): number | undefined {
	return inserts?.withoutMs === undefined ? undefined : inserts.withIndexesMs / inserts.withoutMs;
}

/** Whether a plan's answer is kept, and grows old until it is made again. */
export function isKept(plan: PlanName): boolean {
	return plan === 'postgres-matview' || plan === 'redis';
}

/** What a plan costs when something is written, or from time to time. */
export function writeCost(comparison: Comparison, plan: PlanName): string {
	const ratio = insertRatio(comparison);
	const costs: Readonly<Record<PlanName, string>> = {
		'postgres-scan': 'nothing',
		'postgres-index': ratio === undefined ? 'not measured' : ratio < 1 ? 'insert no slower' : `insert × ${ratio.toFixed(2)}`,
		'postgres-matview': `refresh ${formatLatency(comparison.view?.refreshMs)}`,
		mongo: 'stored twice',
		redis: 'a miss a TTL',
		'redis-live': 'at every write',
	};
	return costs[plan];
}

/** What a comparison came to, in a line. */
export function comparedText(comparison: Comparison): string {
	const short: Partial<Readonly<Record<PlanName, string>>> = {
		'postgres-scan': 'scan',
		'postgres-index': 'index',
		mongo: 'MongoDB',
		redis: 'hit',
		'redis-live': 'live',
	};
	const figures = byPlan(comparison);
	const told = comparison.rows.flatMap(({plan, p50Ms}) =>
		short[plan] === undefined || (plan === 'mongo' && figures['postgres-scan']) ? [] : [`${short[plan]} ${formatLatency(p50Ms)}`],
	);
	return `${told.join(', ')}; equal`;
}

/** Whether all said the same: what was seen, and no more. */
export function equalText({equal, different, rows, total: {unit}, changedMeanwhile}: Comparison, many: string): string {
	const [first] = rows as readonly [PlanFigures, ...PlanFigures[]];
	const said = (total: number) => formatAmount(unit, total);
	const later = changedMeanwhile ? ` MongoDB's later ones differ: ${many} changed meanwhile.` : '';
	const than = first.plan === 'mongo' ? first.title : 'PostgreSQL';
	return equal
		? `All ${rows.length} answers of one instant are equal${unit === 'money' ? ', to the cent' : ''}: ${said(first.total)}.${later}`
		: `NOT EQUAL: ${listed(rows.flatMap(({plan, title}) => (different.includes(plan) ? [title] : [])))} ${different.length === 1 ? 'says' : 'say'} something else than ${than} (${listed(rows.map(({title, total}) => `${title} ${said(total)}`))}).`;
}

/** What the indexes take. */
export function indexText({indexes, view, usedIndexes, inserts}: Comparison, many: string): string {
	if (!indexes) {
		return view ? 'No index is compared: none would help PostgreSQL with this question.' : 'PostgreSQL is not compared: it is not asked this question.';
	}

	const {names, buildMs, bytes, tableBytes} = indexes;
	const unused = names.filter(name => !usedIndexes.includes(name.split('.').at(-1)!));
	const notUsed = unused.length === 0 ? '' : ` PostgreSQL did not use ${listed(unused)}.`;
	const size = `${megabytes(bytes)} beside ${megabytes(tableBytes)} of tables`;
	return buildMs === undefined
		? `The indexes ${listed(names)} existed before and stay: ${size}; the cost of inserts without them was not measured.${notUsed}`
		: `The covering indexes were built in ${formatLatency(buildMs)}, ${size}, and dropped again; inserts are of ${formatCount(inserts!.facts)} ${many}, rolled back.${notUsed}`;
}

function megabytes(bytes: number): string {
	return `${formatCount(Math.max(1, Math.round(bytes / 1e6)))} MB`;
}

/** How the plans were made what they are called. */
export function howText({view, indexes}: Comparison): string {
	return view ? `The scan is forced (indexes off)${indexes ? ', and so are the indexes (scans off)' : ''}; the view was made for this and refreshed once.` : '';
}

/** What the lines through the measured sizes come to far beyond them. */
export function growthText({growth, indexes, facts}: Comparison, many: string): string {
	if (!indexes) {
		return '';
	}

	if (!growth) {
		return `How the plans grow is not shown: ${facts < fewFacts ? `${formatCount(facts)} ${many} are too few` : `there are too few ${many}, or PostgreSQL is older than 14`}.`;
	}

	const {scan, index} = growth;
	const now = formatLatency(index.points.at(-1)!.p50Ms);
	return `EXTRAPOLATED to ${formatCount(manyFacts)} ${many}, by lines through ${scan.points.length} measured sizes each: scan ${spanText(scan.atMany)}; index ${spanText(index.atMany)} if each day has as many more, ${now} as now if only the history grows.`;
}

/** The same in one line, longest first. @param toHaveMore what to do where there are too few */
export function shortGrowthTexts(comparison: Comparison, many: string, toHaveMore: string): readonly string[] {
	const {growth, indexes, facts} = comparison;
	if (!indexes) {
		return [equalText(comparison, many), indexText(comparison, many)];
	}

	if (!growth) {
		const few = `${formatCount(facts)} ${many} are too few to show growth`;
		return facts < fewFacts ? [`${few}: ${toHaveMore}`, few] : ['How times grow is not shown: this PostgreSQL is older than 14'];
	}

	const {scan, index} = growth;
	if (!scan.atMany) {
		return ['Nothing is EXTRAPOLATED: the measured sizes differ by no more than chance'];
	}

	const span = ({value, low, high}: LineValue) =>
		[formatDuration(value / 1000), `${formatDuration(value / 1000)} (${formatDuration(low / 1000)} to ${formatDuration(high / 1000)})`] as const;
	const head = `EXTRAPOLATED to ${formatCount(manyFacts)} ${many}: scan`;
	const [short, long] = span(scan.atMany);
	const [indexShort, indexLong] = index.atMany ? span(index.atMany) : ['not told', 'not told'];
	return [
		`${head} ${long}, index ${indexLong}, 95 % intervals`,
		`${head} ${short}, index ${indexShort}`,
		`EXTRAPOLATED to a billion: scan ${short}, index ${indexShort}`,
	];
}

/** "8 min (95 % interval 7 min to 9 min)". */
function spanText(atMany: LineValue | undefined): string {
	const text = (ms: number) => formatDuration(ms / 1000);
	return atMany ? `${text(atMany.value)} (95 % interval ${text(atMany.low)} to ${text(atMany.high)})` : 'not shown, its sizes differ by no more than chance';
}

/** What the scenario says of its live answer, where that was compared. */
export function liveNote({live}: Scenario, {rows}: Comparison): string {
	return rows.some(({plan}) => plan === 'redis-live') ? (live?.question?.note ?? '') : '';
}
