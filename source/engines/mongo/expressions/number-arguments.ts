import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isNumeric, toDouble, type BsonNumber} from '../values/numbers.ts';
import {isNullish, ofOne} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';

/** An argument that must be a number. */
export function numeric(value: unknown, name: string): BsonNumber {
	uassert(isNumeric(value), 'TypeMismatch', () => `${name} only supports numeric types, not ${bsonType(value)}`);
	return value;
}

/** An operator of one number; null of null. */
export function ofNumber(apply: (value: BsonNumber) => unknown): OperatorCompiler {
	return ofOne((value, name) => {
		if (isNullish(value)) {
			return null;
		}

		uassert(isNumeric(value), 28_765, () => `${name} only supports numeric types, not ${bsonType(value)}`);
		return apply(value);
	});
}

/** A date from its milliseconds; one beyond JavaScript's range cannot be kept. */
export function dateAt(milliseconds: BsonNumber | number): Date {
	const date = new Date(Math.round(toDouble(milliseconds)));
	uassert(!Number.isNaN(date.getTime()), 'Overflow', 'date overflow');
	return date;
}
