import type {IncomingMessage} from 'node:http';

/** A request's body, chunk by chunk. Stopping to read it leaves the connection open, so that an answer can still be given. */
export async function* readBody(request: IncomingMessage): AsyncGenerator<Buffer> {
	for await (const chunk of request.iterator({destroyOnReturn: false})) {
		yield chunk as Buffer;
	}
}

/**
 * Reads what is left of a body and forgets it: a sender that is cut off while it sends may never read the answer. Past
 * `limitBytes` the connection is ended after all.
 */
export async function drainBody(request: IncomingMessage, limitBytes: number): Promise<void> {
	if (request.complete || request.destroyed) {
		return;
	}

	let size = 0;
	for await (const chunk of readBody(request)) {
		size += chunk.length;
		if (size > limitBytes) {
			request.destroy();
			return;
		}
	}
}
