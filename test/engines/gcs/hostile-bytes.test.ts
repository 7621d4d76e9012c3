import {connect} from 'node:net';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {defaultGcsLimits} from '../../../source/engines/gcs/gcs-limits.ts';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';
import {until} from '../../until.ts';

let folder: string;
let server: GcsServer;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'gcs-test-'));
	server = await startEmbedded({scratchFolder: folder}, undefined, {
		...defaultGcsLimits,
		objectBytes: 100_000,
		jsonBytes: 10_000,
		drainBytes: 1_000_000,
		connections: 20,
	});
	await createBucket(server.endpoint, 'lesson');
	await upload(server.endpoint, 'lesson', 'there', 'still there');
});
// Whatever a test sent: the engine lives, and nothing is left over.
afterEach(async () =>
	until(async () => {
		const answer = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/there?alt=media').catch(() => undefined);
		return answer?.text === 'still there' && readdirSync(join(folder, 'uploads')).length === 0;
	}),
);
afterAll(async () => {
	await server.stop();
	rmSync(folder, {recursive: true});
});

/** Sends bytes as they are and gives back everything until the engine ends the connection. */
async function sendRaw(bytes: Buffer | string): Promise<string> {
	return new Promise(resolve => {
		let text = '';
		const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
		socket.on('data', data => {
			text += String(data);
		});
		socket.on('error', () => {});
		socket.on('close', () => resolve(text));
		socket.end(bytes);
	});
}

test.each([
	['no HTTP', 'hello\r\n\r\n', '400 Bad Request'],
	['zeros', Buffer.alloc(1000), '400 Bad Request'],
	['a TLS hello', Buffer.from('16030100c6010000c20303', 'hex'), '400 Bad Request'],
	['both lengths', 'POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400 Bad Request'],
	['a negative length', 'POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\n', '400 Bad Request'],
	['a broken chunk', 'POST /upload/storage/v1/b/lesson/o?uploadType=media&name=x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', ''],
	['40 KB of headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
])('%s', async (_, bytes, status) => {
	expect(await sendRaw(bytes)).toContain(status === '' ? '' : `HTTP/1.1 ${status}`);
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/x')).status).toBe(404);
});

test('any bytes at all', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({minLength: 1, maxLength: 200}), async bytes => {
			await sendRaw(Buffer.from(bytes));
		}),
		{numRuns: 50},
	);
});

test.each([
	['/storage/v1/b/%', 400],
	['/storage/v1/b/lesson/o/%C3', 400],
	['/storage/v1/b/lesson/o/%ED%A0%80', 400],
	['/storage/v1/b/lesson/o?prefix=%FF', 400],
	['/storage/v1/b/lesson/o?prefix=a&prefix=b', 400],
	['/storage/v1/b//o', 501],
	['/storage/v1/b/lesson/o/', 501],
	['/storage/v1/b/lesson/o/a/b/c/d/e/f', 501],
	['/storage/v1/b/..%2F..%2Fetc/o/passwd', 404],
	['/storage/v1/b/lesson/o/..%2F..%2Fbucket.json', 404],
	['/storage/v1/nothing', 404],
])('GET %s', async (path, status) => {
	expect(readError(await send(server.endpoint, 'GET', path)).status).toBe(status);
});

