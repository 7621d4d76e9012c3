import {STATUS_CODES} from 'node:http';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import {sayFailure} from '../words/problem.ts';

/** No byte came or went for as long as the server is waited for. */
export class NoAnswer extends Error {
	constructor() {
		super(`no byte came or went for ${timeLimitsMs.gcsIdle / 1000} s`);
	}
}

/** The connection went while an answer was waited for. */
export class BrokenOff extends Error {
	readonly code = 'ECONNRESET';
}

/** An answer that Google's service does not give. */
export class NotGoogle extends Error {}

/** What a server says of itself is cut to this length. */
const longestWords = 200;

/** Why there is no connection, by the codes of the system. */
const connectionReasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'it refuses the connection',
	ECONNRESET: 'it broke the connection off',
	EPIPE: 'it broke the connection off',
	ERR_STREAM_PREMATURE_CLOSE: 'it broke the connection off',
	ENOTFOUND: 'there is no host of that name',
	EAI_AGAIN: 'the name of its host cannot be looked up',
	ETIMEDOUT: 'it does not answer',
	EHOSTUNREACH: 'there is no way to its host',
	ENETUNREACH: 'there is no network',
};

/** What the clients' failures may carry; each way that they make requests has its own. */
type Answered = {
	readonly code?: unknown;
	readonly status?: unknown;
	readonly errors?: unknown;
	readonly response?: {readonly statusCode?: unknown; readonly status?: unknown; readonly body?: unknown; readonly data?: unknown};
};

/** A call to a service of Google's that failed, as far as its kind can be told. */
export type GoogleFailure =
	/** Something answers that is not that service. */
	| {readonly kind: 'not Google'; readonly reason: string}
	/** It answers, and does not do it. `named` is the status with its name; `words` is what it says itself. */
	| {readonly kind: 'refused'; readonly status: number; readonly named: string; readonly words: string | undefined; readonly reasonCode: string | undefined}
	/** There was no answer. `isOfNetwork` is false where nothing can be said to have been sent. */
	| {readonly kind: 'silent'; readonly reason: string; readonly isOfNetwork: boolean};

/** The HTTP status of a failure. */
export function statusOf(error: unknown): number | undefined {
	const {code, status, response} = (error ?? {}) as Answered;
	return [code, status, response?.statusCode, response?.status].map(Number).find(value => value >= 400 && value < 600);
}

/** Whether the same may go well a moment later: a busy server, or a connection that broke. */
export function mayPass(error: unknown): boolean {
	const status = statusOf(error);
	return status === undefined
		? connectionReasons[connectionCode(error) ?? ''] === connectionReasons['ECONNRESET']
		: [408, 429, 500, 502, 503, 504].includes(status);
}

/** What went wrong with a call. */
export function readGoogleFailure(error: unknown): GoogleFailure {
	const status = statusOf(error);
	const code = connectionCode(error);
	const words = serverWords(error);
	const named = `${status} ${STATUS_CODES[status ?? 0] ?? 'of no known meaning'}`;
	if (error instanceof NotGoogle || code?.startsWith('HPE_') || (status === 404 && words === undefined)) {
		return {kind: 'not Google', reason: error instanceof NotGoogle ? error.message : status === 404 ? named : 'it does not speak HTTP'};
	}

	if (status !== undefined) {
		return {kind: 'refused', status, named, words, reasonCode: reasonCode(error)};
	}

	const reason = connectionReasons[code ?? ''] ?? oneLine(sayFailure(error).replace(/^request to .* failed, reason: /, ''));
	return {kind: 'silent', reason, isOfNetwork: isOfNetwork(error)};
}

/** Text from outside in one line of a bounded length, without signs that a terminal obeys. */
export function oneLine(text: string): string {
	const line = plainText(text.replaceAll(/\s+/g, ' ').trim());
	return line.length > longestWords ? `${line.slice(0, longestWords)} …` : line;
}

/** The system's code of a connection that failed, such as ECONNREFUSED. */
function connectionCode(error: unknown): string | undefined {
	const {code} = (error ?? {}) as Answered;
	return typeof code === 'string' && statusOf(error) === undefined ? code : undefined;
}

function isOfNetwork(error: unknown): boolean {
	const {type, error: inner} = error as {type?: unknown; error?: unknown};
	return (
		error instanceof NoAnswer ||
		error instanceof BrokenOff ||
		(connectionCode(error) ?? '') in connectionReasons ||
		type === 'system' ||
		(inner instanceof Error && isOfNetwork(inner))
	);
}

/** Google's word for why it refused, such as accessDenied. */
function reasonCode(error: unknown): string | undefined {
	const {errors} = (error ?? {}) as Answered;
	const {reason} = ((Array.isArray(errors) ? errors[0] : undefined) ?? {}) as {reason?: unknown};
	return typeof reason === 'string' ? reason : undefined;
}

/** What the server itself says, where it says it as Google does: in a JSON document with an error. */
function serverWords(error: unknown): string | undefined {
	const {errors, response} = (error ?? {}) as Answered;
	const told = [response?.body, response?.data, error instanceof Error ? error.message : error, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
	for (const answer of told) {
		const words = messageIn(typeof answer === 'string' ? parsed(answer) : answer);
		if (words !== undefined) {
			return oneLine(words);
		}
	}

	return undefined;
}

function messageIn(answer: unknown): string | undefined {
	const {error, message} = (answer ?? {}) as {error?: unknown; message?: unknown};
	const words = typeof error === 'string' ? error : error === undefined ? message : (error as {message?: unknown} | null)?.message;
	return typeof words === 'string' && words.trim() !== '' ? words : undefined;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
