import {Decimal128, Long, ObjectId} from 'bson';
import {MongoError} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isNumeric, toDouble} from '../values/numbers.ts';

/** The error of a value that cannot become the wanted type; `onError` catches it. */
export function conversionFailure(value: unknown, target: string, why = ''): MongoError {
	return new MongoError('ConversionFailure', why || `Unsupported conversion from ${bsonType(value)} to ${target} in $convert with no onError value`);
}

/** A number, date, truth value or id as `$toString` writes it. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') {
		return value;
	}

	if (typeof value === 'boolean' || value instanceof ObjectId) {
		return value.toString();
	}

	if (value instanceof Date) {
		return value.toISOString();
	}

	if (isNumeric(value)) {
		return value instanceof Decimal128 || value instanceof Long ? value.toString() : doubleText(toDouble(value));
	}

	throw conversionFailure(value, 'string');
}

function doubleText(value: number): string {
	if (!Number.isFinite(value)) {
		return String(value);
	}

	// %.17g-like forms: exponents have two digits, and whole numbers of up to 17 digits none.
	const magnitude = Math.abs(value);
	if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e17)) {
		return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
	}

	return Object.is(value, -0) ? '-0' : String(value);
}
