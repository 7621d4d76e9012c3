import type {BSONRegExp, Binary, Code, Decimal128, Double, Long, ObjectId, Timestamp} from 'bson';
import {bsonType, type BsonTypeName} from './bson-type.ts';
import {exactDecimal} from './decimal.ts';
import type {Document} from './document.ts';
import {compareNumbers} from './numbers.ts';

const keys: Readonly<Partial<Record<BsonTypeName, (value: never) => string>>> = {
	string: (value: string) => `s${value}`,
	int: numberKey,
	double: (value: number | Double) => numberKey(Number(value)),
	long: (value: Long) => `n${value.toString()}`,
	decimal: decimalKey,
	object: (value: Document) => `{${joined(Object.entries(value).flatMap(([name, item]) => [name, canonicalKey(item)]))}`,
	array: (value: readonly unknown[]) => `[${joined(value.map(item => canonicalKey(item ?? null)))}`,
	objectId: (value: ObjectId) => `o${value.toHexString()}`,
	date: (value: Date) => `d${value.getTime()}`,
	binData: (value: Binary) => `b${value.sub_type}:${value.toString('base64')}`,
	timestamp: (value: Timestamp) => `t${value.toBigInt()}`,
	regex: (value: BSONRegExp) => `r${joined([value.pattern])}${value.options}`,
	javascript: (value: Code) => `j${value.code}`,
	bool: (value: boolean) => (value ? 'T' : 'F'),
};

/** A text that two values share exactly when MongoDB holds them for equal; keys a `Map` by value. */
export function canonicalKey(value: unknown): string {
	const type = bsonType(value);
	return keys[type]?.(value as never) ?? type;
}

/** Length-prefixed, so that no text of one part can pass for two. */
function joined(parts: readonly string[]): string {
	return parts.map(text => `${text.length}:${text}`).join('');
}

function numberKey(value: number): string {
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? `n${BigInt(value)}` : `n${value}`;
}

function decimalKey(value: Decimal128): string {
	const exact = exactDecimal(value);
	const number = Number(value.toString());
	if (!exact || compareNumbers(number, value) === 0) {
		return numberKey(number);
	}

	let {coefficient, exponent} = exact;
	while (exponent < 0 && coefficient % 10n === 0n) {
		coefficient /= 10n;
		exponent++;
	}

	return exponent >= 0 ? `n${coefficient * 10n ** BigInt(exponent)}` : `m${coefficient}e${exponent}`;
}

/**
 * A key for a `Map` that two values share exactly when MongoDB holds them for equal. Texts and most numbers are their
 * own keys, so that nothing is made for them; a missing value is not null.
 */
export function mapKey(value: unknown): unknown {
	if (typeof value === 'string') {
		return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
	}

	if (typeof value === 'number') {
		return ownNumberKey(value);
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	const key = canonicalKey(value);
	const number = key.startsWith('n') && key !== 'null' ? Number(key.slice(1)) : undefined;
	return number !== undefined && key === `n${number}` ? ownNumberKey(number) : `\0${key}`;
}

function ownNumberKey(value: number): unknown {
	// Adding 0 turns -0 into 0.
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? `\0${canonicalKey(value)}` : value + 0;
}
