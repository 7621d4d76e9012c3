import {compileExpression, type CompileScope} from '../expressions/compile-expression.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {compileSort, type SortOrder} from '../values/sort-documents.ts';
import type {AccumulatorField} from './accumulator.ts';

type FieldCompiler = (operand: unknown, scope: CompileScope, name: string) => AccumulatorField;

/** Accumulators that keep several values or an order of their own. */
export const severalAccumulators: Readonly<Record<string, FieldCompiler>> = {
	$firstN: ofN((items, count) => items.slice(0, count)),
	$lastN: ofN((items, count) => items.slice(-count)),
	$minN: ofN((items, count) =>
		items
			.filter(item => item !== null)
			.toSorted(compareValues)
			.slice(0, count),
	),
	$maxN: ofN((items, count) =>
		items
			.filter(item => item !== null)
			.toSorted((a, b) => compareValues(b, a))
			.slice(0, count),
	),
	$top: sorted(items => items[0]),
	$bottom: sorted(items => items.at(-1)),
	$topN: sorted((items, count) => items.slice(0, count)),
	$bottomN: sorted((items, count) => items.slice(-count)),
};

function countArgument(written: unknown, scope: CompileScope, name: string): number {
	ensureSupported(!isDocument(written) && (typeof written !== 'string' || written.startsWith('$$')), `A computed 'n' of ${name}`);
	const count = safeInteger(compileExpression(written, scope)({}, scope.variables));
	uassert(count !== null && count > 0, 5_787_908, `'n' must be greater than 0 in ${name}`);
	return count;
}

function ofN(pick: (items: readonly unknown[], count: number) => unknown): FieldCompiler {
	return (operand, scope, name) => {
		uassert(isDocument(operand) && Object.hasOwn(operand, 'input') && Object.hasOwn(operand, 'n'), 5_787_801, `${name} requires 'input' and 'n'`);
		const count = countArgument(operand['n'], scope, name);
		return {
			value: compileExpression(operand['input'], scope),
			start() {
				const items: unknown[] = [];
				return {add: value => items.push(value ?? null), result: () => pick(items, count)};
			},
		};
	};
}

function sorted(pick: (items: readonly unknown[], count: number) => unknown): FieldCompiler {
	return (operand, scope, name) => {
		uassert(isDocument(operand) && Object.hasOwn(operand, 'sortBy') && Object.hasOwn(operand, 'output'), 5_788_003, `${name} requires 'sortBy' and 'output'`);
		const order: SortOrder = compileSort(operand['sortBy']);
		scope.reads?.add('ROOT');
		const output = compileExpression(operand['output'], scope);
		const count = name.endsWith('N') ? countArgument(operand['n'], scope, name) : 1;
		return {
			value: (document, variables) => ({key: order.key(document), output: output(document, variables) ?? null}),
			start() {
				const items: {readonly key: readonly unknown[]; readonly output: unknown}[] = [];
				return {
					add: value => items.push(value as (typeof items)[number]),
					result: () =>
						pick(
							items.toSorted((a, b) => order.compareKeys(a.key, b.key)).map(item => item.output),
							count,
						),
				};
			},
		};
	};
}
