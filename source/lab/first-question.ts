import {formatCount, formatTimes} from '../words/count.ts';
import {formatLatency} from '../words/latency.ts';

/** What a comparison of plans measured of it. Times are medians in milliseconds. */
export type PlansSeen = {
	readonly scanMs: number;
	readonly rowsScanned: number | undefined;
	readonly indexMs: number;
	readonly mongoMs: number;
	/** What the indexes make of the time of an insert; undefined where that was not measured. */
	readonly insertRatio: number | undefined;
};

/** What contention measured of it: the checkouts' p99 in milliseconds. */
export type ContentionSeen = {
	readonly dashboards: number;
	readonly scansP99Ms: number | undefined;
	readonly cachedP99Ms: number | undefined;
	/** One session serves all clients, so contention is greater than on a real server. */
	readonly isEmbedded: boolean;
};

/** What measures the other half, a key or a command; and what is placed in PostgreSQL: 'checkouts'. */
export type Measures = {readonly compare: string; readonly contend: string; readonly placed: string};

/** A difference below this share is none. */
const notable = 1.2;

/** The first question of the lesson. */
export const firstQuestionTitle = 'Why not PostgreSQL straight into Redis?';

/**
 * Why PostgreSQL is not cached straight into Redis, and when that would be fine: a sentence each, with what was measured here and nothing else.
 * None before anything was measured.
 */
export function firstQuestion(
	plans: PlansSeen | undefined,
	contention: ContentionSeen | undefined,
	measures: Measures,
): readonly [] | readonly [why: string, fine: string] {
	return plans || contention ? [why(plans, contention, measures), fine(plans, contention, measures)] : [];
}

function why(plans: PlansSeen | undefined, contention: ContentionSeen | undefined, {contend, placed}: Measures): string {
	const miss = plans
		? `Each miss would read ${plans.rowsScanned === undefined ? 'every row' : `${formatCount(plans.rowsScanned)} rows`} (${formatLatency(plans.scanMs)}) on the ${placed}' server`
		: `Each miss would be a scan on the ${placed}' server`;
	return `${miss}${contention ? `: ${checkoutsText(contention)}` : `; ${contend} measures what that does to them`}.`;
}

/** What became of the checkouts, worse or not. */
function checkoutsText({dashboards, scansP99Ms, cachedP99Ms, isEmbedded}: ContentionSeen): string {
	if (scansP99Ms === undefined || cachedP99Ms === undefined) {
		return 'too few were placed for their p99';
	}

	const times = scansP99Ms / cachedP99Ms;
	const cached = `${formatLatency(cachedP99Ms)} beside cached reads`;
	return `beside ${formatCount(dashboards)} ${dashboards === 1 ? 'dashboard that scans' : 'dashboards that scan'}, their p99 was ${formatLatency(scansP99Ms)}, ${times >= notable ? `${formatTimes(times)} × the ${cached}` : `${times > 1 ? 'hardly' : 'not'} more than the ${cached}`}${isEmbedded ? ' (exaggerated: one session)' : ''}`;
}

function fine(plans: PlansSeen | undefined, contention: ContentionSeen | undefined, {compare}: Measures): string {
	if (!plans) {
		return `It would be fine where misses are few and cheap: ${compare} measures what an index makes of one, and its cost.`;
	}

	const {scanMs, indexMs, mongoMs, insertRatio} = plans;
	const times = scanMs / indexMs;
	const index =
		times >= notable
			? `an index answers (${formatLatency(indexMs)}, ${formatTimes(times)} × as fast${insertRatio === undefined ? '' : insertRatio < 1 ? ', inserts no slower' : `, inserts × ${insertRatio.toFixed(2)}`})`
			: `there is so little to scan (an index took ${formatLatency(indexMs)})`;
	const felt = contention?.scansP99Ms !== undefined && contention.cachedP99Ms !== undefined && contention.scansP99Ms / contention.cachedP99Ms < notable;
	return `It would be fine where ${index} and misses are few${felt ? ', as here' : ''}; MongoDB (${formatLatency(mongoMs)}) spares that server${mongoMs < indexMs ? '' : ', not time'}.`;
}
