import {STATUS_CODES} from 'node:http';
import {sayFailure} from '../words/problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import {StoreFailure} from './store-failure.ts';

/** No byte came or went for as long as the bucket is waited for. */
export class NoAnswer extends Error {
	constructor() {
		super(`no byte came or went for ${timeLimitsMs.gcsIdle / 1000} s`);
	}
}

/** The connection went while an answer was waited for. */
export class BrokenOff extends Error {
	readonly code = 'ECONNRESET';
}

/** An answer that Google Cloud Storage does not give. */
export class NotGcs extends Error {}

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

/** What the client's failures may carry; each way that it makes requests has its own. */
type Answered = {
	readonly code?: unknown;
	readonly status?: unknown;
	readonly errors?: unknown;
	readonly response?: {readonly statusCode?: unknown; readonly status?: unknown; readonly body?: unknown; readonly data?: unknown};
};

/** The HTTP status of a failure. */
export function statusOf(error: unknown): number | undefined {
	const {code, status, response} = (error ?? {}) as Answered;
	return [code, status, response?.statusCode, response?.status].map(Number).find(value => value >= 400 && value < 600);
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

/** Whether the same may go well a moment later: a busy server, or a connection that broke. */
export function mayPass(error: unknown): boolean {
	const status = statusOf(error);
	return status === undefined
		? connectionReasons[connectionCode(error) ?? ''] === connectionReasons['ECONNRESET']
		: [408, 429, 500, 502, 503, 504].includes(status);
}

/** What went wrong with a call to the bucket, as one sentence that names the place and the way out. */
export function gcsFailure(error: unknown, place: string): StoreFailure {
	if (error instanceof StoreFailure) {
		return error;
	}

	const refuses = (reason: string, sentence: string) => new StoreFailure('gcs', 'refuses', reason, sentence, error);
	const status = statusOf(error);
	const code = connectionCode(error);
	const words = serverWords(error);
	const named = `${status} ${STATUS_CODES[status ?? 0] ?? 'of no known meaning'}`;
	if (error instanceof NotGcs || code?.startsWith('HPE_') || (status === 404 && words === undefined)) {
		const reason = error instanceof NotGcs ? error.message : status === 404 ? named : 'it does not speak HTTP';
		return refuses(
			'not Google Cloud Storage',
			`What answers at ${place} is not Google Cloud Storage (${reason}): check the address, or leave it out for the embedded engine`,
		);
	}

	switch (status) {
		case 404: {
			return refuses('no such bucket', `There is no bucket for the archive at ${place}: create it, or name another with --bucket`);
		}

		case 401:
		case 403: {
			return refuses(
				words ?? named,
				`The bucket at ${place} is not ours to use (${words ?? named}): check GOOGLE_APPLICATION_CREDENTIALS and its rights, or name another with --bucket`,
			);
		}

		case undefined: {
			const reason = connectionReasons[code ?? ''] ?? oneLine(sayFailure(error).replace(/^request to .* failed, reason: /, ''));
			// Google's own bucket wants credentials; what failed before anything was sent is about them.
			return place.startsWith('gs://') && !isOfNetwork(error)
				? refuses(
						'no credentials',
						`Google Cloud Storage needs credentials that it can use (${reason}): set GOOGLE_APPLICATION_CREDENTIALS to a key file, or leave out --bucket for the embedded engine`,
					)
				: new StoreFailure(
						'gcs',
						'silent',
						reason,
						`Google Cloud Storage at ${place} did not answer (${reason}): check the address and the network, or leave it out for the embedded engine`,
						error,
					);
		}

		default: {
			const reason = words === undefined ? named : `${words} (${named})`;
			return refuses(reason, `Google Cloud Storage at ${place} refused: ${reason}`);
		}
	}
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

/** Text from outside in one line of a bounded length, without signs that a terminal obeys. */
function oneLine(text: string): string {
	const line = plainText(text.replaceAll(/\s+/g, ' ').trim());
	return line.length > longestWords ? `${line.slice(0, longestWords)} …` : line;
}
