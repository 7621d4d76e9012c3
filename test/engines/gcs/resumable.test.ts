import {randomBytes} from 'node:crypto';
import {mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {request as startRequest} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {defaultGcsLimits} from '../../../source/engines/gcs/gcs-limits.ts';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {Answer, GcsServer} from './open-gcs.ts';
import {until} from '../../until.ts';

const chunkBytes = 256 * 1024;
let folder: string;
let nowMs: number;
let server: GcsServer;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'gcs-test-'));
	nowMs = Date.UTC(2026, 10, 24);
	server = await startEmbedded({scratchFolder: folder}, () => nowMs, {...defaultGcsLimits, sessions: 3});
	await createBucket(server.endpoint, 'lesson');
});
afterEach(async () => {
	await server.stop();
	rmSync(folder, {recursive: true});
});

const start = async (name: string, headers = {}, query = '', body = '{}') =>
	send(server.endpoint, 'POST', `/upload/storage/v1/b/lesson/o?uploadType=resumable&name=${name}${query}`, {headers, body});

async function startAt(name: string, headers = {}, query = ''): Promise<string> {
	const {
		status,
		headers: {location},
		text,
	} = await start(name, headers, query);
	expect({status, text}).toEqual({status: 200, text: ''});
	return location!.slice(server.endpoint.length);
}

const put = async (path: string, range: string | undefined, body: Buffer | string = '', headers = {}) =>
	send(server.endpoint, 'PUT', path, {headers: {...(range !== undefined && {'content-range': range}), ...headers}, body});
const progress = ({status, headers}: Answer) => [status, headers.range];
const read = async (name: string) => send(server.endpoint, 'GET', `/storage/v1/b/lesson/o/${name}?alt=media`);
const uploadsLeft = () => readdirSync(join(folder, 'uploads'));

test('chunks, questions in between, and the last chunk makes the object', async () => {
	const body = randomBytes(2 * chunkBytes + 100);
	const path = await startAt('a', {'x-upload-content-type': 'text/x-lesson'});
	expect(progress(await put(path, 'bytes */*'))).toEqual([308, undefined]);
	expect(progress(await put(path, `bytes 0-${chunkBytes - 1}/*`, body.subarray(0, chunkBytes)))).toEqual([308, `bytes=0-${chunkBytes - 1}`]);
	expect(progress(await put(path, `bytes */${body.length}`))).toEqual([308, `bytes=0-${chunkBytes - 1}`]);
	expect((await read('a')).status).toBe(404);
	expect(progress(await put(path, `bytes ${chunkBytes}-${2 * chunkBytes - 1}/${body.length}`, body.subarray(chunkBytes, 2 * chunkBytes)))).toEqual([
		308,
		`bytes=0-${2 * chunkBytes - 1}`,
	]);
	const last = await put(path, `bytes ${2 * chunkBytes}-${body.length - 1}/${body.length}`, body.subarray(2 * chunkBytes));
	expect(last.status).toBe(200);
	expect(JSON.parse(last.text)).toMatchObject({name: 'a', size: String(body.length), contentType: 'text/x-lesson'});
	expect((await read('a')).bytes.equals(body)).toBe(true);
	expect(uploadsLeft()).toEqual([]);
	// A client whose answer was lost asks again and gets the same object.
	const again = await put(path, `bytes */${body.length}`);
	expect([again.status, again.text]).toEqual([200, last.text]);
});

test.each([
	['no Content-Range', undefined],
	['an open end', 'bytes 0-*/*'],
	['an open end of a known size', 'bytes 0-*/5'],
	['the whole range', 'bytes 0-4/5'],
])('one request with %s makes the object', async (_, range) => {
	const path = await startAt('a');
	expect((await put(path, range, 'hello')).status).toBe(200);
	expect((await read('a')).text).toBe('hello');
});

