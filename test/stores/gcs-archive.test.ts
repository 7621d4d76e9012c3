import {createHash, randomBytes} from 'node:crypto';
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {crc32cOf, type GcsArchive, openGcsArchive} from '../../source/stores/gcs-archive.ts';
import {gcsBackings} from '../open-stores.ts';

const text = {contentType: 'text/plain'};

for (const backing of gcsBackings) {
	describe.runIf(backing.runs)(`gcs-archive on ${backing.name}`, () => {
		let archive: GcsArchive;
		let url: string;
		let close: (() => Promise<void>) | undefined;

		beforeAll(async () => {
			({store: archive, url, close} = await backing.open());
		});

		afterAll(async () => close?.());

		test('the bucket is there, and it says what stands behind it', async () => {
			await archive.checkBucket();
			expect(archive.backend).toEqual({kind: 'server', label: 'GCS emulator', version: 'JSON API v1', address: `${url}/${archive.bucket}`});
			const embedded = await openGcsArchive(archive.bucket, `${url}/`, {embeddedVersion: 'test'});
			await embedded.checkBucket();
			expect(embedded.backend).toMatchObject({kind: 'embedded', label: 'embedded engine, GCS JSON API', version: 'test'});
		});

		test('an object is made once; a repeat finds it there', async () => {
			const bytes = Buffer.from('one line\n');
			const first = await archive.createObject('a/b.txt', bytes, text);
			expect(first).toEqual({name: 'a/b.txt', sizeBytes: 9, crc32c: crc32cOf(bytes), generation: expect.stringMatching(/^\d+$/) as string, created: true});
			expect(await archive.createObject('a/b.txt', bytes, text)).toEqual({...first, created: false});
			expect(await archive.readObject('a/b.txt')).toEqual(bytes);
		});

		test('what it holds: objects and bytes, and of which days', async () => {
			expect(await archive.holdings('held/')).toEqual({count: 0, days: 0, bytes: 0});
			for (const name of ['dt=2026-10-01/a', 'dt=2026-11-25/a', 'dt=2026-11-25/b', 'other']) {
				await archive.createObject(`held/${name}`, Buffer.from(name), text);
			}

			expect(await archive.holdings('held/')).toEqual({count: 4, days: 2, oldestMs: Date.UTC(2026, 9, 1), newestMs: Date.UTC(2026, 10, 25), bytes: 50});
		});

		test('other bytes under a name are left as they are', async () => {
			await archive.createObject('taken', Buffer.from('old'), text);
			await expect(archive.createObject('taken', Buffer.from('new'), text)).rejects.toThrow(
				/^taken in .* already holds other bytes: they were left as they are; remove them or use another bucket$/,
			);
			expect(await archive.readObject('taken')).toEqual(Buffer.from('old'));
		});

		test('names and bytes of every kind come back as they were', async () => {
			const all = Buffer.from(Array.from({length: 256}, (_, i) => i));
			for (const [name, bytes] of [
				['orders/dt=2026-11-24/x y+ü%2F.jsonl.gz', all],
				['empty', Buffer.alloc(0)],
				['a?b#c&d', Buffer.from('q')],
			] as const) {
				expect(await archive.createObject(name, bytes, {contentType: 'application/gzip'})).toMatchObject({
					name,
					sizeBytes: bytes.length,
					crc32c: crc32cOf(bytes),
					created: true,
				});
				expect(await archive.readObject(name)).toEqual(bytes);
			}
		});

		test('an object above 5 MB goes by resumable upload, and a repeat of it too', async () => {
			const bytes = randomBytes(6_000_000);
			expect(await archive.createObject('large', bytes, text)).toMatchObject({sizeBytes: 6_000_000, crc32c: crc32cOf(bytes), created: true});
			expect(
				createHash('sha256')
					.update(await archive.readObject('large'))
					.digest(),
			).toEqual(createHash('sha256').update(bytes).digest());
			// fake-gcs-server does not look at the preconditions of a resumable upload; Google's documentation says it must.
			expect(await archive.createObject('large', bytes, text)).toMatchObject({created: backing.name.includes('SHOPSTREAM_TEST')});
		});

		test('a cancelled upload sends nothing', async () => {
			await expect(archive.createObject('never', Buffer.from('x'), text, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
			await expect(archive.readObject('never')).rejects.toThrow();
		});

		test('the objects of a prefix are listed in order, however many there are, each with its checksum', async () => {
			const wanted = await Promise.all(['c', 'a', 'b'].map(async name => archive.createObject(`listed/${name}`, Buffer.from(name), text)));
			const listed = wanted.map(({created: _, ...object}) => object).sort((a, b) => (a.name < b.name ? -1 : 1));
			expect(await archive.listObjects('listed/')).toEqual(listed);
			expect(await archive.listObjects('nothing/')).toEqual([]);
		});

		test('a bucket that is not there is one sentence', async () => {
			const other = await openGcsArchive('no-such-bucket-here', url);
			const sentence = `There is no bucket for the archive at ${url} (bucket no-such-bucket-here): create it, or name another with --bucket`;
			await expect(other.checkBucket()).rejects.toMatchObject({name: 'StoreFailure', store: 'gcs', kind: 'refuses', exitCode: 1, message: sentence});
			await expect(other.createObject('x', Buffer.from('x'), text)).rejects.toMatchObject({message: sentence});
		});
	});
}

describe('an endpoint that is given', () => {
	afterEach(() => vi.unstubAllEnvs());

	test('wins over STORAGE_EMULATOR_HOST', async () => {
		const [{open}] = gcsBackings as [(typeof gcsBackings)[number]];
		const {url, close} = await open();
		vi.stubEnv('STORAGE_EMULATOR_HOST', 'http://127.0.0.1:1');
		const archive = await openGcsArchive('lesson-archive', url);
		await archive.checkBucket();
		expect(await archive.createObject('here', Buffer.from('x'), text)).toMatchObject({created: true});
		expect(await archive.readObject('here')).toEqual(Buffer.from('x'));
		await close();
	});
});

test("CRC32C is Google's: Castagnoli's check value, big-endian, base64", () => {
	expect(crc32cOf(Buffer.from('123456789'))).toBe('4waSgw==');
	expect(crc32cOf(Buffer.alloc(0))).toBe('AAAAAA==');
});
