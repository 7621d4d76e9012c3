import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

let server: GcsServer;
let generation: string;
const text = 'orders of the lesson '.repeat(100);
const gzipped = gzipSync(text);
beforeAll(async () => {
	server = await startEmbedded();
	await createBucket(server.endpoint, 'lesson');
	const resource = await upload(server.endpoint, 'lesson', 'ten', '0123456789', {'content-type': 'text/plain'});
	generation = String(resource['generation']);
	await upload(server.endpoint, 'lesson', 'empty', '');
	await upload(server.endpoint, 'lesson', 'folder/a b/ü?#%', 'odd name');
	await upload(server.endpoint, 'lesson', 'zip', gzipped, {'content-type': 'text/plain'}, '&contentEncoding=gzip');
	await upload(server.endpoint, 'lesson', 'not-zip', 'plain all the same', {}, '&contentEncoding=gzip');
});
afterAll(async () => server.stop());

const paths = ['/storage/v1/b/lesson/o/ten?alt=media', '/b/lesson/o/ten?alt=media', '/download/storage/v1/b/lesson/o/ten', '/lesson/ten'];

test.each(paths)('GET %s', async path => {
	const {status, headers, text} = await send(server.endpoint, 'GET', path);
	expect({status, text}).toEqual({status: 200, text: '0123456789'});
	expect(headers).toMatchObject({
		'content-type': 'text/plain',
		'content-length': '10',
		'accept-ranges': 'bytes',
		'x-goog-generation': generation,
		'x-goog-metageneration': '1',
		'x-goog-hash': 'crc32c=KAwGng==,md5=eB5eJF1ptWaXm4bijSPyxw==',
		'x-goog-storage-class': 'STANDARD',
		'x-goog-stored-content-encoding': 'identity',
		'x-goog-stored-content-length': '10',
	});
});

test.each(paths)('HEAD %s has no body', async path => {
	const {status, headers, text} = await send(server.endpoint, 'HEAD', path);
	expect({status, text, length: headers['content-length']}).toEqual({status: 200, text: '', length: '10'});
});

test.each([
	['bytes=0-0', 206, '0', 'bytes 0-0/10'],
	['bytes=3-5', 206, '345', 'bytes 3-5/10'],
	['bytes=3-', 206, '3456789', 'bytes 3-9/10'],
	['bytes=8-100', 206, '89', 'bytes 8-9/10'],
	['bytes=-3', 206, '789', 'bytes 7-9/10'],
	['bytes=-100', 206, '0123456789', 'bytes 0-9/10'],
	['bytes=5-3', 200, '0123456789', undefined],
	['bytes=x', 200, '0123456789', undefined],
	['bytes=0-1,4-5', 200, '0123456789', undefined],
	['lines=0-1', 200, '0123456789', undefined],
])('Range: %s', async (range, status, text, contentRange) => {
	const answer = await send(server.endpoint, 'GET', paths[0]!, {headers: {range}});
	expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([status, text, contentRange]);
});

test.each([
	['ten', 'bytes=10-'],
	['ten', 'bytes=99-100'],
	['ten', 'bytes=-0'],
	['empty', 'bytes=0-'],
])('%s has no %s', async (name, range) => {
	const {status, text} = await send(server.endpoint, 'GET', `/storage/v1/b/lesson/o/${name}?alt=media`, {headers: {range}});
	expect([status, text]).toEqual([416, 'Request range not satisfiable']);
});

test('nothing is served as nothing', async () => {
	const {status, text, headers} = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/empty?alt=media');
	expect([status, text, headers['content-length'], headers['x-goog-hash']]).toEqual([200, '', '0', 'crc32c=AAAAAA==,md5=1B2M2Y8AsgTpgAmY7PhCfg==']);
});

test('odd names are read under both APIs', async () => {
	const name = 'folder/a b/ü?#%';
	expect((await send(server.endpoint, 'GET', `/storage/v1/b/lesson/o/${encodeURIComponent(name)}?alt=media`)).text).toBe('odd name');
	expect((await send(server.endpoint, 'GET', `/lesson/folder/${encodeURIComponent('a b')}/${encodeURIComponent('ü?#%')}`)).text).toBe('odd name');
});

test.each(['gzip', 'deflate, gzip;q=0.5', '*'])('gzip is served as stored to Accept-Encoding: %s', async encoding => {
	const {status, headers, bytes} = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/zip?alt=media', {headers: {'accept-encoding': encoding}});
	expect([status, headers['content-encoding'], headers['x-goog-stored-content-encoding']]).toEqual([200, 'gzip', 'gzip']);
	expect(bytes.equals(gzipped)).toBe(true);
});

test.each([undefined, 'identity', 'gzip;q=0', 'br'])('gzip is decompressed for Accept-Encoding: %s, a range of it is the whole', async encoding => {
	const answer = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/zip?alt=media', {
		headers: {...(encoding !== undefined && {'accept-encoding': encoding}), range: 'bytes=0-1'},
	});
	expect([answer.status, answer.headers['content-encoding'], answer.headers['x-goog-stored-content-encoding']]).toEqual([200, undefined, 'gzip']);
	expect(answer.text).toBe(text);
});

test('what only claims to be gzip is served as it is', async () => {
	expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/not-zip?alt=media')).text).toBe('plain all the same');
});

test('each API words its errors in its own way', async () => {
	expect(readError(await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/none'))).toEqual({
		status: 404,
		reason: 'notFound',
		message: 'No such object: lesson/none',
	});
	const media = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/none?alt=media');
	expect([media.status, media.text, media.headers['content-type']]).toEqual([404, 'No such object: lesson/none', 'text/plain; charset=UTF-8']);
	const xml = await send(server.endpoint, 'GET', '/lesson/<none>');
	expect([xml.status, xml.text]).toEqual([
		404,
		"<?xml version='1.0' encoding='UTF-8'?><Error><Code>NoSuchKey</Code><Message>No such object: lesson/&lt;none&gt;</Message></Error>",
	]);
	expect(readError(await send(server.endpoint, 'GET', '/storage/v1/b/no-bucket/o/none'))).toEqual({
		status: 404,
		reason: 'notFound',
		message: 'The specified bucket does not exist.',
	});
});

test('fields picks parts of the answer', async () => {
	const {text} = await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o?fields=kind,items(name,size)&prefix=t');
	expect(JSON.parse(text)).toEqual({kind: 'storage#objects', items: [{name: 'ten', size: '10'}]});
});
