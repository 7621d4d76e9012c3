import {MongoError, ensureSupported, notSupported, uassert} from '../mongo-error.ts';
import {typeNumbers} from '../values/bson-type.ts';

/** What a checked document holds that the fast decoder would not keep exactly. */
export type BsonTraits = {
	/** A double with a whole value (it would read as an int32), or binary data. */
	needsExactDecoding: boolean;
	/** Where `$ref` stands as a name; the library would make an object of its own of that document. */
	readonly refOffsets: number[];
	/** How many fields and items there are, at every depth. */
	fieldCount: number;
};

/** A document or array that is being walked. */
type Level = {readonly end: number; readonly isArray: boolean; lastNumber: number};

const depthMax = 180;
const dateLimitMs = 8_640_000_000_000_000;
const int32Limit = 2 ** 31;
/** Bytes of the types by their numbers; -1 has its own rule. */
const sizes: Readonly<Record<number, number>> = {1: 8, 2: -1, 3: -1, 4: -1, 5: -1, 7: 12, 8: 1, 9: 8, 10: 0, 11: -1, 16: 4, 18: 8, 19: 16};
const reservedNames = new Set(['__proto__', '_bsontype']);

/**
 * Walks the bytes of one BSON document before anything is built from them: every length, terminator and type, the
 * depth of nesting, and what JavaScript could not keep (dates beyond its range, reserved names) or nobody here needs.
 *
 * @throws MongoError `InvalidBSON` for malformed bytes, `Overflow` for too deep nesting, `NotImplemented` for the rest.
 */
export function checkBson(bytes: Buffer): BsonTraits {
	const scan: BsonTraits = {needsExactDecoding: false, refOffsets: [], fieldCount: 0};
	if (bytes.length < 5 || bytes.readInt32LE(0) !== bytes.length) {
		throw invalid('document length does not match');
	}

	// An explicit stack of documents, so that depth costs no call stack.
	const levels: Level[] = [{end: bytes.length, isArray: false, lastNumber: -1}];
	let at = 4;
	while (levels.length > 0) {
		const level = levels.at(-1)!;
		const {end} = level;
		if (at >= end) {
			throw invalid('document is not terminated');
		}

		const type = bytes[at++]!;
		if (type === 0) {
			if (at !== end) {
				throw invalid('document ends early');
			}

			levels.pop();
			continue;
		}

		scan.fieldCount++;
		const nameStart = at;
		at = afterCString(bytes, at, end);
		checkName(bytes, nameStart, at - 1, scan);
		checkPlace(bytes, nameStart, at - 1, level);
		const size = sizes[type];
		if (size === undefined) {
			const name = typeNumbers[type === 0xff ? -1 : type];
			throw name ? notSupported(`The BSON type ${name}`) : invalid(`unknown type 0x${type.toString(16)}`);
		}

		if (type === 0x03 || type === 0x04) {
			const length = int32(bytes, at, end);
			if (length < 5 || length > end - at) {
				throw invalid('embedded document length is wrong');
			}

			uassert(levels.length < depthMax, 'Overflow', `BSONObj exceeded maximum nested object depth: ${depthMax}`);
			levels.push({end: at + length, isArray: type === 0x04, lastNumber: -1});
			at += 4;
			continue;
		}

		const next = size >= 0 ? at + size : afterVariable(bytes, type, at, end, scan);
		if (next >= end) {
			throw invalid('value is cut off');
		}

		if (type === 0x01 || type === 0x08 || type === 0x09) {
			checkValue(bytes, type, at, scan);
		}

		at = next;
	}

	return scan;
}

function afterVariable(bytes: Buffer, type: number, at: number, end: number, scan: BsonTraits): number {
	if (type === 0x0b) {
		return afterCString(bytes, afterCString(bytes, at, end), end);
	}

	const length = int32(bytes, at, end);
	if (type === 0x05) {
		scan.needsExactDecoding = true;
		if (length < 0 || length > end - at - 5) {
			throw invalid('binary length is wrong');
		}

		return at + 5 + length;
	}

	if (length < 1 || length > end - at - 4 || bytes[at + 3 + length] !== 0) {
		throw invalid('string length is wrong');
	}

	return at + 4 + length;
}

function checkValue(bytes: Buffer, type: number, at: number, scan: BsonTraits): void {
	if (type === 0x01) {
		const value = bytes.readDoubleLE(at);
		scan.needsExactDecoding ||= Number.isInteger(value) && Math.abs(value) <= int32Limit;
	} else if (type === 0x09) {
		const milliseconds = bytes.readInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at);
		ensureSupported(Math.abs(milliseconds) <= dateLimitMs, 'A date beyond the years -271821 to 275760');
	} else if (bytes[at]! > 1) {
		throw invalid('boolean is neither 0 nor 1');
	}
}

function checkName(bytes: Buffer, start: number, end: number, scan: BsonTraits): void {
	const first = bytes[start];
	if (first === 0x5f && end - start === 9) {
		const name = bytes.toString('latin1', start, end);
		ensureSupported(!reservedNames.has(name), `The field name ${name}`);
	} else if (end - start === 4 && (first === 0x24 || first === 0x01) && bytes.toString('latin1', start + 1, end) === 'ref') {
		if (first === 0x01) {
			// The decoder's stand-in for `$ref`.
			throw notSupported('A field name that begins with a control sign');
		}

		scan.refOffsets.push(start);
	}
}

/** JavaScript puts names that are whole numbers before all others, in their own order: no other place could be kept. */
function checkPlace(bytes: Buffer, start: number, end: number, level: Level): void {
	const digits = !level.isArray && bytes[start]! <= 0x39 ? bytes.toString('latin1', start, end) : '';
	const number = /^(?:0|[1-9]\d{0,9})$/.test(digits) ? Number(digits) : Number.POSITIVE_INFINITY;
	ensureSupported(number === Number.POSITIVE_INFINITY || number > level.lastNumber, 'A field name that is a number, behind another name');
	level.lastNumber = number;
}

function afterCString(bytes: Buffer, at: number, end: number): number {
	let i = at;
	while (i < end && bytes[i] !== 0) {
		i++;
	}

	if (i >= end) {
		throw invalid('name is not terminated');
	}

	return i + 1;
}

function int32(bytes: Buffer, at: number, end: number): number {
	if (at + 4 > end) {
		throw invalid('length is cut off');
	}

	return bytes.readInt32LE(at);
}

function invalid(what: string): MongoError {
	return new MongoError('InvalidBSON', `Invalid BSON: ${what}`);
}
