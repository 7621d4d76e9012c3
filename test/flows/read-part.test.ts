import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {DamagedPart, type ReadLine, readPart} from '../../source/flows/read-part.ts';
import type {ArchivedPart} from '../../source/stores/archive-manifest.ts';
import {crc32cOf, type GcsArchive} from '../../source/stores/gcs-archive.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {linesIn, openMemoryBucket, storeDay} from './memory-bucket.ts';
import {shopOrder} from './shop-order.ts';

const {scenario} = ofShop;
const day = '2026-11-02';
const orders = Array.from({length: 500}, (_, i) => shopOrder(`o${String(i).padStart(4, '0')}`, Date.parse(day) + i * 1000, {cents: i, version: 1 + (i % 3)}));

async function readAll(archive: GcsArchive, part: ArchivedPart): Promise<ReadLine[]> {
	const lines: ReadLine[] = [];
	for await (const line of readPart(archive, part, scenario)) {
		lines.push(line);
	}

	return lines;
}

async function archived() {
	const {bucket, archive} = openMemoryBucket();
	const {
		parts: [part],
	} = await storeDay(archive, day, orders);
	return {bucket, archive, part: part!};
}

test('a part is read back as the facts it was written from, with their lines', async () => {
	const {bucket, archive, part} = await archived();
	const read = await readAll(archive, part);
	expect(read.map(({fact}) => fact)).toEqual(orders);
	expect(read.map(({text}) => text)).toEqual(linesIn(bucket.get(part.name)!));
	expect(read.map(({line}) => line)).toEqual(orders.map((_, i) => i + 1));
});

/** The damage that is found when the part's bytes become others, and its manifest says the new size and checksum or still the old ones. */
async function damageOf(change: (bytes: Buffer) => Buffer | undefined, isListed: boolean) {
	const {bucket, archive, part} = await archived();
	const bytes = change(bucket.get(part.name)!);
	if (bytes) {
		bucket.set(part.name, bytes);
	} else {
		bucket.delete(part.name);
	}

	const listed = bytes && isListed ? {...part, sizeBytes: bytes.length, crc32c: crc32cOf(bytes)} : part;
	const error = await readAll(archive, listed).then(
		() => undefined,
		(error: unknown) => error,
	);
	expect(error).toBeInstanceOf(DamagedPart);
	const {damage, line, message} = error as DamagedPart;
	return {damage, line, message: message.replace('orders/dt=2026-11-02/part-00001.jsonl.gz', 'IT')};
}

const flipped = (at: number) => (bytes: Buffer) => {
	const copy = Buffer.from(bytes);
	copy[at]! ^= 1;
	return copy;
};
const withLines = (change: (lines: string[]) => string[]) => (bytes: Buffer) =>
	gzipSync(
		change(linesIn(bytes))
			.map(line => `${line}\n`)
			.join(''),
	);

test.each([
	['is gone', () => undefined, false, {damage: 'missing', message: 'IT is not in the bucket'}],
	['has one flipped bit', flipped(1000), false, {damage: 'checksum', message: expect.stringMatching(/^IT has CRC32C \S+, its manifest says \S+$/)}],
	[
		'is cut',
		(bytes: Buffer) => bytes.subarray(0, -20),
		false,
		{damage: 'size', message: expect.stringMatching(/^IT has [\d,]+ bytes, its manifest says [\d,]+$/)},
	],
	['is cut, and listed so', (bytes: Buffer) => bytes.subarray(0, -20), true, {damage: 'gzip', message: 'IT is no whole gzip file (unexpected end of file)'}],
	['is no gzip', () => Buffer.from('hello'), true, {damage: 'gzip', message: 'IT is no whole gzip file (incorrect header check)'}],
	['lacks a line', withLines(lines => lines.toSpliced(7, 1)), true, {damage: 'rows', message: 'IT has 499 lines, its manifest says 500'}],
	[
		'has another amount',
		withLines(lines => lines.with(7, lines[8]!)),
		true,
		{damage: 'worth', message: 'IT comes to 124751 (revenueCents), its manifest says 124750'},
	],
	[
		'has a line of something else',
		withLines(lines => lines.with(7, '{"id":1}')),
		true,
		{damage: 'line', line: 8, message: 'IT has a line 8 that is no order: its order_id is not as expected'},
	],
	['has a line that is no JSON', withLines(lines => lines.with(7, '{"id":1')), true, {damage: 'line', line: 8, message: 'IT has a line 8 that is no JSON'}],
	[
		'has a sum that is none',
		withLines(lines => lines.with(7, lines[7]!.replace('"total_cents":7', '"total_cents":8'))),
		true,
		{damage: 'line', line: 8, message: 'IT has a line 8 that is an order whose items do not come to its total_cents'},
	],
	[
		'has other ids',
		withLines(lines => lines.with(499, lines[499]!.replace('o0499', 'o9999'))),
		true,
		{damage: 'ids', message: 'IT has ids from o0000 to o9999, its manifest says other ones'},
	],
] as const)('a part that %s is damaged', async (_, change, isListed, damage) => {
	expect(await damageOf(change, isListed)).toMatchObject(damage);
});
