import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {request as startRequest} from 'node:http';
import type {IncomingMessage} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createBucket, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';
import {until} from '../../until.ts';

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
	await server.stop();
	writeFileSync(join(folder, 'buckets', 'b-lesson', 'content', 'orphan.1'), 'no metadata');
	mkdirSync(join(folder, 'uploads'), {recursive: true});
	writeFileSync(join(folder, 'uploads', 'left'), 'over');
	server = await startEmbedded({dataFolder: folder});
	expect((JSON.parse((await get('lesson/o')).text) as {items: Array<{name: string}>}).items.map(({name}) => name)).toEqual(['whole']);
	expect([objects().length, content().length, uploads()]).toEqual([1, 1, []]);
	expect((await get('lesson/o/whole?alt=media')).text).toBe('whole');
});

test('what is damaged is refused by the name of its file, and left as it is', async () => {
	await upload(server.endpoint, 'lesson', 'a', 'some content');
	await server.stop();
	const bucket = join(folder, 'buckets', 'b-lesson');
	const paths = {content: join(bucket, 'content', content()[0]!), record: join(bucket, 'objects', objects()[0]!), bucket: join(bucket, 'bucket.json')};
	const refusal = async () =>
		startEmbedded({dataFolder: folder}).then(
			async started => started.stop(),
			error => (error as Error).message,
		);
	for (const [path, change, sentence] of [
		[
			paths.content,
			(file: string) => truncateSync(file, 5),
			`${paths.content} is damaged (its checksum is another); move it and ${paths.record} away to start without what it holds`,
		],
		[
			paths.content,
			(file: string) => writeFileSync(file, 'same content'),
			`${paths.content} is damaged (its checksum is another); move it and ${paths.record} away to start without what it holds`,
		],
		[paths.content, (file: string) => rmSync(file), `${paths.content} is missing; move ${paths.record} away to start without the object`],
		[
			paths.record,
			(file: string) => writeFileSync(file, '{"name":"half'),
			`${paths.record} is damaged (its checksum is another); move it away to start without what it holds`,
		],
		[
			paths.bucket,
			(file: string) => writeFileSync(file, '{}'),
			`${paths.bucket} is damaged (its checksum is another); move it away to start without what it holds`,
		],
	] as const) {
		const whole = readFileSync(path);
		change(path);
		expect(await refusal()).toBe(sentence);
		expect(objects()).toHaveLength(1);
		writeFileSync(path, whole);
	}

	expect(await refusal()).toBeUndefined();
});

test('content that is damaged while the engine runs is refused when it is read', async () => {
	await upload(server.endpoint, 'lesson', 'big', Buffer.alloc(65 * 1024 ** 2));
	await restart();
	const file = join(folder, 'buckets', 'b-lesson', 'content', content()[0]!);
	const handle = await open(file, 'r+');
	await handle.write('x', 1000);
	await handle.close();
	const read = await get('lesson/o/big?alt=media');
	expect([read.status, read.text]).toEqual([500, expect.stringContaining(`${file} is damaged`) as string]);
});

test('records from before they had checksums are read, and get one', async () => {
	await upload(server.endpoint, 'lesson', 'a', 'one');
	const list = await get('lesson/o');
	await server.stop();
	const files = ['bucket.json', `objects/${objects()[0]}`].map(name => join(folder, 'buckets', 'b-lesson', name));
	for (const file of files) {
		writeFileSync(file, JSON.stringify((JSON.parse(readFileSync(file, 'utf8')) as {record: unknown}).record));
	}

	server = await startEmbedded({dataFolder: folder});
	expect(facts((await get('lesson/o')).text)).toEqual(facts(list.text));
	expect(files.map(file => readFileSync(file, 'utf8').slice(0, 8))).toEqual(['{"sum":"', '{"sum":"']);
});

test("all folders and files are nobody else's", async () => {
	await upload(server.endpoint, 'lesson', 'a', 'one');
	const wide = () =>
		readdirSync(folder, {recursive: true, encoding: 'utf8'})
			.map(name => join(folder, name))
			.filter(path => statSync(path).mode & 0o077);
	expect(wide()).toEqual([]);
	await server.stop();
	execFileSync('chmod', ['-R', 'go+rX', folder]);
	expect(wide().length).toBeGreaterThan(5);
	server = await startEmbedded({dataFolder: folder});
	expect(wide()).toEqual([]);
});

test.each([
	['media', 'uploadType=media', 'half of it'],
	['multipart', 'uploadType=multipart', '--b\r\ncontent-type: application/json\r\n\r\n{}\r\n--b\r\n\r\nhalf of it'],
])('an interrupted %s upload leaves nothing, and the object before it stands', async (_, query, half) => {
	await upload(server.endpoint, 'lesson', 'a', 'before');
	const broken = startRequest(`${server.endpoint}/upload/storage/v1/b/lesson/o?${query}&name=a`, {
		method: 'POST',
		agent: false,
		headers: {'content-length': 1000, 'content-type': 'multipart/related; boundary=b'},
	});
	broken.on('error', () => {});
	broken.write(half);
	await until(() => uploads().length === 1);
	broken.destroy();
	await until(() => uploads().length === 0);
	expect((await get('lesson/o/a?alt=media')).text).toBe('before');
	expect(content()).toHaveLength(1);
});

test('a reader of the old content gets it whole while it is replaced', async () => {
	const old = Buffer.alloc(8_000_000, 'old ');
	await upload(server.endpoint, 'lesson', 'a', old);
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		startRequest(`${server.endpoint}/storage/v1/b/lesson/o/a?alt=media`, {agent: false}, answer => resolve(answer.pause()))
			.on('error', reject)
			.end();
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
	// Node 20 says that it is no folder, every Node since that it is there already.
	await expect(startEmbedded({dataFolder: file})).rejects.toMatchObject({code: process.versions.node.startsWith('20.') ? 'ENOTDIR' : 'EEXIST'});
});

test('a port that is taken is an error at the start; closing twice is none', async () => {
	const port = Number(new URL(server.endpoint).port);
	await expect(startEmbedded({scratchFolder: join(folder, 'other'), port})).rejects.toMatchObject({code: 'EADDRINUSE'});
	await server.stop();
	await server.stop();
});
