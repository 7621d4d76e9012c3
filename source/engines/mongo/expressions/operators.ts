import {accumulatorExpressions} from '../aggregation/accumulator-expressions.ts';
import {arithmeticOperators} from './arithmetic.ts';
import {arrayOperators} from './arrays.ts';
import type {OperatorTable} from './compile-expression.ts';
import {conversionOperators} from './conversions.ts';
import {dateOperators} from './dates.ts';
import {iterationOperators} from './iteration.ts';
import {logicOperators} from './logic.ts';
import {objectOperators} from './objects.ts';
import {setOperators} from './sets.ts';
import {stringOperators} from './strings.ts';
import {trigonometryOperators} from './trigonometry.ts';

/** Every expression operator by its name. */
export const operators: OperatorTable = {
	known: {
		...arithmeticOperators,
		...trigonometryOperators,
		...arrayOperators,
		...iterationOperators,
		...setOperators,
		...conversionOperators,
		...dateOperators,
		...logicOperators,
		...objectOperators,
		...stringOperators,
		...accumulatorExpressions,
	},
	// Those that MongoDB has and this engine refuses, so that it can say which.
	unsupported: new Set([
		'$function',
		'$accumulator',
		'$meta',
		'$sampleRate',
		'$toHashedIndexKey',
		'$tsIncrement',
		'$tsSecond',
		'$binarySize',
		'$bsonSize',
		'$median',
		'$percentile',
		'$bitAnd',
		'$bitOr',
		'$bitXor',
		'$bitNot',
		'$toUUID',
		'$covariancePop',
		'$covarianceSamp',
		'$rank',
		'$denseRank',
		'$shift',
		'$documentNumber',
		'$derivative',
		'$integral',
		'$expMovingAvg',
		'$locf',
		'$linearFill',
	]),
};
