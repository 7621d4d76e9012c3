import type {BSONRegExp, Binary, Decimal128, Double, Long, ObjectId} from 'bson';
import {bsonType, type BsonTypeName} from './bson-type.ts';
import type {Document} from './document.ts';
import {toDouble} from './numbers.ts';

const keys: Readonly<Partial<Record<BsonTypeName, (value: never) => string>>> = {
	string: (value: string) => `s${value}`,
	int: numberKey,
	double: (value: number | Double) => numberKey(Number(value)),
	long: (value: Long) => `n${value.toString()}`,
	decimal: (value: Decimal128) => numberKey(toDouble(value)),
	object: (value: Document) => `{${joined(Object.entries(value).flatMap(([name, item]) => [name, canonicalKey(item)]))}`,
	array: (value: readonly unknown[]) => `[${joined(value.map(item => canonicalKey(item ?? null)))}`,
	objectId: (value: ObjectId) => `o${value.toHexString()}`,
	date: (value: Date) => `d${value.getTime()}`,
	binData: (value: Binary) => `b${value.sub_type}:${value.toString('base64')}`,
	regex: (value: BSONRegExp) => `r${joined([value.pattern])}${value.options}`,
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
