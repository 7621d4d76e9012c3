import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createBucket, readError, send, startEmbedded, upload} from './open-gcs.ts';
import type {GcsServer} from './open-gcs.ts';

type Query = {readonly prefix: string; readonly delimiter: string; readonly startOffset: string; readonly endOffset: string; readonly maxResults: number};
type Listed = {readonly names: string[]; readonly prefixes: string[]};

let server: GcsServer;
let bucketNumber = 0;
beforeAll(async () => {
	server = await startEmbedded();
});
afterAll(async () => server.stop());

const compareBytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** What Google's documentation says of a listing, over all names at once. */
function listNaively(names: readonly string[], {prefix, delimiter, startOffset, endOffset}: Query): Listed {
	const listed = names
		.filter(name => name.startsWith(prefix) && compareBytes(name, startOffset) >= 0 && (endOffset === '' || compareBytes(name, endOffset) < 0))
		.sort(compareBytes);
	const cut = (name: string) => (delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length));
	return {
		names: listed.filter(name => cut(name) < 0),
		prefixes: [...new Set(listed.filter(name => cut(name) >= 0).map(name => name.slice(0, cut(name) + delimiter.length)))],
	};
}

async function listByPages(bucket: string, {maxResults, ...query}: Query): Promise<Listed> {
	const found: Listed = {names: [], prefixes: []};
	let pageToken = '';
	do {
		const given = Object.entries({...query, maxResults: String(maxResults), pageToken}).filter(([, value]) => value !== '');
		const {status, text} = await send(server.endpoint, 'GET', `/storage/v1/b/${bucket}/o?${new URLSearchParams(given).toString()}`);
		expect(status, text).toBe(200);
		const {items = [], prefixes = [], nextPageToken = ''} = JSON.parse(text) as {items?: Array<{name: string}>; prefixes?: string[]; nextPageToken?: string};
		expect(items.length + prefixes.length).toBeLessThanOrEqual(maxResults);
		found.names.push(...items.map(({name}) => name));
		found.prefixes.push(...prefixes);
		pageToken = nextPageToken;
	} while (pageToken !== '');
	return found;
}

// Few signs, so that prefixes are shared; the last three order differently by UTF-16 unit and by byte.
const shortText = fc.string({unit: fc.constantFrom('a', 'b', '/', '\u{FFFD}', '\u{E000}', '\u{1F600}'), maxLength: 5});
const isName = (name: string) => name !== '' && name !== '.' && name !== '..';

test('any names are listed in the order of their bytes, by pages as at once', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.uniqueArray(shortText.filter(isName), {maxLength: 12}),
			fc.record({
				prefix: fc.oneof(fc.constant(''), shortText),
				delimiter: fc.constantFrom('', '/', 'ab'),
				startOffset: fc.oneof(fc.constant(''), shortText),
				endOffset: fc.oneof(fc.constant(''), shortText),
				maxResults: fc.integer({min: 1, max: 5}),
			}),
			async (names, query) => {
				const bucket = `listing-${bucketNumber++}`;
				await createBucket(server.endpoint, bucket);
				await Promise.all(names.map(async name => upload(server.endpoint, bucket, name, '')));
				expect(await listByPages(bucket, query)).toEqual(listNaively(names, query));
			},
		),
		{numRuns: 60},
	);
});

test('any names and bodies come back as they were', async () => {
	const bucket = `bodies-${bucketNumber++}`;
	await createBucket(server.endpoint, bucket);
	const name = fc
		.string({unit: 'binary', minLength: 1, maxLength: 80})
		.filter(text => isName(text) && !/[\r\n]/.test(text) && !text.startsWith('.well-known/acme-challenge/'));
	await fc.assert(
		fc.asyncProperty(name, fc.uint8Array({maxLength: 300}), async (name, bytes) => {
			const body = Buffer.from(bytes);
			const resource = await upload(server.endpoint, bucket, name, body);
			expect(resource).toMatchObject({name, size: String(body.length)});
			const path = `/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}`;
			expect(JSON.parse((await send(server.endpoint, 'GET', path)).text)).toEqual(resource);
			expect((await send(server.endpoint, 'GET', `${path}?alt=media`)).bytes.equals(body)).toBe(true);
		}),
		{numRuns: 100},
	);
});

test.each(['..', '../../../etc/passwd', '/etc/passwd', 'a/../b', 'CON', 'a'.repeat(1024), 'ü'.repeat(512), '\u0000', ' ', 'a/', '/', '__proto__'])(
	'the name %j',
	async name => {
		const bucket = `names-${bucketNumber++}`;
		await createBucket(server.endpoint, bucket);
		if (name === '..') {
			await expect(upload(server.endpoint, bucket, name, 'x')).rejects.toThrow('Invalid object name');
			return;
		}

		await upload(server.endpoint, bucket, name, 'x');
		expect(await listByPages(bucket, {prefix: '', delimiter: '', startOffset: '', endOffset: '', maxResults: 9})).toEqual({names: [name], prefixes: []});
	},
);

test.each([
	['', 'Required parameter: name'],
	['.', "Invalid object name: '.'"],
	['a\nb', 'Disallowed unicode characters present in object name.'],
	['a'.repeat(1025), 'The maximum object length is 1024 characters, but got a name with 1025 characters.'],
	['.well-known/acme-challenge/x', "Invalid object name: '.well-known/acme-challenge/x'"],
])('no object can be named %j', async (name, message) => {
	const bucket = `names-${bucketNumber++}`;
	await createBucket(server.endpoint, bucket);
	expect(
		readError(await send(server.endpoint, 'POST', `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`, {body: 'x'})),
	).toMatchObject({status: 400, message});
});

test.each(['ab', 'A-bucket', '-bucket', 'bucket-', 'b..cket', '192.168.0.1', 'goog-bucket', 'my-google-bucket', 'a'.repeat(64), 'b/c', '..'])(
	'no bucket can be named %j',
	async name => {
		await expect(createBucket(server.endpoint, name)).rejects.toThrow(`Invalid bucket name: '${name}'`);
	},
);

test.each(['0', '-1', 'x', '1e3'])('maxResults=%s is refused', async maxResults => {
	expect(readError(await send(server.endpoint, 'GET', `/storage/v1/b/listing-0/o?maxResults=${maxResults}`))).toMatchObject({
		status: 400,
		reason: 'invalidParameter',
	});
});

test.each(['x', '!!', 'bmE='])('the page token %s is refused', async token => {
	expect(readError(await send(server.endpoint, 'GET', `/storage/v1/b/listing-0/o?pageToken=${token}`))).toMatchObject({status: 400, reason: 'invalid'});
});
