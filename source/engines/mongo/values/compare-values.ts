import type {BSONRegExp, Binary, ObjectId} from 'bson';
import {typeRank} from './bson-type.ts';
import type {Document} from './document.ts';
import {compareNumbers, type BsonNumber} from './numbers.ts';

/**
 * MongoDB's comparison order of two values: by type, then by value; documents field by field in their order
 * (type, then name, then value), arrays element by element.
 * @see https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
 */
export function compareValues(a: unknown, b: unknown): number {
	if (a === b && !Number.isNaN(a)) {
		return 0;
	}

	if (typeof a === 'string' && typeof b === 'string') {
		return compareStrings(a, b);
	}

	if (typeof a === 'number' && typeof b === 'number') {
		return compareNumbers(a, b);
	}

	if (a instanceof Date && b instanceof Date) {
		return Math.sign(a.getTime() - b.getTime());
	}

	const rank = typeRank(a);
	const order = rank - typeRank(b);
	return order === 0 ? (orders[rank]?.(a as never, b as never) ?? 0) : Math.sign(order);
}

/** Whether two values are equal for MongoDB: 1, 1.0 and NumberLong(1) are, documents with other field order are not. */
export function equalValues(a: unknown, b: unknown): boolean {
	return a === b || compareValues(a, b) === 0;
}

/** The order of values of one type, by its rank. */
const orders: Readonly<Record<number, (a: never, b: never) => number>> = {
	10: (a: BsonNumber, b: BsonNumber) => compareNumbers(a, b),
	20: compareDocuments,
	25: compareArrays,
	30: (a: Binary, b: Binary) => Math.sign(a.position - b.position || a.sub_type - b.sub_type) || Buffer.compare(a.value(), b.value()),
	35: (a: ObjectId, b: ObjectId) => compareStrings(a.toHexString(), b.toHexString()),
	40: (a: boolean, b: boolean) => Number(a) - Number(b),
	50: (a: BSONRegExp, b: BSONRegExp) => compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options),
};

/** Orders strings by their UTF-8 bytes, which is by code point; JavaScript's `<` differs above U+D7FF. */
export function compareStrings(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) {
		const x = a.charCodeAt(i);
		const y = b.charCodeAt(i);
		if (x !== y) {
			return codePointOrder(x) < codePointOrder(y) ? -1 : 1;
		}
	}

	return Math.sign(a.length - b.length);
}

function codePointOrder(unit: number): number {
	if (unit < 0xd8_00) {
		return unit;
	}

	return unit < 0xe0_00 ? unit + 0x20_00 : unit - 0x8_00;
}

function compareDocuments(a: Document, b: Document): number {
	const left = Object.keys(a);
	const right = Object.keys(b);
	for (let i = 0; i < left.length && i < right.length; i++) {
		const x = a[left[i]!];
		const y = b[right[i]!];
		const order = typeRank(x) - typeRank(y) || compareStrings(left[i]!, right[i]!) || compareValues(x, y);
		if (order !== 0) {
			return Math.sign(order);
		}
	}

	return Math.sign(left.length - right.length);
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
	for (let i = 0; i < a.length && i < b.length; i++) {
		const order = compareValues(a[i], b[i]);
		if (order !== 0) {
			return order;
		}
	}

	return Math.sign(a.length - b.length);
}
