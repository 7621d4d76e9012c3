import type {ArchiveResult} from '../flows/archive-facts.ts';
import {formOf} from '../flows/read-catalogue.ts';
import type {LatencySummary} from '../flows/measure-latency.ts';
import type {SeedResult} from '../flows/seed-facts.ts';
import type {ClockDifferences} from '../flows/shared-clock.ts';
import type {Backends} from '../layers/layers.ts';
import type {BenchResult} from './measure-runs.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {ReportResult} from './run-report.ts';

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.report/1` of the shop; another scenario names its own. */
export function reportJson({scenario: {json}, read, live, leftOut, bench, benchReason, clocks, backends}: ReportResult): object {
	return {
		schema: json.schema,
		asOf: new Date(read.answer.asOfMs).toISOString(),
		...json.members(read.answer),
		leftOut: leftOut ?? null,
		read: {outcome: read.outcome, latencyMs: microseconds(read.latencyMs), ageMs: read.ageMs, reason: read.reason ?? null},
		...(live && {live: 'reason' in live ? {reason: live.reason} : {equal: live.equal, [live.total.name]: live.total.live}}),
		bench: bench ? measurement(bench) : null,
		benchReason: benchReason ?? null,
		clock: clockJson(clocks, backends),
		backends: shownBackends(backends),
	};
}

/** `shopstream.bench/1`. */
export function benchJson(bench: BenchResult, backends: Backends): object {
	return {schema: 'shopstream.bench/1', ...measurement(bench), backends: shownBackends(backends)};
}

/** `shopstream.seed/1`. */
export function seedJson({facts}: Scenario, result: SeedResult, held: number, backends: Backends): object {
	return {
		schema: 'shopstream.seed/1',
		stored: result.stored,
		expiring: result.expiring,
		[`${facts.many}Held`]: held,
		tookMs: result.tookMs,
		backends: shownBackends(backends),
	};
}

/** `shopstream.archive/2`. */
export function archiveJson(result: ArchiveResult, bucket: string, backends: Backends): object {
	const {scenario, source, timeZone, asOfMs, days, unchanged, totals, created, createdBytes, today, run, leftOut, warnings, tookMs} = result;
	const {worth: worthName} = formOf(scenario);
	const json = <T extends {readonly worth: number}>({worth, ...more}: T) => ({...more, [worthName]: worth});
	return {
		schema: 'shopstream.archive/2',
		asOf: new Date(asOfMs).toISOString(),
		bucket,
		source,
		timeZone,
		days: days.flatMap(({state, manifest}) => {
			if (!manifest) {
				return [];
			}

			const {day, isWhole, revision, rows, worth, leastId, greatestId, name, parts} = manifest;
			return [{day, state, isWhole, revision, ...json({rows, worth}), leastId, greatestId, manifest: name, parts: parts.map(json)}];
		}),
		unchanged,
		today: today ?? null,
		created,
		createdBytes,
		archived: json(totals),
		manifest: run?.name ?? null,
		revision: run?.revision ?? null,
		leftOut,
		warnings,
		tookMs: Math.round(tookMs),
		backends: shownBackends(backends),
	};
}

/** How far the stores' clocks are ahead of this computer's; null where one does not say. All instants are by Redis's. */
function clockJson({postgres, mongo, redis}: ClockDifferences, backends: Backends): object {
	return {redisAheadMs: microseconds(redis), mongoAheadMs: microseconds(mongo), ...('postgres' in backends && {postgresAheadMs: microseconds(postgres)})};
}

/** A figure without enough samples is null, not zero. */
function measurement({mode, miss, hit, live, speedup, runs, busyShare}: BenchResult): object {
	return {
		mode,
		miss: summary(miss),
		hit: summary(hit),
		...(live && {live: summary(live)}),
		speedup: speedup ?? null,
		runs: runs.map(run => run ?? null),
		busyShare: busyShare ?? null,
	};
}

function summary({count, p50Ms, p95Ms, p99Ms}: LatencySummary): object {
	return {count, p50Ms: microseconds(p50Ms), p95Ms: microseconds(p95Ms), p99Ms: microseconds(p99Ms)};
}

/** Milliseconds to a microsecond: what is beyond is the noise of a float. */
function microseconds<T extends number | undefined>(ms: T): T extends number ? number : number | null;
function microseconds(ms: number | undefined): number | null {
	return ms === undefined ? null : Number(ms.toFixed(3));
}

export function shownBackends(backends: Backends): object {
	return Object.fromEntries(Object.entries(backends).map(([name, {kind, label, version}]) => [name, {kind, label, version}]));
}
