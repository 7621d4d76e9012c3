import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {request as startRequest} from 'node:http';
import type {IncomingMessage} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createBucket, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

let folder: string;
let server: GcsServer;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'gcs-test-'));
	server = await startEmbedded({dataFolder: folder});
	await createBucket(server.endpoint, 'lesson');
});
afterEach(async () => {
	await server.stop();
	rmSync(folder, {recursive: true});
});

async function restart(): Promise<void> {
	await server.stop();
	server = await startEmbedded({dataFolder: folder});
}

const get = async (path: string) => send(server.endpoint, 'GET', `/storage/v1/b/${path}`);
/** A resource without its links, which name the port. */
const facts = (text: string): unknown => JSON.parse(text.replaceAll(/"(self|media)Link":"[^"]*",?/g, ''));
const objects = () => readdirSync(join(folder, 'buckets', 'b-lesson', 'objects'));
const content = () => readdirSync(join(folder, 'buckets', 'b-lesson', 'content'));
const uploads = () => readdirSync(join(folder, 'uploads'));

test('a restart keeps buckets, objects, metadata and generations', async () => {
	await upload(server.endpoint, 'lesson', 'a/ü', 'one', {'content-type': 'text/plain'});
	await upload(server.endpoint, 'lesson', 'b', 'two');
	await send(server.endpoint, 'PATCH', '/storage/v1/b/lesson/o/b', {body: '{"metadata":{"a":"1"}}'});
	const [bucket, list] = [await get('lesson'), await get('lesson/o')];
	await restart();
	expect(facts((await get('lesson')).text)).toEqual(facts(bucket.text));
	expect(facts((await get('lesson/o')).text)).toEqual(facts(list.text));
	expect((await get(`lesson/o/${encodeURIComponent('a/ü')}?alt=media`)).text).toBe('one');
	const {generation} = JSON.parse((await get('lesson/o/b')).text) as {generation: string};
	expect(Number((await upload(server.endpoint, 'lesson', 'b', 'three'))['generation'])).toBeGreaterThan(Number(generation));
});

test('what was deleted stays deleted, and no file of it is left', async () => {
	await upload(server.endpoint, 'lesson', 'a', 'one');
	await upload(server.endpoint, 'lesson', 'a', 'two');
	expect([objects().length, content().length]).toEqual([1, 1]);
	await send(server.endpoint, 'DELETE', '/storage/v1/b/lesson/o/a');
	expect([objects(), content()]).toEqual([[], []]);
	await send(server.endpoint, 'DELETE', '/storage/v1/b/lesson');
	await restart();
	expect((await get('lesson')).status).toBe(404);
});

test('what an ended process left half done is swept at the next start', async () => {
	await upload(server.endpoint, 'lesson', 'whole', 'whole');
	await upload(server.endpoint, 'lesson', 'torn', 'content that lost its end');
	const torn = content().find(file => readFileSync(join(folder, 'buckets', 'b-lesson', 'content', file), 'utf8').startsWith('content'))!;
	await server.stop();
	truncateSync(join(folder, 'buckets', 'b-lesson', 'content', torn), 5);
	writeFileSync(join(folder, 'buckets', 'b-lesson', 'content', 'orphan.1'), 'no metadata');
	writeFileSync(join(folder, 'buckets', 'b-lesson', 'objects', `${'0'.repeat(64)}.json`), '{"name":"half');
	mkdirSync(join(folder, 'uploads'), {recursive: true});
	writeFileSync(join(folder, 'uploads', 'left'), 'over');
	server = await startEmbedded({dataFolder: folder});
	expect((JSON.parse((await get('lesson/o')).text) as {items: Array<{name: string}>}).items.map(({name}) => name)).toEqual(['whole']);
	expect([objects().length, content().length, uploads()]).toEqual([1, 1, []]);
	expect((await get('lesson/o/whole?alt=media')).text).toBe('whole');
});

test.each([
	['media', 'uploadType=media', 'half of it'],
	['multipart', 'uploadType=multipart', '--b\r\ncontent-type: application/json\r\n\r\n{}\r\n--b\r\n\r\nhalf of it'],
])('an interrupted %s upload leaves nothing, and the object before it stands', async (_, query, half) => {
	await upload(server.endpoint, 'lesson', 'a', 'before');
	const broken = startRequest(`${server.endpoint}/upload/storage/v1/b/lesson/o?${query}&name=a`, {method: 'POST', agent: false, headers: {'content-length': 1000, 'content-type': 'multipart/related; boundary=b'}});
	broken.on('error', () => {});
	broken.write(half);
	await vi.waitFor(() => expect(uploads()).toHaveLength(1));
	broken.destroy();
	await vi.waitFor(() => expect(uploads()).toEqual([]));
	expect((await get('lesson/o/a?alt=media')).text).toBe('before');
	expect(content()).toHaveLength(1);
});

test('a reader of the old content gets it whole while it is replaced', async () => {
	const old = Buffer.alloc(8_000_000, 'old ');
	await upload(server.endpoint, 'lesson', 'a', old);
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		startRequest(`${server.endpoint}/storage/v1/b/lesson/o/a?alt=media`, {agent: false}, answer => resolve(answer.pause())).on('error', reject).end();
	});
	await upload(server.endpoint, 'lesson', 'a', 'new');
	const chunks: Buffer[] = [];
	for await (const chunk of response) {
		chunks.push(chunk as Buffer);
	}

	expect(Buffer.concat(chunks).equals(old)).toBe(true);
	expect((await get('lesson/o/a?alt=media')).text).toBe('new');
});

test('without a folder a private one is made, and goes with the engine', async () => {
	const before = new Set(readdirSync(tmpdir()));
	const other = await startEmbedded();
	const made = readdirSync(tmpdir()).filter(name => name.startsWith('gcs-engine-') && !before.has(name));
	await createBucket(other.endpoint, 'lesson');
	await other.stop();
	expect(made.length).toBeGreaterThan(0);
	expect(made.filter(name => existsSync(join(tmpdir(), name, 'buckets', 'b-lesson')))).toEqual([]);
});

test('a folder that cannot be written is an error at the start', async () => {
	const file = join(folder, 'file');
	writeFileSync(file, '');
	await expect(startEmbedded({dataFolder: file})).rejects.toMatchObject({code: 'ENOTDIR'});
});

test('a port that is taken is an error at the start; closing twice is none', async () => {
	const port = Number(new URL(server.endpoint).port);
	await expect(startEmbedded({scratchFolder: join(folder, 'other'), port})).rejects.toMatchObject({code: 'EADDRINUSE'});
	await server.stop();
	await server.stop();
});
