import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {toErrorReply} from './error-reply.ts';
import {GcsError} from './gcs-error.ts';

/** Answers bytes that are not HTTP, or too long or too slow, and ends their connection. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
	const {writable, bytesWritten} = socket as Socket;
	if (error.code === 'ECONNRESET' || !writable || bytesWritten > 0) {
		socket.destroy();
		return;
	}

	const {status, line} = answers[error.code ?? ''] ?? {status: 400, line: 'Bad Request'};
	const body = JSON.stringify(toErrorReply(new GcsError(status, status === 400 ? 'badRequest' : 'invalid', line), 'json').json);
	socket.end(`HTTP/1.1 ${status} ${line}\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

const answers: Readonly<Record<string, {status: number; line: string}>> = {
	HPE_HEADER_OVERFLOW: {status: 431, line: 'Request Header Fields Too Large'},
	ERR_HTTP_REQUEST_TIMEOUT: {status: 408, line: 'Request Timeout'},
};