test.each([
	['not JSON', '{"name":', 400, 'parseError'],
	['an array', '[]', 400, 'parseError'],
	['null', 'null', 400, 'parseError'],
	['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'parseError'],
	['no name', '{}', 400, 'required'],
	['a number for a name', '{"name":5}', 400, 'required'],
	['a number for a label', '{"name":"other","labels":{"a":5}}', 400, 'invalid'],
	['a body past the limit', JSON.stringify({name: 'x'.repeat(20_000)}), 413, 'uploadTooLarge'],
	['nesting', '['.repeat(9000), 400, 'parseError'],
])('a bucket from %s', async (_, body, status, reason) => {
	expect(readError(await send(server.endpoint, 'POST', '/storage/v1/b?project=p', {body}))).toMatchObject({status, reason});
});

const multipart = async (body: Buffer | string, contentType = 'multipart/related; boundary=b') =>
	send(server.endpoint, 'POST', '/upload/storage/v1/b/lesson/o?uploadType=multipart&name=x', {headers: {'content-type': contentType}, body});
const json = '--b\r\nContent-Type: application/json\r\n\r\n{}\r\n';

test.each([
	['no boundary', `${json}--b\r\n\r\nx\r\n--b--`, 400, 'multipart/related'],
	['another type', `${json}--b\r\n\r\nx\r\n--b--`, 400, 'multipart/form-data; boundary=b'],
	['nothing', '', 400],
	['no delimiter', 'hello', 400],
	['one part', `${json}--b--`, 400],
	['three parts', `${json}--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--`, 400],
	['no end', `${json}--b\r\n\r\nx`, 400],
	['an end that is cut', `${json}--b\r\n\r\nx\r\n--b-`, 400],
	['metadata that is no JSON', '--b\r\n\r\n{\r\n--b\r\n\r\nx\r\n--b--', 400],
	['metadata past the limit', `--b\r\n\r\n${' '.repeat(20_000)}{}\r\n--b\r\n\r\nx\r\n--b--`, 413],
	['a header without a name', '--b\r\n: x\r\n\r\n{}\r\n--b\r\n\r\nx\r\n--b--', 400],
	['a thousand headers', `--b\r\n${'a: b\r\n'.repeat(1000)}\r\n{}\r\n--b\r\n\r\nx\r\n--b--`, 400],
	['a header that never ends', `--b\r\na: ${'x'.repeat(50_000)}`, 413],
	['base64 content', `${json}--b\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--`, 501],
	['a wrong CRC32C', '--b\r\n\r\n{"crc32c":"AAAAAA=="}\r\n--b\r\n\r\nx\r\n--b--', 400],
	['a wrong MD5', '--b\r\n\r\n{"md5Hash":"1B2M2Y8AsgTpgAmY7PhCfg=="}\r\n--b\r\n\r\nx\r\n--b--', 400],
	['another bucket in the metadata', '--b\r\n\r\n{"bucket":"other"}\r\n--b\r\n\r\nx\r\n--b--', 400],
	['a content type that would split a header', '--b\r\n\r\n{"contentType":"a\\r\\nb: c"}\r\n--b\r\n\r\nx\r\n--b--', 400],
])('a multipart body with %s makes no object', async (_, body, status, contentType?: string) => {
	expect(readError(await multipart(body, contentType)).status).toBe(status);
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/x')).status).toBe(404);
});

test('a multipart body may have a preamble, near misses of its delimiter in the content, and no line end after it', async () => {
	const content = 'a\r\n--\r\n-b\r\n--\r--b';
	const {status, text} = await send(server.endpoint, 'POST', '/upload/storage/v1/b/lesson/o?uploadType=multipart', {
		headers: {'content-type': 'multipart/related; type="application/json"; boundary="b"'},
		body: `preamble\r\n--b\r\n\r\n{"name":"near"}\r\n--b\r\nContent-Type: a/b\r\n\r\n${content}\r\n--b--`,
	});
	expect([status, (JSON.parse(text) as {contentType: string}).contentType]).toEqual([200, 'a/b']);
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/near?alt=media')).text).toBe(content);
	await send(server.endpoint, 'DELETE', '/storage/v1/b/lesson/o/near');
});

test('an object past the limit is refused, and its sender reads why', async () => {
	const answer = await send(server.endpoint, 'POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=big', {body: Buffer.alloc(600_000)});
	expect(readError(answer)).toEqual({status: 413, reason: 'uploadTooLarge', message: 'The object is larger than 100000 bytes.'});
});

test('a sender who never stops is cut off', async () => {
	const sent = await new Promise<number>(resolve => {
		const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
		const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')]);
		let bytes = 0;
		const write = () => {
			while (!socket.destroyed && socket.write(chunk)) {
				bytes += chunk.length;
			}

			bytes += chunk.length;
		};

		socket.on('drain', write);
		socket.on('error', () => {});
		socket.on('close', () => resolve(bytes));
		socket.resume();
		socket.write('POST /upload/storage/v1/b/lesson/o?uploadType=media&name=big HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
		write();
	});
	expect(sent).toBeLessThan(20_000_000);
});

test('more connections than the limit are closed, and there is room again when others go', async () => {
	const sockets = Array.from({length: 40}, () => connect(Number(new URL(server.endpoint).port), '127.0.0.1').on('error', () => {}));
	await until(() => sockets.filter(socket => socket.closed).length >= 20);
	for (const socket of sockets) {
		socket.destroy();
	}

	await until(async () => (await send(server.endpoint, 'GET', '/storage/v1/b/lesson').catch(() => undefined))?.status === 200);
});
