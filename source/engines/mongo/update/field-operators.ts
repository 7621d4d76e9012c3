import {Long, Timestamp} from 'bson';
import {MongoError, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {cloneValue, isDocument, type Document} from '../values/document.ts';
import {displayValue} from '../values/display-value.ts';
import {arithmetic, integer, isNumeric, wholeOf} from '../values/numbers.ts';
import type {Mutation, UpdateOperator} from './update-operator.ts';

/** Operators that write one value: set, arithmetic, bounds, the date. */
export const fieldOperators: Readonly<Record<string, UpdateOperator>> = {
	$set: setting,
	// Left out by the caller unless the document is being inserted.
	$setOnInsert: setting,
	$unset: () => target => {
		if (target.exists) {
			target.unset();
		}
	},
	$inc: arithmeticOperator('$inc', '+', 'increment'),
	$mul: arithmeticOperator('$mul', '*', 'multiply'),
	$min: operand => target => {
		if (!target.exists || compareValues(operand, target.value) < 0) {
			target.set(cloneValue(operand));
		}
	},
	$max: operand => target => {
		if (!target.exists || compareValues(operand, target.value) > 0) {
			target.set(cloneValue(operand));
		}
	},
	$currentDate(operand, {scope}) {
		const type = isDocument(operand) ? operand['$type'] : typeof operand === 'boolean' ? 'date' : undefined;
		if (type !== 'date' && type !== 'timestamp') {
			throw new MongoError(
				'BadValue',
				`${bsonType(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
			);
		}

		return target => {
			target.set(type === 'date' ? new Date(scope.now) : new Timestamp({t: Math.floor(scope.now.getTime() / 1000), i: 1}));
		};
	},
	$bit(operand) {
		if (!isDocument(operand) || Object.keys(operand).length === 0) {
			throw new MongoError(
				'BadValue',
				`The $bit modifier is not compatible with a ${bsonType(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
			);
		}

		return (target, _path, document) => {
			let value = bits(target.exists ? target.value : 0, document);
			let isLong = target.value instanceof Long;
			for (const [name, mask] of Object.entries(operand)) {
				const other = bits(mask, document);
				isLong ||= mask instanceof Long;
				value = combine(name, value, other);
			}

			target.set(integer(value, isLong));
		};
	},
};

function setting(operand: unknown): Mutation {
	return target => {
		target.set(cloneValue(operand));
	};
}

function arithmeticOperator(name: string, sign: '+' | '*', verb: string): UpdateOperator {
	return operand => {
		uassert(isNumeric(operand), 'TypeMismatch', () => `Cannot ${verb} with non-numeric argument: ${displayValue(operand)}`);
		return (target, path, document) => {
			if (target.exists && !isNumeric(target.value)) {
				throw new MongoError(
					'TypeMismatch',
					`Cannot apply ${name} to a value of non-numeric type. {_id: ${displayValue(document['_id'])}} has the field '${path.at(-1)}' of non-numeric type ${bsonType(target.value)}`,
				);
			}

			const value = isNumeric(target.value) ? target.value : 0;
			const result = target.exists || sign === '*' ? arithmetic(sign, value, operand) : operand;
			if (wholeOf(value) !== null && wholeOf(operand) !== null && wholeOf(result) === null) {
				throw new MongoError(
					'BadValue',
					`Failed to apply ${name} operations to current value (${displayValue(value)}) for document {_id: ${displayValue(document['_id'])}}`,
				);
			}

			target.set(result);
		};
	};
}

function bits(value: unknown, document: Document): bigint {
	const whole = isNumeric(value) ? wholeOf(value) : null;
	if (whole === null) {
		throw new MongoError(
			'BadValue',
			`Cannot apply $bit to a value of non-integral type. {_id: ${displayValue(document['_id'])}} has a field of non-integer type ${bsonType(value)}`,
		);
	}

	return whole;
}

function combine(name: string, a: bigint, b: bigint): bigint {
	switch (name) {
		case 'and': {
			return a & b;
		}

		case 'or': {
			return a | b;
		}

		case 'xor': {
			return a ^ b;
		}

		default: {
			throw new MongoError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${b}}`);
		}
	}
}
