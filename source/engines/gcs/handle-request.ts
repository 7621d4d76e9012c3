import type {IncomingMessage, ServerResponse} from 'node:http';
import {Readable} from 'node:stream';
import {answerBatch, type InnerRequest} from './batch.ts';
import {type ErrorForm, toErrorReply} from './error-reply.ts';
import {readSelection} from './field-selection.ts';
import {findRoute} from './find-route.ts';
import type {GcsReply, GcsServices} from './gcs-call.ts';
import {GcsError, invalid} from './gcs-error.ts';
import {readAll} from './json-value.ts';
import {refuseForeign} from './refuse-foreign.ts';
import {refuseSigned} from './refuse-signed.ts';
import {refuseUnsupported} from './refuse-unsupported.ts';
import {readBody} from './request-body.ts';
import {parseRequestTarget} from './request-target.ts';
import {sendReply} from './send-reply.ts';

/** Answers one request. Never rejects: a client that goes away is forgotten. */
export async function handleRequest(services: GcsServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
	try {
		await sendReply(request, response, await answer(services, request), services.limits.drainBytes);
	} catch {
		// Either the client is gone, or a reply broke off in the middle, which only the end of the connection can tell it.
		response.destroy();
		request.destroy();
	}
}

/** @param inner a request of a batch, in place of the one that brought it: of the JSON API, without content */
async function answer(services: GcsServices, outer: IncomingMessage, inner?: InnerRequest): Promise<GcsReply> {
	// A method without content looks at nothing else of a request.
	const request = inner ? ({...inner, headers: {...inner.headers, host: outer.headers.host}} as unknown as IncomingMessage) : outer;
	let form: ErrorForm = 'json';
	try {
		refuseForeign(request.headers);
		if (!inner && request.method === 'POST' && /^\/batch(?:\/storage\/v1)?(?:\?|$)/.test(request.url ?? '')) {
			const body = await readAll(readBody(request), services.limits.jsonBytes);
			return await answerBatch(body, request.headers['content-type'], async each => answer(services, outer, each));
		}

		const target = parseRequestTarget(request.url ?? '/');
		const {service, query} = target;
		form = service === 'xml' ? 'xml' : service === 'download' || query.get('alt') === 'media' ? 'text' : 'json';
		refuseSigned(query, services.clock());
		if (inner && (service !== 'json' || query.get('alt') === 'media')) {
			throw invalid('A batch brings and takes no content of objects.');
		}

		const {route, names} = findRoute(request.method ?? 'GET', target);
		refuseUnsupported(query, request.headers, route.parameters, service);
		const fields = query.get('fields');
		const select = fields && route.answers ? readSelection(fields, route.answers) : undefined;
		const reply = await route.run({
			...services,
			names,
			query,
			request,
			body: inner ? Readable.from([inner.body]) : readBody(request),
			// The address that the client used: links lead back by the same way, through a forwarded port for instance.
			baseUrl: `http://${request.headers.host}`,
		});
		return reply.json === undefined || !select ? reply : {...reply, json: select(reply.json)};
	} catch (error) {
		if (outer.errored) {
			throw error;
		}

		return toErrorReply(toGcsError(error), form);
	}
}

function toGcsError(error: unknown): GcsError {
	if (error instanceof GcsError) {
		return error;
	}

	const {code} = error as NodeJS.ErrnoException;
	return code === 'ENOSPC' || code === 'EDQUOT'
		? new GcsError(507, 'insufficientStorage', 'There is no space left on this disk.')
		: new GcsError(500, 'internalError', `Internal error${code === undefined ? '' : ` (${code})`}.`, {xmlCode: 'InternalError'});
}
