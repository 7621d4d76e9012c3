import {Double, ObjectId} from 'bson';
import {MongoError, ensureSupported, uassert} from '../mongo-error.ts';
import {bsonType, typeNumbers, type BsonTypeName} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument} from '../values/document.ts';
import {double, integer, isNumeric, safeInteger, toDouble, truthy, wholeOf} from '../values/numbers.ts';
import {dateAt, isNullish, namedArguments, ofOne} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {formatDate} from './date-format.ts';
import {utc} from './time-zone.ts';

const converters: Partial<Record<BsonTypeName, (value: unknown) => unknown>> = {
	bool: value => truthy(value),
	int: value => toWhole(value, 'int', -(2n ** 31n), 2n ** 31n - 1n),
	long: value => toWhole(value, 'long', -(2n ** 63n), 2n ** 63n - 1n),
	double: toDoubleValue,
	string: value => textOf(value),
	date: toDateValue,
};

/** Types and conversions between them. */
export const conversionOperators: Readonly<Record<string, OperatorCompiler>> = {
	$type: ofOne(value => bsonType(value)),
	$toBool: conversion('bool'),
	$toInt: conversion('int'),
	$toLong: conversion('long'),
	$toDouble: conversion('double'),
	$toString: conversion('string'),
	$toDate: conversion('date'),
	$convert(operand, scope, name) {
		const further = isDocument(operand) ? ['base', 'format', 'byteOrder'].find(argument => Object.hasOwn(operand, argument)) : undefined;
		ensureSupported(further === undefined, `'${further}' of $convert`);
		const fields = namedArguments(operand, scope, name, ['input', 'to'], ['onError', 'onNull']);
		return (document, variables) => {
			const input = fields['input']!(document, variables);
			const to = fields['to']!(document, variables);
			const target = typeof to === 'string' ? (to as BsonTypeName) : typeNumbers[safeInteger(to) ?? Number.NaN];
			ensureSupported(!['decimal', 'objectId', 'binData'].includes(target!), `Conversion to ${target}`);
			uassert(isNullish(to) || Object.values(typeNumbers).includes(target!), 'BadValue', () => `Unknown type name: ${displayValue(to)}`);
			if (isNullish(input)) {
				return fields['onNull'] ? fields['onNull'](document, variables) : null;
			}

			try {
				const convert = converters[target!];
				if (!convert && !isNullish(to)) {
					throw failure(input, target!);
				}

				return convert?.(input) ?? null;
			} catch (error) {
				if (fields['onError'] && error instanceof MongoError && error.codeName === 'ConversionFailure') {
					return fields['onError'](document, variables);
				}

				throw error;
			}
		};
	},
};

function conversion(target: BsonTypeName): OperatorCompiler {
	return ofOne(value => (isNullish(value) ? null : converters[target]!(value)));
}

/** The error of a value that cannot become the wanted type; `onError` catches it. */
function failure(value: unknown, target: string, why = ''): MongoError {
	return new MongoError('ConversionFailure', why || `Unsupported conversion from ${bsonType(value)} to ${target} in $convert with no onError value`);
}

function toWhole(value: unknown, target: string, least: bigint, most: bigint): unknown {
	const whole = wholeFrom(value, target);
	if (whole < least || whole > most) {
		throw failure(value, target, `Conversion would overflow target type in $convert with no onError value: ${String(value)}`);
	}

	return integer(whole, target === 'long');
}

function wholeFrom(value: unknown, target: string): bigint {
	if (typeof value === 'boolean') {
		return value ? 1n : 0n;
	}

	if (value instanceof Date && target === 'long') {
		return BigInt(value.getTime());
	}

	if (typeof value === 'string') {
		if (!/^[+-]?\d+$/.test(value)) {
			throw failure(value, target, `Failed to parse number '${value}' in $convert with no onError value`);
		}

		return BigInt(value.replace(/^\+/, ''));
	}

	const number = isNumeric(value) ? toDouble(value) : Number.NaN;
	if (!isNumeric(value) || !Number.isFinite(number)) {
		const what = Number.isNaN(number) ? 'NaN' : 'infinity';
		throw failure(value, target, isNumeric(value) ? `Attempt to convert ${what} value to integer type in $convert with no onError value` : '');
	}

	return wholeOf(value) ?? BigInt(Math.trunc(number));
}

function toDoubleValue(value: unknown): unknown {
	if (typeof value === 'string') {
		const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
		ensureSupported(!/^[+-]?(?:inf|nan|0x)/i.test(value), `The text ${value} as a double`);
		if (!Number.isFinite(number)) {
			throw failure(value, 'double', `Failed to parse number '${value}' in $convert with no onError value`);
		}

		return double(number);
	}

	if (!isNumeric(value) && typeof value !== 'boolean' && !(value instanceof Date)) {
		throw failure(value, 'double');
	}

	return value instanceof Double ? value : double(Number(value));
}

function toDateValue(value: unknown): unknown {
	if (value instanceof Date) {
		return value;
	}

	if (value instanceof ObjectId) {
		return value.getTimestamp();
	}

	ensureSupported(typeof value !== 'string', 'Reading a text as a date');
	// An int32 is no date for MongoDB.
	if (isNumeric(value) && bsonType(value) !== 'int') {
		return dateAt(Math.trunc(Number(value)));
	}

	throw failure(value, 'date');
}

/** A number, date, truth value or id as `$toString` writes it. */
export function textOf(value: unknown): string {
	if (value instanceof Date) {
		return formatDate(value.getTime(), utc);
	}

	if (isNumeric(value) && wholeOf(value) === null) {
		return doubleText(toDouble(value));
	}

	if (typeof value !== 'string' && typeof value !== 'boolean' && !(value instanceof ObjectId) && !isNumeric(value)) {
		throw failure(value, 'string');
	}

	return value.toString();
}

function doubleText(value: number): string {
	// Of the others some releases of MongoDB give six digits.
	const isShort = value === 0 || !Number.isFinite(value) || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 && Number(value.toPrecision(6)) === value);
	ensureSupported(isShort, 'A double of more than six digits as a text');
	return Object.is(value, -0) ? '-0' : String(value);
}
