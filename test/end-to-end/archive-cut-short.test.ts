// An archive that hangs, fails or is cancelled half-way, in the built program: what stands is said, at once.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {GcsArchive} from '../../source/stores/gcs-archive.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {gcsBackings, mongoBackings, type Opened} from '../open-stores.ts';
import {startGcsProxy} from '../stores/gcs-proxy.ts';
import {printed} from '../terminal/printed.ts';
import {plainEnvironment, program, Terminal} from '../terminal/terminal.ts';
import {nodeFlags} from '../node-flags.ts';
import {rounds} from '../thorough.ts';
import {until} from '../until.ts';

let mongo: Opened<MongoWindow>;
const closing: Array<() => Promise<void>> = [];

beforeAll(async () => {
	mongo = await mongoBackings[0]!.open();
	await mongo.store.insert([...generateOrders({count: 600, days: 20, seed: 3, nowMs: Date.now()}, await createCatalogue(3))]);
});

afterAll(async () => {
	for (const close of closing) {
		await close();
	}

	await mongo?.close();
});

/** Whether a request sends orders; manifests are sent too. */
const isOfOrders = (request: string) => request.startsWith('POST') && request.includes('name=orders');

/** A bucket of its own in which all uploads of orders after the first few do as they are told. */
async function bucketThat(
	does: 'hangs' | 'fails',
	after: number,
): Promise<{bucket: GcsArchive; proxy: Awaited<ReturnType<typeof startGcsProxy>>; args: string[]}> {
	const {store, url, close} = await gcsBackings[0]!.open();
	let uploads = 0;
	const proxy = await startGcsProxy(url, async ({method, request, response, pass}) => {
		if (!isOfOrders(`${method} ${request.url}`) || ++uploads <= after) {
			return pass();
		}

		if (does === 'fails') {
			request.resume().on('end', () => {
				response.writeHead(507);
				response.end('full');
			});
		}
	});
	closing.push(async () => proxy.close(), close);
	return {bucket: store, proxy, args: ['--mongo-url', mongo.url, '--bucket', store.bucket, '--gcs-endpoint', proxy.url]};
}

const standing = /archive cancelled: 7 days with \d+ orders are archived, \d more objects? may stand, as the bucket had not answered; archive again to go on/;

test.each([['SIGINT', 130], ...rounds([], [['SIGTERM', 143] as const])] as const)(
	'%s while an upload hangs says what stands, before the upload is given up, and the next archive goes on',
	async (signal, wanted) => {
		const {bucket, proxy, args} = await bucketThat('hangs', 7);
		const child = spawn(process.execPath, [...nodeFlags, program, 'archive', '--json', '--today', ...args], {
			env: plainEnvironment(),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let [stdout, stderr] = ['', ''];
		child.stdout.on('data', text => {
			stdout += String(text);
		});
		child.stderr.on('data', text => {
			stderr += String(text);
		});
		await until(async () => proxy.seen.filter(request => isOfOrders(request)).length >= 8 && (await bucket.listObjects('manifests/')).length === 7);
		const exited = once(child, 'close');
		const startedAt = performance.now();
		child.kill(signal);
		expect((await exited)[0]).toBe(wanted);
		expect(performance.now() - startedAt).toBeLessThan(4000);
		expect(stdout).toBe('');
		expect(stderr).toMatch(new RegExp(`^shopstream-tui: ${standing.source}\n$`));
		expect(await bucket.listObjects('manifests/')).toHaveLength(7);
		expect(await bucket.listObjects('orders/')).toHaveLength(7);

		const again = await printed([
			'archive',
			'--json',
			'--today',
			'--mongo-url',
			mongo.url,
			'--bucket',
			bucket.bucket,
			'--gcs-endpoint',
			bucket.backend.address.replace(/\/[^/]+$/, ''),
		]);
		expect(again.code).toBe(0);
		const {archived, created, days} = JSON.parse(again.stdout) as {archived: {rows: number}; created: number; days: Array<{state: string}>};
		expect({rows: archived.rows, created}).toEqual({rows: 600, created: days.filter(({state}) => state !== 'same').length});
	},
);

test('a bucket that fails half-way is said with what stands', async () => {
	const {args} = await bucketThat('fails', 12);
	const {stdout, stderr, code} = await printed(['archive', ...args]);
	expect({stdout, code}).toEqual({stdout: '', code: 1});
	expect(stderr).toMatch(
		/^shopstream-tui: Google Cloud Storage at \S+ \(bucket \S+\) refused: 507 Insufficient Storage; \d+ days? with \d+ orders (?:is|are) archived(, \d objects? of days under way stands? and no manifest (names|is known to name) (it|them))?(, \d more objects? may stand, as the bucket had not answered)?; archive again to go on\n$/,
	);
});

test('on the screen, Esc ends an archive that hangs at once, and the header counts what stands', async () => {
	const {bucket, proxy, args} = await bucketThat('hangs', 7);
	const terminal = new Terminal([...args, '--without', 'postgres'], {columns: 120, rows: 40});
	closing.unshift(async () => terminal.end());
	await terminal.until('Total');
	terminal.press('a');
	await until(async () => proxy.seen.filter(request => isOfOrders(request)).length >= 8 && (await bucket.listObjects('manifests/')).length === 7);
	terminal.press('\u001B');
	const startedAt = performance.now();
	const text = await terminal.until('archive cancelled');
	expect(performance.now() - startedAt).toBeLessThan(4000);
	expect(text).toMatch(/archive cancelled: 7\s[^]*days with \d+/);
	await terminal.until(/GCS.* 7 objects/);
	await until(() => [...proxy.sockets].every(socket => socket.destroyed));
	expect(await bucket.listObjects('manifests/')).toHaveLength(7);
});
