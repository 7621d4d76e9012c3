// What networks and servers do to an archive: each said in one sentence, in time, and nothing ever removed.
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer as createHttpServer, type ServerResponse} from 'node:http';
import {type AddressInfo, createServer} from 'node:net';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {type Opened, gcsBackings} from '../open-stores.ts';
import {type GcsArchive, openGcsArchive} from '../../source/stores/gcs-archive.ts';
import type {StoreFailure} from '../../source/stores/store-failure.ts';
import {until} from '../until.ts';
import {type GcsProxy, type Passing, startGcsProxy} from './gcs-proxy.ts';

const text = {contentType: 'text/plain'};
const small = Buffer.from('abc');
const large = randomBytes(700_000);
const sizes = [
	['in one piece', small],
	['in several pieces', large],
] as const;

let bucket: Opened<GcsArchive>;
const closing: Array<() => Promise<void>> = [];

beforeAll(async () => {
	bucket = await gcsBackings[0]!.open();
});

afterAll(async () => {
	await Promise.all(closing.map(async close => close()));
	await bucket.close();
});

/** The archive behind something that does as it likes with each request. */
async function behind(handle?: (passing: Passing) => Promise<void> | void): Promise<{archive: GcsArchive; proxy: GcsProxy; place: string}> {
	const proxy = await startGcsProxy(bucket.url, handle);
	closing.push(async () => proxy.close());
	return {archive: await openGcsArchive('lesson-archive', proxy.url), proxy, place: `${proxy.url} (bucket lesson-archive)`};
}

function answer(response: ServerResponse, status: number, body: string, contentType = 'application/json'): void {
	response.writeHead(status, {'content-type': contentType});
	response.end(body);
}

