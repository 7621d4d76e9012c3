import {compileArguments} from '../expressions/arguments.ts';
import type {OperatorCompiler} from '../expressions/compile-expression.ts';
import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {severalAccumulators} from './several-accumulators.ts';
import {simpleAccumulators} from './simple-accumulators.ts';

/** Accumulators as expressions: over the arguments, or over the items of the only one when it is an array. */
export const accumulatorExpressions: Readonly<Record<string, OperatorCompiler>> = {
	...Object.fromEntries(['$sum', '$avg', '$min', '$max', '$stdDevPop', '$stdDevSamp', '$mergeObjects'].map(name => [name, overArguments(name)])),
	...Object.fromEntries(['$firstN', '$lastN', '$minN', '$maxN'].map(name => [name, overInput(name)])),
};

function overArguments(name: string): OperatorCompiler {
	return (operand, scope) => {
		const items = compileArguments(operand, scope);
		return (document, variables) => {
			const accumulator = simpleAccumulators[name]!();
			const values = items.map(item => item(document, variables));
			const only = values.length === 1 && Array.isArray(values[0]) ? (values[0] as unknown[]) : values;
			for (const value of only) {
				accumulator.add(value);
			}

			return accumulator.result();
		};
	};
}

function overInput(name: string): OperatorCompiler {
	return (operand, scope) => {
		const field = severalAccumulators[name]!(operand, scope, name);
		return (document, variables) => {
			const input = field.value(document, variables);
			if (input === null || input === undefined) {
				return null;
			}

			uassert(Array.isArray(input), 5_788_200, () => `${name} requires an array as its input, found: ${bsonType(input)}`);
			const accumulator = field.start();
			for (const item of input as unknown[]) {
				accumulator.add(item);
			}

			return accumulator.result();
		};
	};
}