test('an upload of unknown size ends with a question that knows the size', async () => {
	const body = randomBytes(chunkBytes);
	const path = await startAt('a');
	expect((await put(path, `bytes 0-${chunkBytes - 1}/*`, body)).status).toBe(308);
	expect((await put(path, `bytes */${chunkBytes}`)).status).toBe(200);
	expect((await read('a')).bytes.equals(body)).toBe(true);
});

test('a request that breaks off keeps what has arrived, and the rest resumes there', async () => {
	const body = randomBytes(3 * chunkBytes);
	const path = await startAt('a');
	const broken = startRequest(server.endpoint + path, {
		method: 'PUT',
		agent: false,
		headers: {'content-length': body.length, 'content-range': `bytes 0-${body.length - 1}/${body.length}`},
	});
	broken.on('error', () => {});
	broken.write(body.subarray(0, chunkBytes + 7));
	// All of it has arrived once the file is that long; a question would end the request.
	await until(() => uploadsLeft().some(file => statSync(join(folder, 'uploads', file)).size === chunkBytes + 7));
	// The question comes while the old connection still stands, as after a network change.
	expect(progress(await put(path, `bytes */${body.length}`))).toEqual([308, `bytes=0-${chunkBytes + 6}`]);
	// Bytes that are there already are passed over.
	const rest = await put(path, `bytes ${chunkBytes}-${body.length - 1}/${body.length}`, body.subarray(chunkBytes));
	expect(rest.status).toBe(200);
	expect((await read('a')).bytes.equals(body)).toBe(true);
});

test('many requests for one upload at a time never mix their bytes', async () => {
	const body = randomBytes(4 * chunkBytes);
	const path = await startAt('a');
	const held = startRequest(server.endpoint + path, {
		method: 'PUT',
		agent: false,
		headers: {'content-length': body.length, 'content-range': `bytes 0-${body.length - 1}/${body.length}`},
	});
	held.on('error', () => {});
	held.write(body.subarray(0, 100));
	await until(() => uploadsLeft().length === 1);
	// All of these find the same request under way, and wait for its end.
	const tries = await Promise.allSettled(Array.from({length: 12}, async () => put(path, `bytes 0-${body.length - 1}/${body.length}`, body)));
	// A later request ends an earlier one.
	for (const attempt of tries) {
		expect(attempt.status === 'rejected' || attempt.value.status === 200).toBe(true);
	}

	const {status, headers} = await put(path, `bytes */${body.length}`);
	if (status !== 200) {
		const size = headers.range === undefined ? 0 : Number(headers.range.split('-')[1]) + 1;
		expect((await put(path, `bytes ${size}-${body.length - 1}/${body.length}`, body.subarray(size))).status).toBe(200);
	}

	expect((await read('a')).bytes.equals(body)).toBe(true);
});

test('given up with DELETE, nothing is left and nothing can follow', async () => {
	const path = await startAt('a');
	await put(path, `bytes 0-${chunkBytes - 1}/*`, randomBytes(chunkBytes));
	expect(uploadsLeft()).toHaveLength(1);
	expect((await send(server.endpoint, 'DELETE', path)).status).toBe(499);
	expect(uploadsLeft()).toEqual([]);
	expect(readError(await put(path, 'bytes */*'))).toMatchObject({status: 410});
	expect((await read('a')).status).toBe(404);
});

test.each([
	['a short chunk in the middle', 'bytes 0-4/*', 'hello', {}, 'The number of bytes uploaded is required to be equal or greater than 262144'],
	['a body shorter than the range', 'bytes 0-5/6', 'hello', {}, 'the Content-Length is 5'],
	['a body longer than the range', 'bytes 0-3/4', 'hello', {}, 'the Content-Length is 5'],
	['a range past the total', 'bytes 0-4/4', 'hello', {}, 'Failed to parse Content-Range header.'],
	['a Content-Range that is none', 'octets 0-4', 'hello', {}, 'Failed to parse Content-Range header.'],
	['a question with a body', 'bytes */*', 'hello', {}, 'The body is longer than the Content-Range header says.'],
])('%s is refused, and the upload can go on', async (_, range, body, headers, message) => {
	const path = await startAt('a');
	const refused = readError(await put(path, range, body, headers));
	expect(refused).toMatchObject({status: 400, reason: 'invalid'});
	expect(refused.message).toContain(message);
	expect((await put(path, 'bytes 0-4/5', 'right')).status).toBe(200);
	expect((await read('a')).text).toBe('right');
});

