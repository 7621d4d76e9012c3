import type {BSONRegExp, Binary, Decimal128, Double, Long, ObjectId, Timestamp} from 'bson';
import {bsonType} from './bson-type.ts';
import {exactDecimal} from './decimal.ts';
import type {Document} from './document.ts';
import {compareNumbers} from './numbers.ts';

/** A text that two values share exactly when MongoDB holds them for equal; keys a `Map` by value. */
export function canonicalKey(value: unknown): string {
	if (typeof value === 'string') {
		return `s${value}`;
	}

	switch (bsonType(value)) {
		case 'int':
		case 'double': {
			return numberKey(typeof value === 'number' ? value : (value as Double).value);
		}

		case 'long': {
			return `n${(value as Long).toString()}`;
		}

		case 'decimal': {
			return decimalKey(value as Decimal128);
		}

		case 'object': {
			let text = '{';
			for (const name of Object.keys(value as Document)) {
				text += part(name) + part(canonicalKey((value as Document)[name]));
			}

			return text;
		}

		case 'array': {
			let text = '[';
			for (const item of value as unknown[]) {
				text += part(canonicalKey(item ?? null));
			}

			return text;
		}

		case 'objectId': {
			return `o${(value as ObjectId).toHexString()}`;
		}

		case 'date': {
			return `d${(value as Date).getTime()}`;
		}

		case 'binData': {
			return `b${(value as Binary).sub_type}:${(value as Binary).toString('base64')}`;
		}

		case 'timestamp': {
			return `t${(value as Timestamp).toBigInt()}`;
		}

		case 'regex': {
			return `r${part((value as BSONRegExp).pattern)}${(value as BSONRegExp).options}`;
		}

		case 'javascript': {
			return `j${(value as {readonly code: string}).code}`;
		}

		case 'bool': {
			return value === true ? 'T' : 'F';
		}

		case 'string':
		case 'missing':
		case 'null':
		case 'minKey':
		case 'maxKey': {
			return bsonType(value);
		}
	}
}

/** Length-prefixed, so that no text of one part can pass for two. */
function part(text: string): string {
	return `${text.length}:${text}`;
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
