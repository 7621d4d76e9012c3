import {countedText, formatCount, formatTimes} from '../words/count.ts';
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

/** What contention measured of it: the checkouts' p50 and p99 in milliseconds. */
export type ContentionSeen = {
	readonly dashboards: number;
	readonly scansP50Ms: number | undefined;
	readonly cachedP50Ms: number | undefined;
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
function checkoutsText(contention: ContentionSeen): string {
	const {dashboards, scansP50Ms, cachedP50Ms, scansP99Ms, cachedP99Ms, isEmbedded} = contention;
	if (scansP99Ms === undefined || cachedP99Ms === undefined) {
		return 'too few were placed for their p99';
	}

	// A computer that stalls gives both the same p99, though half of the checkouts may take many times as long.
	const isOfHalf = scansP99Ms / cachedP99Ms < notable && isFelt(contention);
	const [name, scansMs, cachedMs] = isOfHalf ? ['p50', scansP50Ms!, cachedP50Ms!] : ['p99', scansP99Ms, cachedP99Ms];
	const times = scansMs / cachedMs;
	const cached = `${formatLatency(cachedMs)} beside cached reads`;
	return `beside ${countedText(dashboards, 'dashboard that scans', 'dashboards that scan')}, their ${name} was ${formatLatency(scansMs)}, ${times >= notable ? `${formatTimes(times)} × the ${cached}` : `${times > 1 ? 'hardly' : 'not'} more than the ${cached}`}${isEmbedded ? ' (exaggerated: one session)' : ''}`;
}

/** Whether scans made checkouts slower than cached reads did: half of them, or the slowest. */
function isFelt({scansP50Ms, cachedP50Ms, scansP99Ms, cachedP99Ms}: ContentionSeen): boolean {
	return [
		[scansP50Ms, cachedP50Ms],
		[scansP99Ms, cachedP99Ms],
	].some(([scans, cached]) => scans !== undefined && cached !== undefined && scans / cached >= notable);
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
	const isUnfelt = contention?.scansP99Ms !== undefined && contention.cachedP99Ms !== undefined && !isFelt(contention);
	return `It would be fine where ${index} and misses are few${isUnfelt ? ', as here' : ''}; MongoDB (${formatLatency(mongoMs)}) spares that server${mongoMs < indexMs ? '' : ', not time'}.`;
}
