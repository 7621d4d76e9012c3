import {compileArguments} from '../expressions/arguments.ts';
import {compileExpression, type CompileScope, type Evaluate, type OperatorCompiler} from '../expressions/compile-expression.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument} from '../values/document.ts';
import {isNumeric} from '../values/numbers.ts';
import {RunningSum} from './running-sum.ts';

/** The state of one accumulator for one group. */
export type Accumulator = {
	add(value: unknown): void;
	result(): unknown;
};

/** A compiled accumulator field of `$group`: what it takes of each document, and a fresh state for each group. */
export type AccumulatorField = {
	readonly value: Evaluate;
	/** Whether it is a sum. `$group` keeps a sum as a plain number as long as int32 values are added. */
	readonly isSum?: boolean;
	start(): Accumulator;
};

/** Accumulators of `$group`. */
export const accumulators: Readonly<Record<string, () => Accumulator>> = {
	$sum: () => summing(sum => sum.total()),
	$avg: () => summing(sum => sum.mean()),
	$min: () => extreme(-1),
	$max: () => extreme(1),
	$first() {
		let first: {readonly value: unknown} | undefined;
		return {
			add(value) {
				first ??= {value};
			},
			result: () => first?.value ?? null,
		};
	},
	$last() {
		let last: unknown = null;
		return {
			add(value) {
				last = value ?? null;
			},
			result: () => last,
		};
	},
	$push() {
		const items: unknown[] = [];
		return {add: value => value !== undefined && items.push(value), result: () => items};
	},
	$addToSet() {
		const items = new Map<string, unknown>();
		return {
			add(value) {
				const key = canonicalKey(value);
				if (value !== undefined && !items.has(key)) {
					items.set(key, value);
				}
			},
			result: () => [...items.values()],
		};
	},
	$count() {
		const sum = new RunningSum();
		return {add: () => sum.add(1), result: () => sum.total()};
	},
};

const unsupported = new Set(
	'$accumulator $bottom $bottomN $concatArrays $firstN $lastN $maxN $median $mergeObjects $minN $percentile $setUnion $stdDevPop $stdDevSamp $top $topN'.split(
		' ',
	),
);

function summing(result: (sum: RunningSum) => unknown): Accumulator {
	const sum = new RunningSum();
	return {add: value => isNumeric(value) && sum.add(value), result: () => result(sum)};
}

function extreme(sign: 1 | -1): Accumulator {
	let best: unknown = null;
	return {
		add(value) {
			if (value !== null && value !== undefined && (best === null || compareValues(value, best) * sign > 0)) {
				best = value;
			}
		},
		result: () => best,
	};
}

/** Compiles one field of `$group`: exactly one accumulator. */
export function compileAccumulator(field: string, written: unknown, scope: CompileScope): AccumulatorField {
	uassert(isDocument(written), 40_234, `The field '${field}' must be an accumulator object`);
	const [name = '', ...more] = Object.keys(written);
	uassert(name !== '' && more.length === 0, 40_238, `The field '${field}' must specify one accumulator`);
	const operand = written[name];
	const start = Object.hasOwn(accumulators, name) ? accumulators[name] : undefined;
	ensureSupported(start ?? !unsupported.has(name), name);
	uassert(start, 15_952, `unknown group operator '${name}'`);
	uassert(!Array.isArray(operand), 40_237, `The ${name} accumulator is a unary operator`);
	uassert(name !== '$count' || (isDocument(operand) && Object.keys(operand).length === 0), 'TypeMismatch', '$count takes no arguments, i.e. $count:{}');
	return {value: compileExpression(operand, scope), start, isSum: name === '$sum'};
}

/** Accumulators as expressions: over the arguments, or over the items of the only one when it is an array. */
export const accumulatorExpressions: Readonly<Record<string, OperatorCompiler>> = Object.fromEntries(
	['$sum', '$avg', '$min', '$max'].map(name => [name, overArguments(name)]),
);

function overArguments(name: string): OperatorCompiler {
	return (operand, scope) => {
		const items = compileArguments(operand, scope);
		return (document, variables) => {
			const accumulator = accumulators[name]!();
			const values = items.map(item => item(document, variables));
			for (const value of values.length === 1 && Array.isArray(values[0]) ? (values[0] as unknown[]) : values) {
				accumulator.add(value);
			}

			return accumulator.result();
		};
	};
}
