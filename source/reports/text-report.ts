import type {SeedResult} from '../flows/seed-orders.ts';
import {type AnswerDay, answerDay} from '../scenarios/shop/answer-day.ts';
import {dayText, localTime, zoneLabel} from '../words/local-day.ts';
import {type LeftOut, leftOutText} from '../scenarios/left-out.ts';
import {categoryName, type RevenueReport, windowDays as heldDays} from '../scenarios/shop/revenue.ts';
import {clockSentences} from '../flows/shared-clock.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {formatLatency} from '../words/latency.ts';
import {formatCents} from '../words/money.ts';
import {latencyLines} from './latency-text.ts';
import type {BenchResult} from './measure-runs.ts';
import type {Backends, RevenueResult} from './run-report.ts';
import {textTable} from './text-table.ts';

/** The main job as text. */
export function reportText({read, leftOut = [], bench, benchReason, clocks, backends}: RevenueResult): string {
	const {asOfMs, timeZone} = read.report;
	return [
		...revenueLines(read.report, read.servedAtMs),
		...leftOutLines(leftOut),
		'',
		`Read: ${read.outcome.toUpperCase()} in ${formatLatency(read.latencyMs)}, as of ${localTime(asOfMs, timeZone)} ${zoneLabel(timeZone, asOfMs)}, ${formatDuration(read.ageMs / 1000)} old${read.reason === undefined ? '' : ` (${read.reason})`}`,
		'',
		...bench ? latencyLines(bench) : [`No latencies: ${benchReason}.`],
		'',
		...Object.values(clockSentences(clocks)).map(sentence => `${sentence}.`),
		...backendLines(backends),
	].join('\n');
}

/** What of MongoDB's documents no figure holds. */
function leftOutLines(leftOut: readonly LeftOut[]): string[] {
	const text = leftOutText(leftOut);
	return text === undefined ? [] : [`${text}.`];
}

export function benchText(bench: BenchResult, backends: Backends): string {
	return [...latencyLines(bench), '', ...backendLines(backends)].join('\n');
}

export function seedText({stored, wanted, tookMs, expiring}: SeedResult, held: number, backends: Backends): string {
	const cancelled = stored < wanted ? ` of ${formatCount(wanted)}, then cancelled` : '';
	return [
		`Stored ${formatCount(stored)} orders${cancelled} in ${formatLatency(tookMs)}; the window now holds ${formatCount(held)}.`,
		...(expiring === 0 ? [] : [`${formatCount(expiring)} of them are older than ${heldDays} days: MongoDB's TTL index removes these within a minute or two.`]),
		`MongoDB  ${backends.mongo.label} at ${backends.mongo.address}`,
	].join('\n');
}

function revenueLines(report: RevenueReport, nowMs: number): string[] {
	const {categories, totals, windowDays} = report;
	const ofDay = answerDay(report, nowMs);
	const share = (cents: number) => totals.revenueCents === 0 ? '–' : `${(cents / totals.revenueCents * 100).toFixed(1)} %`;
	return [
		`Revenue by category, last ${windowDays} days, without returns`,
		dayLine(report, ofDay),
		'',
		...textTable(
			[{title: 'category', align: 'left'}, {title: ofDay.heading}, {title: `${windowDays} days`}, {title: 'orders'}, {title: 'units'}, {title: 'share'}],
			[
				...categories.map(row => [categoryName(row.category), formatCents(row.todayCents), formatCents(row.revenueCents), formatCount(row.orders), formatCount(row.units), share(row.revenueCents)]),
				['Total', formatCents(totals.todayCents), formatCents(totals.revenueCents), formatCount(totals.orders), formatCount(totals.units), share(totals.revenueCents)],
			],
		),
		'',
		totals.orders === 0
			? 'The window holds no orders yet: run shopstream-tui seed.'
			: 'Orders are distinct: one with items of two categories counts in both, and once in the total.',
	];
}

/** Which day the answer counts, and in which zone. */
function dayLine({day, timeZone}: RevenueReport, {now, began}: AnswerDay): string {
	const dated = `${dayText(day)} ${day.slice(0, 4)}`;
	return now === undefined
		? `Today is ${dated} in ${timeZone}${began === undefined ? '.' : `: ${began}.`}`
		: `Of ${dated} in ${timeZone}: today, ${now}, is not in this answer.`;
}

export function backendLines({mongo, redis, gcs}: Backends): string[] {
	return [
		`MongoDB  ${mongo.label}`,
		`Redis    ${redis.label}`,
		`GCS      ${gcs.label}`,
	];
}
