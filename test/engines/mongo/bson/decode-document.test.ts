import {Binary, BSONRegExp, Code, Decimal128, deserialize, Double, Int32, Long, MaxKey, MinKey, ObjectId, serialize, Timestamp} from 'bson';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodeDocument} from '../../../../source/engines/mongo/bson/decode-document.ts';
import {encodeDocument} from '../../../../source/engines/mongo/bson/encode-document.ts';
import {encodeCursorReply} from '../../../../source/engines/mongo/bson/encode-cursor-reply.ts';

const scalar = fc.oneof(
	fc.double().map(value => new Double(value)),
	fc.integer({min: -5, max: 5}).map(value => new Double(value)),
	fc.integer().map(value => new Int32(value)),
	fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}).map(value => Long.fromBigInt(value)),
	fc.string(),
	fc.boolean(),
	fc.constant(null),
	fc.date({noInvalidDate: true}),
	fc.uint8Array({maxLength: 8}).map(bytes => new Binary(bytes)),
	fc.constantFrom(new ObjectId(), Decimal128.fromString('1.10'), new BSONRegExp('a|b', 'imsx')),
);
const {value} = fc.letrec(tie => ({
	value: fc.oneof(
		{maxDepth: 3},
		scalar,
		fc.array(tie('value'), {maxLength: 4}),
		fc.dictionary(fc.constantFrom('a', 'b', '$ref', '$id', 'c'), tie('value'), {maxKeys: 4, noNullPrototype: true}),
	),
}));

function attempt(run: () => unknown): string {
	try {
		run();
		return 'decoded';
	} catch (error) {
		return (error as Error).name;
	}
}

describe('BSON', () => {
	test('comes back byte for byte', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom('x', 'y', 'z'), value, {noNullPrototype: true}), document => {
				const bytes = Buffer.from(serialize(document));
				expect(Buffer.from(encodeDocument(decodeDocument(bytes)))).toEqual(bytes);
			}),
			{numRuns: 500, seed: 1},
		);
	});

	test('cut off or changed is decoded or refused, nothing else', () => {
		const bytes = Buffer.from(
			serialize({a: 1, b: 'text', c: [1.5, {d: new Date(0), e: new Binary(Buffer.from('x'))}], f: new ObjectId(), g: Long.fromNumber(5), h: /x/i}),
		);
		fc.assert(
			fc.property(fc.integer({min: 0, max: bytes.length - 1}), fc.integer({min: 0, max: 255}), fc.boolean(), (at, byte, isCut) => {
				const changed = Buffer.from(isCut ? bytes.subarray(0, at) : bytes);
				if (!isCut) {
					changed[at] = byte;
				}

				expect(['decoded', 'MongoError']).toContain(attempt(() => decodeDocument(changed)));
			}),
			{numRuns: 3000, seed: 2},
		);
	});

	test.each([new Timestamp({t: 1, i: 2}), new Code('1'), new MinKey(), new MaxKey()])('of a type not kept is refused: %j', value => {
		expect(() => decodeDocument(Buffer.from(serialize({a: [value]})))).toThrow('is not supported by the embedded engine');
	});

	test('keeps no hold of the bytes it came from', () => {
		const bytes = Buffer.from(serialize({b: new Binary(Buffer.from('abc'))}));
		const {b} = decodeDocument(bytes) as {b: Binary};
		bytes.fill(0);
		expect(Buffer.from(b.value()).toString()).toBe('abc');
	});

	test("a cursor's reply is put together as the library would", () => {
		const batch = [{_id: 1}, {a: ['x', {b: null}]}];
		const reply = encodeCursorReply(
			'nextBatch',
			batch.map(document => serialize(document)),
			Long.fromNumber(7),
			'db.c',
		);
		expect(deserialize(reply)).toEqual({cursor: {nextBatch: batch, id: 7, ns: 'db.c'}, ok: 1});
		expect(Buffer.from(reply)).toEqual(Buffer.from(serialize({cursor: {nextBatch: batch, id: Long.fromNumber(7), ns: 'db.c'}, ok: new Double(1)})));
	});
});
