import {compileExpression, type CompileScope} from '../expressions/compile-expression.ts';
import {MongoError, notSupported, uassert} from '../mongo-error.ts';
import {isDocument} from '../values/document.ts';
import type {AccumulatorField} from './accumulator.ts';
import {severalAccumulators} from './several-accumulators.ts';
import {simpleAccumulators} from './simple-accumulators.ts';

const unsupported = new Set(['$accumulator', '$median', '$percentile', '$concatArrays', '$setUnion']);

/** Compiles one field of `$group`, `$bucket`: exactly one accumulator. */
export function compileAccumulator(field: string, written: unknown, scope: CompileScope): AccumulatorField {
	if (!isDocument(written) || Object.keys(written).length !== 1) {
		throw new MongoError(
			isDocument(written) ? 40_238 : 40_234,
			isDocument(written) ? `The field '${field}' must specify one accumulator` : `The field '${field}' must be an accumulator object`,
		);
	}

	const [name] = Object.keys(written) as [string];
	const operand = written[name];
	const start = Object.hasOwn(simpleAccumulators, name) ? simpleAccumulators[name] : undefined;
	uassert(name !== '$count' || (isDocument(operand) && Object.keys(operand).length === 0), 'TypeMismatch', '$count takes no arguments, i.e. $count:{}');
	if (start) {
		return {value: compileExpression(operand, scope), start, isSum: name === '$sum'};
	}

	const several = Object.hasOwn(severalAccumulators, name) ? severalAccumulators[name] : undefined;
	if (several) {
		return several(operand, scope, name);
	}

	throw unsupported.has(name) ? notSupported(name) : new MongoError(15_952, `unknown group operator '${name}'`);
}
