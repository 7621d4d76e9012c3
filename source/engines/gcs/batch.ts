import {randomUUID} from 'node:crypto';
import {type IncomingHttpHeaders, STATUS_CODES} from 'node:http';
import type {GcsReply} from './gcs-call.ts';
import {invalid} from './gcs-error.ts';

/** A request that came within another one. */
export type InnerRequest = {readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer};

/** The most requests of a batch, as Google has it. */
const mostRequests = 100;

/** Answers several requests in one, one after the other. Throws 400 for what is no batch. */
export async function answerBatch(body: Buffer, contentType: string | undefined, answerOne: (request: InnerRequest) => Promise<GcsReply>): Promise<GcsReply> {
	const [, quoted, bare] = /^multipart\/mixed\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(contentType ?? '') ?? [];
	const [, ...parts] = `\n${body.toString().replaceAll('\r\n', '\n')}`.split(`\n--${quoted ?? bare}`);
	const count = parts.findIndex(part => part.startsWith('--'));
	if (count < 1 || count > mostRequests) {
		throw invalid(`A batch is multipart/mixed with a boundary and 1 to ${mostRequests} requests.`);
	}

	const boundary = `batch_${randomUUID()}`;
	let text = '';
	// All of them are read before the first one is answered.
	for (const {id, ...request} of parts.slice(0, count).map(part => readPart(part))) {
		const {status, json, text: said = ''} = await answerOne(request);
		const answered = json === undefined ? said : JSON.stringify(json);
		text += `--${boundary}\r\nContent-Type: application/http\r\n${id === undefined ? '' : `Content-ID: <response-${id}>\r\n`}\r\n`;
		text += `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: ${Buffer.byteLength(answered)}\r\n\r\n${answered}\r\n`;
	}

	return {status: 200, headers: {'Content-Type': `multipart/mixed; boundary=${boundary}`}, text: `${text}--${boundary}--\r\n`};
}

function readPart(part: string): InnerRequest & {readonly id: string | undefined} {
	// Headers of the part, a line of a request and its headers, and what is left is its body.
	const [outer = '', inner = '', ...rest] = part.replace(/^[ \t]*\n/, '').split('\n\n');
	const [line = '', ...headers] = inner.split('\n');
	const [, method, url] = /^([A-Z]+) (?:https?:\/\/[^/\s]+)?(\/\S*)(?: HTTP\/1\.1)?$/.exec(line) ?? [];
	if (method === undefined || !/^content-type:\s*application\/http/im.test(outer)) {
		throw invalid('A part of a batch is a request of HTTP/1.1.');
	}

	const named = headers.map(header => /^([\w-]+):\s*(.*)$/.exec(header) ?? []).map(([, name = '', value = '']) => [name.toLowerCase(), value]);
	return {
		id: /^content-id:\s*<?([^>\n]*)/im.exec(outer)?.[1],
		method,
		url: url!,
		headers: Object.fromEntries(named) as IncomingHttpHeaders,
		body: Buffer.from(rest.join('\n\n')),
	};
}
