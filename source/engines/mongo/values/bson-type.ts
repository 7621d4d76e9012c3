import {isDocument} from './document.ts';

/** Each type by MongoDB's name: its rank in the comparison order (one for all numbers), its number in BSON, and its class in the bson library. */
const types = {
	missing: [0],
	minKey: [-1, -1],
	undefined: [0, 6],
	null: [5, 10],
	int: [10, 16],
	long: [10, 18, 'Long'],
	double: [10, 1, 'Double'],
	decimal: [10, 19, 'Decimal128'],
	string: [15, 2],
	object: [20, 3],
	array: [25, 4],
	binData: [30, 5, 'Binary'],
	objectId: [35, 7, 'ObjectId'],
	bool: [40, 8],
	date: [45, 9],
	timestamp: [47, 17],
	regex: [50, 11, 'BSONRegExp'],
	dbPointer: [55, 12],
	javascript: [60, 13],
	symbol: [15, 14],
	javascriptWithScope: [65, 15],
	maxKey: [127, 127],
} as const satisfies Readonly<Record<string, readonly [rank: number, number?: number, className?: string]>>;

/** MongoDB's names of the BSON types, as `$type` knows them; `missing` is the absence of a value. */
export type BsonTypeName = keyof typeof types;

const entries = Object.entries(types) as [BsonTypeName, readonly [number, number?, string?]][];
const ranks = Object.fromEntries(entries.map(([name, [rank]]) => [name, rank]));
const objectTypes: Readonly<Record<string, BsonTypeName>> = Object.fromEntries(entries.map(([name, [, , className]]) => [className, name]));

/** Numbers of the types in BSON itself; `$type` takes them too. */
export const typeNumbers: Readonly<Record<number, BsonTypeName>> = Object.fromEntries(
	entries.flatMap(([name, [, number]]) => (number === undefined ? [] : [[number, name]])),
);

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

	return value instanceof Date ? 'date' : (objectTypes[(value as {readonly ['_bsontype']: string})['_bsontype']] ?? 'object');
}

/** Place of a value's type in MongoDB's comparison order; all numeric types share one. */
export function typeRank(value: unknown): number {
	return ranks[bsonType(value)]!;
}
