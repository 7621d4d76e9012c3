import {liveText} from '../flows/live-words.ts';
import type {SeedResult} from '../flows/seed-facts.ts';
import {localTime, zoneLabel} from '../words/local-day.ts';
import {type LeftOut, leftOutText} from '../scenarios/left-out.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Backends} from '../layers/layers.ts';
import {mongo} from '../layers/mongo.ts';
import {postgres} from '../layers/postgres.ts';
import {clockSentences} from '../flows/shared-clock.ts';
import {formatCount} from '../words/count.ts';
import {answerTable} from '../tables/answer-table.ts';
import type {Sheet} from '../tables/sheet.ts';
import {formatDuration} from '../words/duration.ts';
import {Problem} from '../words/problem.ts';
import {formatLatency} from '../words/latency.ts';
import {backendLine, backendLines} from './backend-lines.ts';
import {latencyLines} from './latency-text.ts';
import type {BenchResult} from './measure-runs.ts';
import type {ReportResult} from './run-report.ts';
import {viewText} from './view-text.ts';

/** The main job as text. */
export function reportText({scenario, timeZone, ascii, read, live, leftOut = [], bench, benchReason, clocks, backends}: ReportResult): string {
	const {asOfMs} = read.answer;
	return [
		...viewText(scenario.view(read.answer, read.servedAtMs), {ascii}),
		...leftOutLines(leftOut),
		'',
		`Read: ${read.outcome.toUpperCase()} in ${formatLatency(read.latencyMs)}, as of ${localTime(asOfMs, timeZone)} ${zoneLabel(timeZone, asOfMs)}, ${formatDuration(read.ageMs / 1000)} old${read.reason === undefined ? '' : ` (${read.reason})`}`,
		...(live ? [liveText(live)] : []),
		'',
		...(bench ? latencyLines(bench) : [`No latencies: ${benchReason}.`]),
		'',
		...clockSentences(clocks).map(sentence => `${sentence}.`),
		...backendLines(backends),
	].join('\n');
}

/** The answer's own table. @throws Problem where it is a picture */
export function reportTable({scenario, read: {answer, servedAtMs}}: ReportResult): Sheet {
	const {body} = scenario.view(answer, servedAtMs);
	if (body.kind === 'picture') {
		throw new Problem(`"${scenario.title}" is a picture, which --csv cannot hold: --json has its figures`, 2);
	}

	return answerTable(body);
}

/** What of MongoDB's documents no figure holds. */
function leftOutLines(leftOut: readonly LeftOut[]): string[] {
	const text = leftOutText(leftOut);
	return text === undefined ? [] : [`${text}.`];
}

export function benchText(bench: BenchResult, backends: Backends): string {
	return [...latencyLines(bench), '', ...backendLines(backends)].join('\n');
}

export function seedText(
	{facts: {many, window}}: Scenario,
	{stored, wanted, tookMs, expiring}: SeedResult,
	held: number,
	backends: Backends,
	layer: 'mongo' | 'postgres' = 'mongo',
): string {
	const cancelled = stored < wanted ? ` of ${formatCount(wanted)}, then cancelled` : '';
	return [
		layer === 'mongo'
			? `Stored ${formatCount(stored)} ${many}${cancelled} in ${formatLatency(tookMs)}; the window now holds ${formatCount(held)}.`
			: `Stored ${formatCount(stored)} ${many}${cancelled} in PostgreSQL in ${formatLatency(tookMs)}; MongoDB's window now holds ${formatCount(held)}.`,
		...(expiring === 0
			? []
			: [`${formatCount(expiring)} of them are older than ${window.days} days: MongoDB's TTL index removes these within a minute or two.`]),
		...(layer === 'postgres' && backends.postgres ? [backendLine(postgres, {postgres: backends.postgres})] : []),
		backendLine(mongo, backends),
	].join('\n');
}
