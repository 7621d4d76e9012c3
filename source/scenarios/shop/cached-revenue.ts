import * as z from 'zod/mini';
import {plainText} from '../../words/plain-text.ts';
import {compiledObject} from '../compiled-object.ts';
import {isTimeZone} from '../../words/local-day.ts';
import {categoriesSchema, type RevenueReport, revenueFiguresSchema} from './revenue.ts';

/**
 * The key of the lesson's answer in Redis: of one origin, and of days that begin in one time zone. Every key of this
 * program starts with `shopstream:`; what is in braces decides the slot of a Redis Cluster, so that a lock stands beside it.
 * @param identity the origin's own name for the collection that is asked
 */
export function revenueKey(identity: string, timeZone: string): string {
	return `shopstream:{revenue:30d:${identity}:${timeZone}}`;
}

/** The lock beside a key. */
export function lockKey(key: string): string {
	return `${key}:lock`;
}

/** A key for one experiment of one run: it disturbs nobody, and nobody disturbs it. */
export function ownKey(experiment: string): string {
	return `shopstream:{${experiment}:${Math.random().toString(36).slice(2, 14)}}`;
}

/** The version of the envelope; a value of another one is not ours to read. */
const schemaName = 'shopstream.cached-revenue/2';

/** What the cache holds: the answer, when it was true, and until when it may be served. */
export type CachedRevenue = {
	readonly report: RevenueReport;
	/** Epoch milliseconds: when the answer stops being fresh. The age counts from `report.asOfMs`, not from here. */
	readonly expiresAtMs: number;
	/** How long the origin took to give the answer, in milliseconds. */
	readonly fillMs: number;
};

/** Clocks of computers that share a Redis differ by a little; a value from further ahead is from no clock of ours. */
const mostAheadMs = 1000;

/** Longer than any TTL with any jitter and any time that a value is kept stale. */
const longestLifeMs = 22 * 86_400_000;

/**
 * Why a value cannot be true at this instant, whoever stored it; undefined when it can. Its as-of lies in the future, or
 * so far back, or its end so far ahead, that no run of this program has set it.
 */
export function faultOf({report: {asOfMs}, expiresAtMs}: CachedRevenue, nowMs: number): string | undefined {
	if (asOfMs > nowMs + mostAheadMs) {
		return 'its asOf lies in the future';
	}

	return asOfMs < nowMs - longestLifeMs ? 'its asOf is too long ago' : expiresAtMs > nowMs + longestLifeMs ? 'its expiresAt is too far ahead' : undefined;
}

const dayForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

const envelopeSchema = compiledObject({
	schema: z.literal(schemaName),
	asOf: z.string(),
	expiresAt: z.string(),
	fillMs: z.number(),
	report: compiledObject({
		windowDays: z.int().check(z.gte(1)),
		// Their form is looked at below: a check within the schema costs a hit as much as all else of the schema.
		day: z.string(),
		timeZone: z.string(),
		categories: categoriesSchema,
		totals: revenueFiguresSchema,
	}),
});

/** The envelope as JSON, readable in `redis-cli GET`. */
export function encodeCachedRevenue({report, expiresAtMs, fillMs}: CachedRevenue): string {
	const {asOfMs, ...rest} = report;
	return JSON.stringify({
		schema: schemaName,
		asOf: new Date(asOfMs).toISOString(),
		expiresAt: new Date(expiresAtMs).toISOString(),
		fillMs,
		report: rest,
	});
}

/**
 * Reads an envelope back.
 * @returns the value, or the reason why it is none: then the read is a miss and the value is replaced
 */
export function decodeCachedRevenue(text: string): CachedRevenue | {readonly corrupt: string} {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return {corrupt: 'it is not JSON'};
	}

	const parsed = z.safeParse(envelopeSchema, json);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		return {corrupt: plainText(`its ${issue?.path.join('.') || 'shape'} is not as expected`)};
	}

	const {asOf, expiresAt, fillMs, report: {windowDays, day, timeZone, categories, totals}} = parsed.data;
	const [asOfMs, expiresAtMs] = [parseInstant(asOf), parseInstant(expiresAt)];
	if (asOfMs === undefined || expiresAtMs === undefined || !(fillMs >= 0)) {
		return {corrupt: `its ${asOfMs === undefined ? 'asOf' : expiresAtMs === undefined ? 'expiresAt' : 'fillMs'} is not as expected`};
	}

	if (!dayForm.test(day) || !isTimeZone(timeZone)) {
		return {corrupt: `its report.${dayForm.test(day) ? 'timeZone' : 'day'} is not as expected`};
	}

	for (const row of categories) {
		row.category = plainText(row.category);
	}

	return {report: {asOfMs, windowDays, day, timeZone, categories, totals}, expiresAtMs, fillMs};
}

/** Epoch milliseconds of an instant as `Date` writes it; other forms are none, nor is 30 February, which `Date` takes for March. */
function parseInstant(text: string): number | undefined {
	const date = new Date(text);
	// Writing it again would tell as much, and cost as much as all other checks of a hit together.
	return text.length === isoLength && text.endsWith('Z') && date.getUTCDate() === Number(text.slice(8, 10)) ? date.getTime() : undefined;
}

const isoLength = '2026-01-31T00:00:00.000Z'.length;
