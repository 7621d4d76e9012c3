import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {crc32cOf, type GcsArchive, openGcsArchive} from '../../source/stores/gcs-archive.ts';
import {gcsBackings} from '../open-stores.ts';

const text = {contentType: 'text/plain'};

for (const backing of gcsBackings) {
	describe.runIf(backing.runs)(`gcs-archive on ${backing.name}`, () => {
		let archive: GcsArchive;
		let url: string;
		let close: () => Promise<void>;

		beforeAll(async () => {
			({store: archive, url, close} = await backing.open());
		});

		afterAll(async () => close());

		test('an object is made once; a repeat finds it there', async () => {
			const bytes = Buffer.from('one line\n');
			const first = await archive.createObject('a/b.txt', bytes, text);
			expect(first).toMatchObject({name: 'a/b.txt', sizeBytes: 9, crc32c: crc32cOf(bytes), created: true});
			expect(await archive.createObject('a/b.txt', bytes, text)).toEqual({...first, created: false});
			expect(await archive.readObject('a/b.txt')).toEqual(bytes);
		});

		test('other bytes under a name are left as they are', async () => {
			await archive.createObject('taken', Buffer.from('old'), text);
			await expect(archive.createObject('taken', Buffer.from('new'), text)).rejects.toThrow('Other bytes stand at taken');
			expect(await archive.readObject('taken')).toEqual(Buffer.from('old'));
		});

		test('a bucket that is not there is one sentence', async () => {
			const other = await openGcsArchive('no-such-bucket-here', url);
			await expect(other.checkBucket()).rejects.toThrow(/^There is no bucket for the archive at .*no-such-bucket-here.*: create it, or name another with --bucket$/);
		});
	});
}

test('a bucket whose CRC32C is not ours is a damaged upload', async () => {
	const lying = JSON.stringify({name: 'x', bucket: 'lesson', size: '3', generation: '1', crc32c: 'AAAAAA==', md5Hash: ''});
	const server = createServer((request, response) => {
		request.resume().on('end', () => {
			response.setHeader('content-type', 'application/json');
			response.end(lying);
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const archive = await openGcsArchive('lesson', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	await expect(archive.createObject('x', Buffer.from('abc'), text)).rejects.toThrow(/CRC32C|checksum|uploaded data did not match/i);
	server.closeAllConnections();
	server.close();
});
