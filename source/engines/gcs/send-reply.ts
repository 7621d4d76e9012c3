import type {IncomingMessage, ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import type {GcsReply} from './gcs-call.ts';
import {drainBody} from './request-body.ts';

/** Sends a reply, and reads on what is left of the request. Rejects when the client went away. */
export async function sendReply(request: IncomingMessage, response: ServerResponse, reply: GcsReply, drainBytes: number): Promise<void> {
	const {status, headers, json, stream} = reply;
	if (stream) {
		await sendStream(request, response, reply, drainBytes);
		return;
	}

	const body = Buffer.from(json === undefined ? (reply.text ?? '') : JSON.stringify(json));
	response.writeHead(status, {
		...(json !== undefined && {'Content-Type': 'application/json; charset=UTF-8'}),
		...(status !== 204 && status !== 304 && {'Content-Length': body.length}),
		'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
		...headers,
	});
	if (body.length > 0) {
		response.write(body);
	} else {
		response.flushHeaders();
	}

	await drainBody(request, drainBytes);
	response.end();
}

async function sendStream(request: IncomingMessage, response: ServerResponse, {status, headers, stream}: GcsReply, drainBytes: number): Promise<void> {
	try {
		await drainBody(request, drainBytes);
		response.writeHead(status, headers);
		if (request.method === 'HEAD') {
			response.end();
		} else {
			await pipeline(stream!, response);
		}
	} finally {
		stream!.destroy();
	}
}