test('a gap is 503, so that a client asks where the upload stands and sends again', async () => {
	const path = await startAt('a');
	const refused = readError(await put(path, 'bytes 300000-300004/300005', 'hello'));
	expect(refused).toMatchObject({status: 503, reason: 'backendError'});
	expect(refused.message).toContain(
		'According to the Content-Range header, the upload offset is 300000 byte(s), which exceeds already uploaded size of 0 byte(s).',
	);
	expect(progress(await put(path, 'bytes */*'))).toEqual([308, undefined]);
	expect((await put(path, 'bytes 0-4/5', 'right')).status).toBe(200);
});

test.each([
	['another size than announced at the start', {'x-upload-content-length': '6'}, 'bytes 0-4/5', {}],
	['fewer bytes than announced at the start', {'x-upload-content-length': '6'}, undefined, {}],
	['a wrong CRC32C in the last request', {}, 'bytes 0-4/5', {'x-goog-hash': 'crc32c=AAAAAA=='}],
	['a wrong MD5 in the last request', {}, undefined, {'x-goog-hash': 'md5=1B2M2Y8AsgTpgAmY7PhCfg=='}],
	['a checksum that is none', {}, undefined, {'x-goog-hash': 'crc32c=AAAA'}],
])('%s makes no object', async (_, startHeaders, range, headers) => {
	const path = await startAt('a', startHeaders);
	expect(readError(await put(path, range, 'hello', headers))).toMatchObject({status: 400, reason: 'invalid'});
	expect((await read('a')).status).toBe(404);
});

test('the right checksums in the last request are fine', async () => {
	const path = await startAt('a');
	expect((await put(path, undefined, 'hello', {'x-goog-hash': 'crc32c=mnG7TA==,md5=XUFAKrxLKna5cZ2REBfFkg=='})).status).toBe(200);
});

test('preconditions hold when the upload begins and when it ends', async () => {
	const path = await startAt('a', {}, '&ifGenerationMatch=0');
	await upload(server.endpoint, 'lesson', 'a', 'the other was first');
	expect(readError(await put(path, undefined, 'hello'))).toMatchObject({status: 412, reason: 'conditionNotMet'});
	expect((await read('a')).text).toBe('the other was first');
	expect(readError(await start('a', {}, '&ifGenerationMatch=0'))).toMatchObject({status: 412, reason: 'conditionNotMet'});
	expect(uploadsLeft()).toEqual([]);
});

test('an upload that rests for a week is forgotten, and there are only so many at a time', async () => {
	const path = await startAt('a');
	await startAt('b');
	await startAt('c');
	expect(readError(await start('d'))).toMatchObject({status: 429, reason: 'rateLimitExceeded'});
	nowMs += 7 * 24 * 3600 * 1000 + 1;
	expect(readError(await put(path, 'bytes */*'))).toMatchObject({status: 404, reason: 'notFound'});
	await startAt('d');
});

test.each([
	['no upload_id', '/upload/storage/v1/b/lesson/o?uploadType=resumable', 400],
	['an unknown upload_id', '/upload/storage/v1/b/lesson/o?uploadType=resumable&upload_id=x', 404],
	['an unknown way to upload', '/upload/storage/v1/b/lesson/o?uploadType=carrier-pigeon&upload_id=x', 404],
])('%s', async (_, path, status) => {
	expect(readError(await put(path, 'bytes */*')).status).toBe(status);
});
