import type {BSONRegExp, Binary, Code, Decimal128, Double, Long, ObjectId, Timestamp} from 'bson';
import {isDocument} from './document.ts';

/** MongoDB's names of the BSON types, as `$type` knows them; `missing` is the absence of a value. */
export type BsonTypeName =
	| 'missing'
	| 'minKey'
	| 'maxKey'
	| 'null'
	| 'int'
	| 'long'
	| 'double'
	| 'decimal'
	| 'string'
	| 'object'
	| 'array'
	| 'binData'
	| 'objectId'
	| 'bool'
	| 'date'
	| 'timestamp'
	| 'regex'
	| 'javascript';

/** BSON's own classes as they stand in decoded documents. */
type BsonObject = BSONRegExp | Binary | Code | Decimal128 | Double | Long | ObjectId | Timestamp;

const objectTypes: Readonly<Record<string, BsonTypeName>> = {
	MinKey: 'minKey',
	MaxKey: 'maxKey',
	Long: 'long',
	Double: 'double',
	Decimal128: 'decimal',
	Binary: 'binData',
	ObjectId: 'objectId',
	Timestamp: 'timestamp',
	BSONRegExp: 'regex',
	Code: 'javascript',
};

/** Numbers of the types in BSON itself; `$type` takes them too. */
export const typeNumbers: Readonly<Record<number, BsonTypeName>> = {
	[-1]: 'minKey',
	1: 'double',
	2: 'string',
	3: 'object',
	4: 'array',
	5: 'binData',
	7: 'objectId',
	8: 'bool',
	9: 'date',
	10: 'null',
	11: 'regex',
	13: 'javascript',
	16: 'int',
	17: 'timestamp',
	18: 'long',
	19: 'decimal',
	127: 'maxKey',
};

/** Whether a JavaScript number stands for a BSON int32: decoded documents keep every other whole double as a `Double`. */
export function isInt32(value: number): boolean {
	return (value | 0) === value && !Object.is(value, -0);
}

const primitiveTypes: Readonly<Record<string, BsonTypeName>> = {string: 'string', boolean: 'bool', undefined: 'missing'};

/** The BSON type of a decoded value. */
export function bsonType(value: unknown): BsonTypeName {
	if (typeof value === 'number') {
		return isInt32(value) ? 'int' : 'double';
	}

	if (typeof value !== 'object') {
		return primitiveTypes[typeof value] ?? 'missing';
	}

	if (value === null) {
		return 'null';
	}

	if (Array.isArray(value)) {
		return 'array';
	}

	if (isDocument(value)) {
		return 'object';
	}

	return value instanceof Date ? 'date' : (objectTypes[(value as BsonObject)['_bsontype']] ?? 'object');
}

const ranks: Readonly<Record<BsonTypeName, number>> = {
	minKey: -1,
	missing: 0,
	null: 5,
	int: 10,
	long: 10,
	double: 10,
	decimal: 10,
	string: 15,
	object: 20,
	array: 25,
	binData: 30,
	objectId: 35,
	bool: 40,
	date: 45,
	timestamp: 47,
	regex: 50,
	javascript: 60,
	maxKey: 127,
};

/** Place of a value's type in MongoDB's comparison order; all numeric types share one. */
export function typeRank(value: unknown): number {
	return ranks[bsonType(value)];
}
