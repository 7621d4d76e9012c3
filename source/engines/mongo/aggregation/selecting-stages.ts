import {namedFields} from '../expressions/arguments.ts';
import {compileExpression} from '../expressions/compile-expression.ts';
import {compileFilter} from '../filter/compile-filter.ts';
import {takeNear} from '../geo/near.ts';
import {uassert} from '../mongo-error.ts';
import {isDocument} from '../values/document.ts';
import {wholeCount} from '../values/numbers.ts';
import {compileSort, sortDocuments} from '../values/sort-documents.ts';
import {each, whole, type Stage, type StageCompiler} from './stage.ts';

/** `$match`. */
export const $match: StageCompiler = (operand, {scope, limit}) => {
	uassert(isDocument(operand), 15_959, 'the match filter must be an expression in an object');
	uassert(
		!takeNear(operand).near,
		5_626_500,
		'$geoNear, $near, and $nearSphere are not allowed in this context, as these operators require sorting geospatial data. If you do not need sort, consider using $geoWithin instead.',
	);
	const matches = compileFilter(operand, scope);
	return each((document, next) => {
		limit.tick();
		if (matches(document)) {
			next.add(document);
		}
	});
};

/** `$sort`. */
export const $sort: StageCompiler = (operand, {limit}) => {
	uassert(isDocument(operand) && Object.keys(operand).length !== 0, isDocument(operand) ? 15_976 : 15_973, () =>
		isDocument(operand) ? '$sort stage must have at least one sort key' : 'the $sort key specification must be an object',
	);
	const order = compileSort(operand);
	return whole(documents => {
		limit.tick();
		return sortDocuments(documents, order);
	});
};

/** `$limit`. */
export const $limit: StageCompiler = operand => {
	const count = wholeCount(operand);
	uassert(count !== null && !(count <= 0), count === null ? 5_107_201 : 15_958, () =>
		count === null ? `invalid argument to $limit stage: Expected a number in: $limit: ${String(operand)}` : 'the limit must be positive',
	);
	return counted(index => index < count);
};

/** `$skip`. */
export const $skip: StageCompiler = operand => {
	const count = wholeCount(operand);
	uassert(count !== null && count >= 0, 5_107_200, () => `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${String(operand)}`);
	return counted(index => index >= count);
};

function counted(isWanted: (index: number) => boolean): Stage {
	return next => {
		let index = 0;
		return {
			add(document) {
				if (isWanted(index++)) {
					next.add(document);
				}
			},
			end: next.end,
		};
	};
}

/** `$count`: one document with the number, none when there is none. */
export const $count: StageCompiler = operand => {
	const why = 'the count field must be a non-empty string without $ and .';
	uassert(typeof operand === 'string' && operand !== '' && !operand.startsWith('$') && !operand.includes('.'), 40_156, why);
	return next => {
		let count = 0;
		return {
			reads: new Set(),
			add() {
				count++;
			},
			end() {
				if (count > 0) {
					next.add({[operand]: count});
				}

				next.end();
			},
		};
	};
};

/** `$sample`: so many documents at random, none twice. */
export const $sample: StageCompiler = operand => {
	const size = wholeCount(namedFields(operand, '$sample', ['size'])['size']);
	uassert(size !== null && size > 0, size === null ? 28_746 : 28_747, 'size argument to $sample must be a positive number');
	return whole(pool => {
		for (let i = 0; i < size && i < pool.length; i++) {
			const j = i + Math.floor(Math.random() * (pool.length - i));
			[pool[i], pool[j]] = [pool[j]!, pool[i]!];
		}

		return pool.slice(0, size);
	});
};

/** `$documents`: documents from an expression. */
export const $documents: StageCompiler = (operand, {scope}) => {
	const value = compileExpression(operand, scope)({}, scope.variables);
	uassert(Array.isArray(value) && value.every(item => isDocument(item)), 5_858_203, 'an array of documents is expected for $documents');
	return whole(() => value);
};

/** `$sortByCount`. */
export const $sortByCount: StageCompiler = (operand, source, compile) => {
	const isPath = typeof operand === 'string' && operand.startsWith('$');
	const isExpression = isDocument(operand) && Object.keys(operand)[0]?.startsWith('$');
	uassert(isPath || isExpression, 40_149, 'the sortByCount field must be defined as a $-prefixed path or an expression');
	return compile([{$group: {_id: operand, count: {$sum: 1}}}, {$sort: {count: -1}}], {...source, inRuns: false});
};