/** How a call fails, and after how many milliseconds; its sentence is one line without signs that a terminal obeys. */
async function failureOf(call: Promise<unknown>): Promise<{failure: StoreFailure; tookMs: number}> {
	const startedAt = performance.now();
	const failure = await call.then(
		() => undefined,
		(error: unknown) => error as StoreFailure,
	);
	expect(failure).toMatchObject({name: 'StoreFailure', store: 'gcs', exitCode: 1});
	expect(failure!.message).not.toMatch(/\p{Cc}|\[ *[{\n]|<\w+>/u);
	return {failure: failure!, tookMs: performance.now() - startedAt};
}

/** Compares objects: vitest's own comparison takes seconds for so many bytes, and nothing moves meanwhile. */
async function expectStored(name: string, bytes: Buffer): Promise<void> {
	expect(bytes.equals(await bucket.store.readObject(name))).toBe(true);
}

let names = 0;
const freshName = () => `fault-${names++}`;

describe.concurrent('an answer that is wrong', () => {
	const json = (body: object) => (_: Buffer) => Buffer.from(JSON.stringify(body));

	test.each(sizes)("a wrong CRC32C in the upload's reply, %s, is damage, and nothing is removed", async (_, bytes) => {
		const {archive, proxy} = await behind(async ({method, pass}) =>
			pass(body => (method === 'GET' ? body : Buffer.from(body.toString().replace(/"crc32c":\s*"[^"]+"/, '"crc32c":"AAAAAA=="')))),
		);
		const name = freshName();
		const {failure} = await failureOf(archive.createObject(name, bytes, text));
		expect(failure).toMatchObject({kind: 'refuses', reason: 'damaged in transit'});
		expect(failure.message).toMatch(
			new RegExp(`^The bucket's CRC32C of ${name} is AAAAAA==, ours .{8}: the upload was damaged in transit, nothing was removed; `),
		);
		expect(proxy.seen.filter(request => request.startsWith('DELETE'))).toEqual([]);
		await expectStored(name, bytes);
	});

	test.each([
		['metadata without crc32c', json({name: 'x', bucket: 'lesson', size: '3', generation: '1'})],
		['metadata of another kind', json([])],
		['metadata that is not JSON', () => Buffer.from('<html>welcome</html>')],
	])('%s', async (_, change) => {
		// What stands there already is asked for.
		await bucket.store.createObject('described', small, text);
		const {archive, place} = await behind(async ({method, pass}) => pass(body => (method === 'GET' ? change(body) : body)));
		const {failure} = await failureOf(archive.createObject('described', small, text));
		expect(failure.message).toBe(
			`The answer of ${place} about described has no CRC32C, size and generation to compare: nothing was removed; look at the bucket, then archive again`,
		);
	});

	test.each([
		[503, '<html><head><title>Down</title></head><body>\u001B[31mfor now\nand later</body></html>', 'text/html', 'refused: 503 Service Unavailable'],
		[
			503,
			'{"error":{"code":503,"message":"one","errors":[{"message":"one"},{"message":"two"}]}}',
			'application/json',
			'refused: one (503 Service Unavailable)',
		],
		[429, '{"error":{"code":429,"message":"rate"}}', 'application/json', 'refused: rate (429 Too Many Requests)'],
		[500, '{"error":"\\u001b[2Jbackend\\u202e\\nagain"}', 'application/json', 'refused: ?[2Jbackend\\u202e again (500 Internal Server Error)'],
		[400, JSON.stringify({error: {message: 'x'.repeat(5000)}}), 'application/json', `refused: ${'x'.repeat(200)} … (400 Bad Request)`],
	] as const)('%i for every request: the reason', async (status, body, contentType, sentence) => {
		const {archive, place} = await behind(({request, response}) => void request.resume().on('end', () => answer(response, status, body, contentType)));
		const calls = [
			archive.checkBucket(),
			archive.createObject('no', small, text),
			archive.createObject('no', large, text),
			archive.listObjects(''),
			archive.readObject('no'),
		];
		for (const {failure} of await Promise.all(calls.map(async call => failureOf(call)))) {
			expect(failure).toMatchObject({kind: 'refuses', message: `Google Cloud Storage at ${place} ${sentence}`});
		}
	});

	test('403 and 401 are a bucket that is not ours', async () => {
		const {archive, place} = await behind(
			({request, response}) =>
				void request
					.resume()
					.on('end', () => answer(response, 403, '{"error":{"code":403,"message":"No \\u001b[31mstorage.objects.list access","errors":[]}}')),
		);
		expect((await failureOf(archive.checkBucket())).failure.message).toBe(
			`The bucket at ${place} is not ours to use (No ?[31mstorage.objects.list access): check GOOGLE_APPLICATION_CREDENTIALS and its rights, or name another with --bucket`,
		);
	});

	test.each(sizes)('a 503 that passes, %s, goes through; so does a reply that is lost or cut after the write', async (_, bytes) => {
		for (const fault of ['503', 'lost', 'cut'] as const) {
			const failed = new Set<string>();
			const {archive} = await behind(async passing => {
				const {method, request, response, pass} = passing;
				if (failed.has(method)) {
					return pass();
				}

				failed.add(method);
				if (fault === '503') {
					request.resume().on('end', () => answer(response, 503, 'busy', 'text/plain'));
				} else {
					await pass(undefined, fault === 'lost' ? 0 : 5);
				}
			});
			const name = freshName();
			await archive.createObject(name, bytes, text);
			await expectStored(name, bytes);
		}
	});
});

describe.concurrent('an endpoint that is no bucket', () => {
	test('nobody listens: said at once, with the reason', async () => {
		const archive = await openGcsArchive('lesson', 'http://127.0.0.1:1');
		for (const call of [
			async () => archive.checkBucket(),
			async () => archive.createObject('x', small, text),
			async () => archive.createObject('x', large, text),
		]) {
			const {failure, tookMs} = await failureOf(call());
			expect(failure).toMatchObject({
				kind: 'silent',
				reason: 'it refuses the connection',
				message:
					'Google Cloud Storage at http://127.0.0.1:1 (bucket lesson) did not answer (it refuses the connection): check the address and the network, or name none (by flag, variable or --compose) for the embedded engine',
			});
			expect(tookMs).toBeLessThan(4500);
		}
	});

	test.each([
		['a web page', 200, '<html>welcome</html>', 'it answers with no list of objects'],
		['a page that is not found', 404, '<html>not here</html>', '404 Not Found'],
		['another JSON API', 200, '{"hello":"world"}', 'it answers with no list of objects'],
	])('%s', async (_, status, body, reason) => {
		const server = createHttpServer((__, response) => answer(response, status, body, body.startsWith('{') ? 'application/json' : 'text/html')).listen(
			0,
			'127.0.0.1',
		);
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const {failure} = await failureOf((await openGcsArchive('lesson', url)).checkBucket());
		expect(failure.message).toBe(
			`What answers at ${url} (bucket lesson) is not Google Cloud Storage (${reason}): check the address, or name none (by flag, variable or --compose) for the embedded engine`,
		);
		server.close();
	});

	test('noise', async () => {
		const server = createServer(socket => {
			socket.on('error', () => undefined);
			socket.end('\u001B[2J+PONG\r\n\r\n');
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const archive = await openGcsArchive('lesson', url);
		const calls = [archive.checkBucket(), archive.createObject('x', small, text), archive.createObject('x', large, text)];
		for (const {failure} of await Promise.all(calls.map(async call => failureOf(call)))) {
			expect(failure.message).toBe(
				`What answers at ${url} (bucket lesson) is not Google Cloud Storage (it does not speak HTTP): check the address, or name none (by flag, variable or --compose) for the embedded engine`,
			);
		}

		server.close();
	});
});

test('credentials that cannot be used are said as that', async () => {
	vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '/nowhere/key.json');
	const {failure} = await failureOf((await openGcsArchive('lesson')).checkBucket());
	expect(failure).toMatchObject({kind: 'refuses', reason: 'no credentials'});
	expect(failure.message).toMatch(
		/^Google Cloud Storage needs credentials that it can use \(.*\/nowhere\/key\.json.*\): set GOOGLE_APPLICATION_CREDENTIALS to a key file, or leave out --bucket for the embedded engine$/,
	);
	vi.unstubAllEnvs();
});

describe.concurrent('what hangs', () => {
	test.each(sizes)('an upload %s of which no byte moves is said, and its connection is gone', async (_, bytes) => {
		const {archive, proxy} = await behind(async ({method, pass}) => (method === 'GET' ? pass() : undefined));
		const {failure, tookMs} = await failureOf(archive.createObject(freshName(), bytes, text));
		expect(failure).toMatchObject({kind: 'silent', reason: 'no byte came or went for 4.5 s'});
		expect(tookMs).toBeLessThan(20_000);
		await until(() => proxy.sockets.size === 0);
	});

	test.each(sizes)('an upload %s that is cancelled ends at once, with the reason given, and its connection with it', async (_, bytes) => {
		const {archive, proxy} = await behind(async ({method, pass}) => (method === 'GET' ? pass() : undefined));
		const controller = new AbortController();
		const call = archive.createObject(freshName(), bytes, text, controller.signal);
		await until(() => proxy.seen.length > 0);
		const startedAt = performance.now();
		controller.abort(new Error('enough'));
		await expect(call).rejects.toThrow('enough');
		expect(performance.now() - startedAt).toBeLessThan(4000);
		await until(() => proxy.sockets.size === 0);
		expect(proxy.seen).toHaveLength(1);
	});

	test('a cancelled call is not tried again', async () => {
		const {archive, proxy} = await behind(({request, response}) => void request.resume().on('end', () => answer(response, 503, '')));
		const controller = new AbortController();
		const call = archive.checkBucket(controller.signal);
		await until(() => proxy.seen.length === 1);
		controller.abort(new Error('enough'));
		await expect(call).rejects.toThrow('enough');
		expect(proxy.seen).toHaveLength(1);
	});

	test('an upload that moves is never cut for being long', async () => {
		const {archive} = await behind(async ({method, request, pass}) => {
			if (method === 'PUT') {
				request.pause();
				await new Promise(resolve => {
					setTimeout(resolve, 1700);
				});
			}

			await pass();
		});
		const name = freshName();
		const startedAt = performance.now();
		await archive.createObject(name, large, text);
		expect(performance.now() - startedAt).toBeGreaterThan(5000);
		await expectStored(name, large);
	});
});
