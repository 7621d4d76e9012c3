import type {IncomingMessage, ServerResponse} from 'node:http';
import {toErrorReply} from './error-reply.ts';
import {selectFields} from './field-selection.ts';
import type {GcsReply, GcsServices} from './gcs-call.ts';
import {refuseUnknownConditions} from './preconditions.ts';
import {refuseUnsupported} from './refuse-unsupported.ts';
import {parseRequestTarget} from './request-target.ts';
import {findRoute} from './routes.ts';
import {sendReply} from './send-reply.ts';

/** Answers one request, whatever it is; never throws. */
export async function answerRequest(services: GcsServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const body: AsyncIterable<Buffer> = {[Symbol.asyncIterator]: () => request.iterator({destroyOnReturn: false})};
	const reply = await runMethod(services, request, body);
	if (!(await isDrained(request, body, services.limits.drainBytes))) {
		response.setHeader('Connection', 'close');
	}

	if (response.destroyed) {
		reply.stream?.destroy();
	} else {
		await sendReply(response, reply);
	}
}

async function runMethod(services: GcsServices, request: IncomingMessage, body: AsyncIterable<Buffer>): Promise<GcsReply> {
	let form: 'json' | 'text' | 'xml' = 'json';
	try {
		const target = parseRequestTarget(request.url ?? '/');
		const {service, query} = target;
		const isMedia = service === 'download' || (service === 'json' && query.get('alt') === 'media');
		form = service === 'xml' ? 'xml' : isMedia ? 'text' : 'json';
		refuseUnsupported(query, request.headers);
		const {route, names} = findRoute(request.method ?? 'GET', target);
		refuseUnknownConditions(query, route.conditions);
		const reply = await route.run({...services, names, query, request, body, baseUrl: readBaseUrl(request)});
		const fields = query.get('fields');
		return reply.json === undefined || !fields ? reply : {...reply, json: selectFields(reply.json, fields)};
	} catch (error) {
		return toErrorReply(error, form);
	}
}

/** Where the client reached the engine, which may be the other end of a tunnel. */
function readBaseUrl({headers, socket}: IncomingMessage): string {
	const host = headers.host ?? '';
	return `http://${/^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i.test(host) ? host : `127.0.0.1:${socket.localPort}`}`;
}

/**
 * Reads what is left of a request that was answered early: a client still sending would otherwise see a broken connection
 * instead of the answer. Returns whether the end was reached within the limit.
 */
async function isDrained(request: IncomingMessage, body: AsyncIterable<Buffer>, limitBytes: number): Promise<boolean> {
	let size = 0;
	try {
		for await (const chunk of request.readableEnded || request.destroyed ? [] : body) {
			size += chunk.length;
			if (size > limitBytes) {
				return false;
			}
		}
	} catch {
		return false;
	}

	return true;
}
