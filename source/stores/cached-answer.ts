import type {Answer, Codec} from '../scenarios/scenario.ts';

/** What the cache holds: the answer, when it was true, and until when it may be served. */
export type CachedAnswer = {
	readonly answer: Answer;
	/** Epoch milliseconds: when the answer stops being fresh. The age counts from `answer.asOfMs`, not from here. */
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
export function faultOf({answer: {asOfMs}, expiresAtMs}: CachedAnswer, nowMs: number): string | undefined {
	if (asOfMs > nowMs + mostAheadMs) {
		return 'its asOf lies in the future';
	}

	return asOfMs < nowMs - longestLifeMs ? 'its asOf is too long ago' : expiresAtMs > nowMs + longestLifeMs ? 'its expiresAt is too far ahead' : undefined;
}

/** The envelope as JSON, readable in `redis-cli GET`. */
export function encodeCached({answer, expiresAtMs, fillMs}: CachedAnswer, {schema, encode}: Codec): string {
	return JSON.stringify({
		schema,
		asOf: new Date(answer.asOfMs).toISOString(),
		expiresAt: new Date(expiresAtMs).toISOString(),
		fillMs,
		...encode(answer),
	});
}

/**
 * Reads an envelope back. Its own four members are looked at by hand: a hit pays for it.
 * @returns the value, or the reason why it is none: then the read is a miss and the value is replaced
 */
export function decodeCached(text: string, {schema, decode}: Codec): CachedAnswer | {readonly corrupt: string} {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return {corrupt: 'it is not JSON'};
	}

	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		return {corrupt: 'its shape is not as expected'};
	}

	const envelope: {readonly [Member in 'schema' | 'asOf' | 'expiresAt' | 'fillMs']?: unknown} = json;
	if (envelope.schema !== schema) {
		return {corrupt: 'its schema is not as expected'};
	}

	const [asOfMs, expiresAtMs] = [parseInstant(envelope.asOf), parseInstant(envelope.expiresAt)];
	const {fillMs} = envelope;
	if (asOfMs === undefined || expiresAtMs === undefined || typeof fillMs !== 'number' || !(fillMs >= 0 && fillMs < Infinity)) {
		return {corrupt: `its ${asOfMs === undefined ? 'asOf' : expiresAtMs === undefined ? 'expiresAt' : 'fillMs'} is not as expected`};
	}

	const answer = decode(envelope, asOfMs);
	return 'corrupt' in answer ? answer : {answer, expiresAtMs, fillMs};
}

/** Epoch milliseconds of an instant as `Date` writes it; other forms are none, nor is 30 February, which `Date` takes for March. */
function parseInstant(text: unknown): number | undefined {
	if (typeof text !== 'string' || text.length !== isoLength || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[23] !== 'Z') {
		return undefined;
	}

	const date = new Date(text);
	// Writing the date again, or cutting the day out of the text, costs a hit more than its other checks.
	const day = (text.charCodeAt(8) - zero) * 10 + text.charCodeAt(9) - zero;
	return date.getUTCDate() === day ? date.getTime() : undefined;
}

const isoLength = '2026-01-31T00:00:00.000Z'.length;
const zero = '0'.charCodeAt(0);
