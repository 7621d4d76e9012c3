import {Binary, Double, Int32, deserialize} from 'bson';
import {ensureSupported, MongoError} from '../mongo-error.ts';
import {isInt32} from '../values/bson-type.ts';
import {isDocument, type Document} from '../values/document.ts';
import {checkBson} from './check-bson.ts';

const refStandIn = '\u0001ref';

/**
 * Decodes one BSON document so that encoding it again gives the same types: int32 and fractional doubles as numbers,
 * whole doubles as `Double`, int64 as `Long`, regular expressions as `BSONRegExp`. Shares no memory with `bytes`.
 *
 * @param isNew Whether nobody has looked yet for a name that stands twice in one document: only the last one would be kept.
 * @throws MongoError when the bytes are no BSON, or hold what this engine cannot keep exactly.
 */
export function decodeDocument(bytes: Buffer, isNew = false): Document {
	const {needsExactDecoding, refOffsets, fieldCount} = checkBson(bytes);
	let document: Document;
	try {
		document =
			needsExactDecoding || refOffsets.length > 0
				? (exactly(deserialize(withoutRefs(bytes, refOffsets), {promoteValues: false, bsonRegExp: true})) as Document)
				: deserialize(bytes, {promoteLongs: false, bsonRegExp: true});
	} catch (error) {
		throw new MongoError('InvalidBSON', `Invalid BSON: ${error instanceof Error ? error.message : String(error)}`);
	}

	ensureSupported(!isNew || countFields(document) === fieldCount, 'A field name that stands twice in a document');
	return document;
}

function countFields(value: Document | readonly unknown[]): number {
	const items = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
	return items.reduce<number>((sum, item) => (Array.isArray(item) || isDocument(item) ? sum + countFields(item) : sum), items.length);
}

function exactly(value: unknown): unknown {
	if (value instanceof Int32) {
		return value.value;
	}

	if (value instanceof Double) {
		return isInt32(value.value) ? value : value.value;
	}

	if (Array.isArray(value)) {
		return value.map(item => exactly(item));
	}

	if (value instanceof Binary) {
		return new Binary(Buffer.from(value.value()), value.sub_type);
	}

	return isDocument(value) ? exactDocument(value) : value;
}

function exactDocument(document: Document): Document {
	const result: Document = {};
	for (const key of Object.keys(document)) {
		result[key === refStandIn ? '$ref' : key] = exactly(document[key]);
	}

	return result;
}

/** The bytes with another name for `$ref`, so that the library leaves those documents as they are. */
function withoutRefs(bytes: Buffer, refOffsets: readonly number[]): Buffer {
	if (refOffsets.length === 0) {
		return bytes;
	}

	const copy = Buffer.from(bytes);
	for (const offset of refOffsets) {
		copy[offset] = 0x01;
	}

	return copy;
}
