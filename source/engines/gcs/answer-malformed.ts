import type {Duplex} from 'node:stream';

/** Answers bytes that are no HTTP request, in Cloud Storage's error form, and ends the connection. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
	if (!socket.writable || error.code === 'ECONNRESET') {
		socket.destroy();
		return;
	}

	const [status, title] =
		error.code === 'HPE_HEADER_OVERFLOW'
			? [431, 'Request Header Fields Too Large']
			: error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
				? [408, 'Request Timeout']
				: [400, 'Bad Request'];
	const body = JSON.stringify({error: {code: status, message: title, errors: [{message: title, domain: 'global', reason: 'badRequest'}]}});
	const head = `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}`;
	socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
