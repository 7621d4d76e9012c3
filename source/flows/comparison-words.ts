import type {PlansSeen} from '../lab/first-question.ts';
import type {LineValue} from '../lab/line-fit.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatLatency} from '../words/latency.ts';
import {listed} from '../words/listed.ts';
import {formatCents} from '../words/money.ts';
import {manyFacts} from './compare-growth.ts';
import type {Comparison} from './compare-plans.ts';
import type {PlanFigures, PlanName} from './time-plans.ts';

// What a comparison came to, in the words of screen and paper.

export const planTitles: Readonly<Record<PlanName, string>> = {
	'postgres-scan': 'PostgreSQL scan',
	'postgres-index': 'PostgreSQL index',
	'postgres-matview': 'PostgreSQL view',
	mongo: 'MongoDB',
	redis: 'Redis hit',
};

/** What a comparison says of the first question. */
export function plansSeen(comparison: Comparison): PlansSeen {
	const {'postgres-scan': scan, 'postgres-index': index, mongo} = byPlan(comparison);
	return {scanMs: scan.p50Ms, rowsScanned: scan.rowsRead, indexMs: index.p50Ms, mongoMs: mongo.p50Ms, insertRatio: insertRatio(comparison)};
}

function byPlan({rows}: Comparison): Readonly<Record<PlanName, PlanFigures>> {
	return Object.fromEntries(rows.map(row => [row.plan, row])) as Record<PlanName, PlanFigures>;
}

/** What the indexes make of the time of an insert. */
export function insertRatio({inserts: {withIndexesMs, withoutMs}}: Pick<Comparison, 'inserts'>): number | undefined {
	return withoutMs === undefined ? undefined : withIndexesMs / withoutMs;
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
		'postgres-matview': `refresh ${formatLatency(comparison.view.refreshMs)}`,
		mongo: 'stored twice',
		redis: 'a miss a TTL',
	};
	return costs[plan];
}

/** What a comparison came to, in a line. */
export function comparedText(comparison: Comparison): string {
	const {'postgres-scan': scan, 'postgres-index': index, redis} = byPlan(comparison);
	return `scan ${formatLatency(scan.p50Ms)}, index ${formatLatency(index.p50Ms)}, Redis ${formatLatency(redis.p50Ms)}; all ${comparison.rows.length} answers are equal`;
}

/** Whether all said the same: what was seen, and no more. */
export function equalText({equal, different, rows, changedMeanwhile}: Comparison, many: string): string {
	const [first] = rows;
	const later = changedMeanwhile ? ` MongoDB's later ones differ: ${many} changed meanwhile.` : '';
	return equal
		? `All ${rows.length} answers of one instant are equal, to the cent: ${formatCents(first!.totalCents)}.${later}`
		: `NOT EQUAL: ${listed(different.map(plan => planTitles[plan]))} ${different.length === 1 ? 'says' : 'say'} something else than PostgreSQL (${listed(rows.map(({plan, totalCents}) => `${planTitles[plan]} ${formatCents(totalCents)}`))}).`;
}

/** What the indexes take. */
export function indexText({indexes: {names, buildMs, bytes, tableBytes}, usedIndexes, inserts: {facts}}: Comparison, many: string): string {
	const unused = names.filter(name => !usedIndexes.includes(name.split('.').at(-1)!));
	const notUsed = unused.length === 0 ? '' : ` PostgreSQL did not use ${listed(unused)}.`;
	const size = `${megabytes(bytes)} beside ${megabytes(tableBytes)} of tables`;
	return buildMs === undefined
		? `The indexes ${listed(names)} existed before and stay: ${size}; the cost of inserts without them was not measured.${notUsed}`
		: `The covering indexes were built in ${formatLatency(buildMs)}, ${size}, and dropped again; inserts are of ${formatCount(facts)} ${many}, rolled back.${notUsed}`;
}

function megabytes(bytes: number): string {
	return `${formatCount(Math.max(1, Math.round(bytes / 1e6)))} MB`;
}

/** How the plans were made what they are called. */
export const howText = 'The scan is forced (indexes off), and so are the indexes (scans off); the view was made for this and refreshed once.';

/** What the lines through the measured sizes come to far beyond them. */
export function growthText({growth}: Comparison, many: string): string {
	if (!growth) {
		return `How the plans grow is not shown: there are too few ${many}, or PostgreSQL is older than 14.`;
	}

	const {scan, index} = growth;
	const now = formatLatency(index.points.at(-1)!.p50Ms);
	return `EXTRAPOLATED to ${formatCount(manyFacts)} ${many}, by lines through ${scan.points.length} measured sizes each: scan ${spanText(scan.atMany)}; index ${spanText(index.atMany)} if each day has as many more, ${now} as now if only the history grows.`;
}

/** The same in one line, longest first. */
export function shortGrowthTexts({growth}: Comparison, many: string): readonly string[] {
	const {scan, index} = growth ?? {};
	if (!scan?.atMany || !index) {
		return [`EXTRAPOLATED: nothing, the measured sizes ${growth ? 'differ by no more than chance' : 'are too small'}`];
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
