import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {request as startRequest} from 'node:http';
import type {IncomingMessage} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {expect, test} from 'vitest';
import {createBucket, send, startEmbedded} from './open-gcs.ts';

const mebibyte = 1024 ** 2;

/** A body that is never in memory as a whole. */
const bodyMebibytes = 160;
function* body(): Generator<Buffer> {
	for (let index = 0; index < bodyMebibytes; index++) {
		yield Buffer.alloc(mebibyte, index);
	}
}

function md5OfBody(): string {
	const md5 = createHash('md5');
	for (const chunk of body()) {
		md5.update(chunk);
	}

	return md5.digest('base64');
}

/** How far memory rises above where it stands, in MiB, while a task runs. */
async function measureGrowth(task: () => Promise<void>): Promise<number> {
	const used = () => process.memoryUsage.rss();
	const before = used();
	let most = before;
	const timer = setInterval(() => {
		most = Math.max(most, used());
	}, 5);
	await task();
	clearInterval(timer);
	return (Math.max(most, used()) - before) / mebibyte;
}

test(`memory stays bounded while ${bodyMebibytes} MiB go up and come down`, async () => {
	const folder = mkdtempSync(join(tmpdir(), 'gcs-test-'));
	const server = await startEmbedded({scratchFolder: folder});
	const expectedMd5 = md5OfBody();
	try {
		await createBucket(server.endpoint, 'lesson');
		const up = await measureGrowth(async () => {
			const response = await new Promise<IncomingMessage>((resolve, reject) => {
				const request = startRequest(`${server.endpoint}/upload/storage/v1/b/lesson/o?uploadType=media&name=big`, {method: 'POST', agent: false}, resolve);
				pipeline(Readable.from(body()), request).catch(reject);
			});
			expect(response.statusCode).toBe(200);
			response.resume();
		});
		expect(JSON.parse((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/big')).text)).toMatchObject({
			size: String(bodyMebibytes * mebibyte),
			md5Hash: expectedMd5,
		});
		const received = createHash('md5');
		const down = await measureGrowth(async () => {
			const response = await new Promise<IncomingMessage>((resolve, reject) => {
				startRequest(`${server.endpoint}/storage/v1/b/lesson/o/big?alt=media`, {agent: false}, resolve).on('error', reject).end();
			});
			for await (const chunk of response) {
				received.update(chunk as Buffer);
			}
		});
		expect(received.digest('base64')).toBe(expectedMd5);
		// Client and server are in this one process; what counts is that neither comes near the body.
		expect(up).toBeLessThan(bodyMebibytes * 0.6);
		expect(down).toBeLessThan(bodyMebibytes * 0.6);
	} finally {
		await server.stop();
		rmSync(folder, {recursive: true});
	}
});

test('a reader who stands still holds up nothing but himself', async () => {
	const server = await startEmbedded();
	try {
		await createBucket(server.endpoint, 'lesson');
		const big = await send(server.endpoint, 'POST', '/upload/storage/v1/b/lesson/o?uploadType=media&name=big', {body: Buffer.alloc(64 * mebibyte)});
		expect(big.status).toBe(200);
		const growth = await measureGrowth(async () => {
			const standing = await Promise.all(
				Array.from(
					{length: 8},
					async () =>
						new Promise<IncomingMessage>((resolve, reject) => {
							startRequest(`${server.endpoint}/storage/v1/b/lesson/o/big?alt=media`, {agent: false}, response => resolve(response.pause()))
								.on('error', reject)
								.end();
						}),
				),
			);
			for (let index = 0; index < 100; index++) {
				expect((await send(server.endpoint, 'GET', '/storage/v1/b/lesson/o/big')).status).toBe(200);
			}

			for (const response of standing) {
				response.destroy();
			}
		});
		expect(growth).toBeLessThan(8 * 64 * 0.25);
	} finally {
		await server.stop();
	}
});
