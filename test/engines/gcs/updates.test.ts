import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createBucket, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

let server: GcsServer;
beforeAll(async () => {
	server = await startEmbedded();
	await createBucket(server.endpoint, 'lesson');
	for (const name of ['a', 'b.txt', 'orders/dt=2026-01-01/part-1.gz', 'orders/dt=2026-01-02/part-1.gz', 'orders/list']) {
		await upload(server.endpoint, 'lesson', name, 'content');
	}
});
afterAll(async () => server.stop());

type Resource = Readonly<Record<string, unknown>>;

const change = async (method: string, path: string, resource: object): Promise<Resource> => {
	const {status, text} = await send(server.endpoint, method, `/storage/v1/${path}`, {body: JSON.stringify(resource)});
	expect(status, text).toBe(200);
	return JSON.parse(text) as Resource;
};

test('PUT says an object anew: what it leaves out goes, where PATCH lets it be', async () => {
	const path = 'b/lesson/o/a';
	const patched = await change('PATCH', path, {contentType: 'text/plain', cacheControl: 'no-store', metadata: {one: '1', two: '2'}});
	expect(await change('PATCH', path, {metadata: {two: null}})).toMatchObject({contentType: 'text/plain', cacheControl: 'no-store', metadata: {one: '1'}});
	// As Google's Python client sends it: the whole resource, with what is Cloud Storage's own.
	const {cacheControl: _, ...rest} = {...patched, metadata: {three: '3'}, acl: []} as Resource;
	const updated = await change('PUT', path, rest);
	expect(updated).toMatchObject({contentType: 'text/plain', metadata: {three: '3'}, metageneration: '4', generation: patched['generation']});
	expect(updated).not.toHaveProperty('cacheControl');
});

test('PUT says a bucket anew', async () => {
	const patched = await change('PATCH', 'b/lesson', {
		labels: {team: 'lesson', größe: 'klein-1'},
		storageClass: 'NEARLINE',
		lifecycle: {rule: [{action: {type: 'SetStorageClass', storageClass: 'COLDLINE'}, condition: {age: 90, matchesPrefix: ['orders/'], isLive: true}}]},
	});
	const {lifecycle: _, ...rest}: Resource = {...patched, labels: {other: ''}};
	const updated = await change('PUT', 'b/lesson', rest);
	expect(updated).toMatchObject({labels: {other: ''}, storageClass: 'NEARLINE', location: 'US'});
	expect(updated).not.toHaveProperty('lifecycle');
	expect(await change('PUT', 'b/lesson', {})).not.toHaveProperty('labels');
});

test.each([
	['**', 5],
	['*', 2],
	['*.txt', 1],
	['?', 1],
	['orders/*', 1],
	['orders/**', 3],
	['orders/dt=*/part-?.gz', 2],
	['orders/dt=2026-01-0[2-9]/**', 1],
	['orders/dt=2026-01-0[!2-9]/**', 1],
	['{a,b.txt}', 2],
	['orders/{dt=2026-01-{01,02}/*,list}', 3],
	['{a', 0],
	['nothing*', 0],
	[`${'**a'.repeat(300)}b`, 0],
])('matchGlob=%s lists %d', async (glob, count) => {
	const {status, text} = await send(server.endpoint, 'GET', `/storage/v1/b/lesson/o?matchGlob=${encodeURIComponent(glob)}`);
	expect(status).toBe(glob === '{a' ? 400 : 200);
	expect((JSON.parse(text) as {items?: unknown[]}).items ?? []).toHaveLength(count);
});

test('where no versions are kept, a list of versions is the list', async () => {
	const [plain, versions] = await Promise.all(
		['', '?versions=true'].map(async query => (await send(server.endpoint, 'GET', `/storage/v1/b/lesson/o${query}`)).text),
	);
	expect(versions).toBe(plain);
});

describe('a batch', () => {
	const batch = async (...requests: readonly string[]) => {
		const parts = requests.map((request, i) => `--cut\r\nContent-Type: application/http\r\nContent-ID: <it+${i}>\r\n\r\n${request}\r\n`);
		return send(server.endpoint, 'POST', '/batch/storage/v1', {
			headers: {'content-type': 'multipart/mixed; boundary="cut"'},
			body: `${parts.join('')}--cut--\r\n`,
		});
	};

	test('answers each of its requests, as by itself', async () => {
		await upload(server.endpoint, 'lesson', 'gone', 'content');
		const {status, text, headers} = await batch(
			'PATCH /storage/v1/b/lesson/o/b.txt HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n{"metadata":{"one":"two"}}',
			`DELETE ${server.endpoint}/storage/v1/b/lesson/o/gone HTTP/1.1\r\n\r\n`,
			'GET /storage/v1/b/lesson/o/gone HTTP/1.1\r\n\r\n',
			'GET /storage/v1/b/lesson/o/b.txt?alt=media HTTP/1.1\r\n\r\n',
		);
		expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^multipart\/mixed; boundary=batch_/)]);
		expect([...text.matchAll(/Content-ID: (\S+)\r\n\r\nHTTP\/1\.1 (\d+)/g)].map(([, id, code]) => [id, code])).toEqual([
			['<response-it+0>', '200'],
			['<response-it+1>', '204'],
			['<response-it+2>', '404'],
			['<response-it+3>', '400'],
		]);
		expect(JSON.parse((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/b.txt')).text)).toMatchObject({metadata: {one: 'two'}});
	});

	test.each([
		['without a request', []],
		['of more than a hundred', Array.from({length: 101}, () => 'GET /storage/v1/b/lesson HTTP/1.1\r\n\r\n')],
		['of something else', ['hello']],
	])('%s is none', async (_, requests) => {
		expect((await batch(...requests)).status).toBe(400);
	});
});
