import {Decimal128, Double, ObjectId} from 'bson';
import {MongoError, ensureSupported, notSupported, uassert} from '../mongo-error.ts';
import {bsonType, typeNumbers, type BsonTypeName} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument} from '../values/document.ts';
import {double, integer, isNumeric, safeInteger, toDouble, wholeOf} from '../values/numbers.ts';
import {truthy} from '../values/truthy.ts';
import {isNullish, namedArguments, ofOne} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {conversionFailure, textOf} from './text-of.ts';
import {dateAt} from './number-arguments.ts';
import {parseDate} from './parse-date.ts';

const converters: Partial<Record<BsonTypeName, (value: unknown) => unknown>> = {
	bool: value => truthy(value),
	int: value => toWhole(value, 'int', -(2n ** 31n), 2n ** 31n - 1n),
	long: value => toWhole(value, 'long', -(2n ** 63n), 2n ** 63n - 1n),
	double: toDoubleValue,
	decimal: refuseDecimal,
	string: value => textOf(value),
	date: toDateValue,
	objectId: toObjectId,
};

/** Types and conversions between them. */
export const conversionOperators: Readonly<Record<string, OperatorCompiler>> = {
	$type: ofOne(value => bsonType(value)),
	$isNumber: ofOne(value => isNumeric(value)),
	$toBool: conversion('bool'),
	$toInt: conversion('int'),
	$toLong: conversion('long'),
	$toDouble: conversion('double'),
	$toDecimal: conversion('decimal'),
	$toString: conversion('string'),
	$toDate: conversion('date'),
	$toObjectId: conversion('objectId'),
	$convert(operand, scope, name) {
		const further = isDocument(operand) ? ['base', 'format', 'byteOrder'].find(argument => Object.hasOwn(operand, argument)) : undefined;
		ensureSupported(further === undefined, `'${further}' of $convert`);
		const fields = namedArguments(operand, scope, name, ['input', 'to'], ['onError', 'onNull']);
		return (document, variables) => {
			const input = fields['input']!(document, variables);
			const to = fields['to']!(document, variables);
			if (isNullish(to)) {
				return null;
			}

			const target = typeof to === 'string' ? (to as BsonTypeName) : typeNumbers[safeInteger(to) ?? Number.NaN];
			uassert(target && converters[target], 'BadValue', () => `Unknown or unsupported type name: ${displayValue(to)}`);
			if (isNullish(input)) {
				return fields['onNull']?.(document, variables) ?? null;
			}

			try {
				return converters[target](input);
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

function toWhole(value: unknown, target: string, least: bigint, most: bigint): unknown {
	const whole = wholeFrom(value, target);
	if (whole < least || whole > most) {
		throw conversionFailure(value, target, `Conversion would overflow target type in $convert with no onError value: ${String(value)}`);
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
			throw conversionFailure(value, target, `Failed to parse number '${value}' in $convert with no onError value`);
		}

		return BigInt(value.replace(/^\+/, ''));
	}

	if (!isNumeric(value)) {
		throw conversionFailure(value, target);
	}

	const number = value instanceof Decimal128 ? Number(value.toString()) : toDouble(value);
	if (!Number.isFinite(number)) {
		throw conversionFailure(
			value,
			target,
			`Attempt to convert ${number > 0 || number < 0 ? 'infinity' : 'NaN'} value to integer type in $convert with no onError value`,
		);
	}

	uassert(
		!(value instanceof Decimal128) || Number.isSafeInteger(Math.trunc(number)),
		'NotImplemented',
		'Converting so large a Decimal128 is not supported by the embedded engine',
	);
	return wholeOf(value) ?? BigInt(Math.trunc(number));
}

function toDoubleValue(value: unknown): unknown {
	if (typeof value === 'boolean') {
		return double(Number(value));
	}

	if (value instanceof Date) {
		return double(value.getTime());
	}

	if (typeof value === 'string') {
		const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
		if (Number.isNaN(number) && value !== 'NaN') {
			throw conversionFailure(value, 'double', `Failed to parse number '${value}' in $convert with no onError value`);
		}

		return double(number);
	}

	if (!isNumeric(value)) {
		throw conversionFailure(value, 'double');
	}

	return value instanceof Decimal128 ? double(Number(value.toString())) : value instanceof Double ? value : double(toDouble(value));
}

function refuseDecimal(): never {
	throw notSupported('Conversion to Decimal128');
}

function toDateValue(value: unknown): unknown {
	if (value instanceof Date) {
		return value;
	}

	if (value instanceof ObjectId) {
		return value.getTimestamp();
	}

	if (typeof value === 'string') {
		return parseDate(value, undefined);
	}

	// An int32 is no date for MongoDB.
	if (isNumeric(value) && bsonType(value) !== 'int') {
		return dateAt(Math.trunc(value instanceof Decimal128 ? Number(value.toString()) : toDouble(value)));
	}

	throw conversionFailure(value, 'date');
}

function toObjectId(value: unknown): unknown {
	if (value instanceof ObjectId) {
		return value;
	}

	if (typeof value === 'string') {
		if (!/^[\da-f]{24}$/i.test(value)) {
			throw conversionFailure(
				value,
				'objectId',
				`Failed to parse objectId '${value}' in $convert with no onError value: Invalid string length for parsing to OID, expected 24`,
			);
		}

		return new ObjectId(value);
	}

	throw conversionFailure(value, 'objectId');
}
