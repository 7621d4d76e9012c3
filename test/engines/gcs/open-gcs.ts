import {request as startRequest} from 'node:http';
import type {IncomingHttpHeaders, OutgoingHttpHeaders} from 'node:http';
import {Storage} from '@google-cloud/storage';
import {startGcsEngine} from '../../../source/engines/gcs/start-gcs-engine.ts';
import {holdServer} from '../../hold-server.ts';

/** An HTTP answer, whole. */
export type Answer = {readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer; readonly text: string};

/** What a request may bring. */
export type Sending = {readonly headers?: OutgoingHttpHeaders; readonly body?: Buffer | string};

/** Sends one HTTP request over a connection of its own, with no header but those named, and waits for the whole answer. */
export async function send(endpoint: string, method: string, path: string, {headers, body}: Sending = {}): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const request = startRequest(
			endpoint + path,
			{method, agent: false, headers: {...(body !== undefined && {'content-length': Buffer.byteLength(body)}), ...headers}},
			response => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const bytes = Buffer.concat(chunks);
					resolve({status: response.statusCode!, headers: response.headers, bytes, text: bytes.toString()});
				});
			},
		);
		request.on('error', reject);
		request.end(body);
	});
}

/** The status, reason and message of an error in Google's JSON form; throws when the body has another form. */
export function readError(answer: Answer): {status: number; reason: string; message: string} {
	const {error} = JSON.parse(answer.text) as {error: {code: number; message: string; errors: Array<{domain: string; reason: string; message: string}>}};
	const [detail] = error.errors;
	if (error.code !== answer.status || error.errors.length !== 1 || detail!.domain !== 'global' || detail!.message !== error.message) {
		throw new Error(`not Google's error form: ${answer.text}`);
	}

	return {status: error.code, reason: detail!.reason, message: error.message};
}

/** The official client, without retries, so that a fault fails at once. */
export function openStorage(endpoint: string): Storage {
	return new Storage({apiEndpoint: endpoint, projectId: 'lesson', useAuthWithCustomEndpoint: false, retryOptions: {autoRetry: false, maxRetries: 0}});
}

/** A Cloud Storage server under test. */
export type GcsServer = {readonly endpoint: string; stop(): Promise<void>};

/** A way to have a server. */
export type GcsServerKind = {readonly title: string; readonly isEmbedded: boolean; start(): Promise<GcsServer>};

const named = process.env['SHOPSTREAM_TEST_GCS_ENDPOINT'];

/** The embedded engine always, and the server that the environment names, when it does. */
export const gcsServers: readonly GcsServerKind[] = [
	{title: 'the embedded engine', isEmbedded: true, start: startEmbedded},
	...(named
		? [
				{
					title: `the server named by SHOPSTREAM_TEST_GCS_ENDPOINT, ${named}`,
					isEmbedded: false,
					start: async () => ({endpoint: named, stop: await holdServer(named)}),
				},
			]
		: []),
];

/** The embedded engine in a private folder. */
export async function startEmbedded(...options: Parameters<typeof startGcsEngine> | []): Promise<GcsServer> {
	const engine = await startGcsEngine(options[0] ?? {}, options[1], options[2]);
	return {endpoint: `http://127.0.0.1:${engine.port}`, stop: async () => engine.close()};
}

/** Makes a bucket by a plain request. */
export async function createBucket(endpoint: string, name: string): Promise<void> {
	const {status, text} = await send(endpoint, 'POST', '/storage/v1/b?project=lesson', {
		headers: {'content-type': 'application/json'},
		body: JSON.stringify({name}),
	});
	if (status !== 200) {
		throw new Error(`no bucket: ${status} ${text}`);
	}
}

/** Uploads an object in one piece and returns its resource. */
export async function upload(
	endpoint: string,
	bucket: string,
	name: string,
	body: Buffer | string,
	headers: OutgoingHttpHeaders = {},
	query = '',
): Promise<Record<string, unknown>> {
	const {status, text} = await send(endpoint, 'POST', `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}${query}`, {
		headers,
		body,
	});
	if (status !== 200) {
		throw new Error(`not uploaded: ${status} ${text}`);
	}

	return JSON.parse(text) as Record<string, unknown>;
}
