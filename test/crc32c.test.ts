import {CRC32C} from '@google-cloud/storage';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createCrc32c} from '../source/crc32c.ts';

function crc32cOf(...parts: Uint8Array[]): number {
	const crc = createCrc32c();
	for (const part of parts) {
		crc.update(part);
	}

	return crc.value();
}

// The check value of the CRC catalogues, and the vectors of RFC 3720, appendix B.4.
test.each([
	['nothing', Buffer.alloc(0), 0],
	['"123456789"', Buffer.from('123456789'), 0xe3_06_92_83],
	['32 bytes of 0', Buffer.alloc(32), 0x8a_91_36_aa],
	['32 bytes of 0xff', Buffer.alloc(32, 0xff), 0x62_a8_ab_43],
	['0 to 31', Buffer.from(Array.from({length: 32}, (_, index) => index)), 0x46_dd_79_4e],
	['31 to 0', Buffer.from(Array.from({length: 32}, (_, index) => 31 - index)), 0x11_3f_db_5c],
])('CRC32C of %s', (_, bytes, expected) => {
	expect(crc32cOf(bytes)).toBe(expected);
});

test('is written as the four bytes, big-endian, in base64', () => {
	const crc = createCrc32c();
	crc.update(Buffer.from('123456789'));
	expect(crc.toBase64()).toBe('4waSgw==');
});

test("is the official client's for any bytes, however they are cut", () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 70}), {maxLength: 6}), parts => {
			const theirs = new CRC32C();
			theirs.update(Buffer.concat(parts));
			const ours = createCrc32c();
			for (const part of parts) {
				ours.update(part);
			}

			expect(ours.toBase64()).toBe(theirs.toString());
		}),
		{numRuns: 200},
	);
});
