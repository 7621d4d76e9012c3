import type {BSONRegExp, Binary, Code, ObjectId, Timestamp} from 'bson';
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
	return order === 0 ? compareSame(rank, a, b) : Math.sign(order);
}

/** Whether two values are equal for MongoDB: 1, 1.0 and NumberLong(1) are, documents with other field order are not. */
export function equalValues(a: unknown, b: unknown): boolean {
	return a === b || compareValues(a, b) === 0;
}

function compareSame(rank: number, a: unknown, b: unknown): number {
	switch (rank) {
		case 10: {
			return compareNumbers(a as BsonNumber, b as BsonNumber);
		}

		case 20: {
			return compareDocuments(a as Document, b as Document);
		}

		case 25: {
			return compareArrays(a as unknown[], b as unknown[]);
		}

		case 30: {
			return compareBinaries(a as Binary, b as Binary);
		}

		case 35: {
			return compareStrings((a as ObjectId).toHexString(), (b as ObjectId).toHexString());
		}

		case 40: {
			return a === b ? 0 : a === true ? 1 : -1;
		}

		case 47: {
			return (a as Timestamp).compare(b as Timestamp);
		}

		case 50: {
			const [left, right] = [a as BSONRegExp, b as BSONRegExp];
			return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options);
		}

		case 60: {
			return compareStrings(codeOf(a), codeOf(b));
		}

		default: {
			return 0;
		}
	}
}

function codeOf(value: unknown): string {
	const {code} = value as Code;
	return typeof code === 'string' ? code : '';
}

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

function compareBinaries(a: Binary, b: Binary): number {
	return Math.sign(a.position - b.position || a.sub_type - b.sub_type) || Buffer.compare(a.value(), b.value());
}
