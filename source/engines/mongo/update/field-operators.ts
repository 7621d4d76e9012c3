import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {cloneValue, type Document} from '../values/document.ts';
import {displayValue} from '../values/display-value.ts';
import {arithmetic, isNumeric, wholeOf} from '../values/numbers.ts';
import type {Target} from './update-path.ts';

/** Writes one place of a document. */
export type Mutation = (target: Target, path: readonly string[], document: Document) => void;

/** Compiles the operand that an operator was given for one path. */
export type UpdateOperator = (operand: unknown) => Mutation;

/** Operators that write one value. */
export const fieldOperators: Readonly<Record<string, UpdateOperator>> = {
	$set: setting,
	// Left out by the caller unless the document is being inserted.
	$setOnInsert: setting,
	$unset: () => target => {
		target.unset();
	},
	$inc: increment,
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
};

function setting(operand: unknown): Mutation {
	return target => {
		target.set(cloneValue(operand));
	};
}

function increment(operand: unknown): Mutation {
	uassert(isNumeric(operand), 'TypeMismatch', () => `Cannot increment with non-numeric argument: ${displayValue(operand)}`);
	return (target, path, document) => {
		uassert(
			!target.exists || isNumeric(target.value),
			'TypeMismatch',
			() =>
				`Cannot apply $inc to a value of non-numeric type. {_id: ${displayValue(document['_id'])}} has the field '${path.at(-1)}' of non-numeric type ${bsonType(target.value)}`,
		);
		const value = isNumeric(target.value) ? target.value : 0;
		const result = target.exists ? arithmetic('+', value, operand) : operand;
		const why = () => `Failed to apply $inc operations to current value (${displayValue(value)}) for document {_id: ${displayValue(document['_id'])}}`;
		uassert(wholeOf(value) === null || wholeOf(operand) === null || wholeOf(result) !== null, 'BadValue', why);
		target.set(result);
	};
}
