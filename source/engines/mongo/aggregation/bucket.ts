import {compileExpression} from '../expressions/compile-expression.ts';
import {namedFields} from '../expressions/arguments.ts';
import {MongoError, uassert} from '../mongo-error.ts';
import {typeRank} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {compileFields, grouping, keyOf} from './group.ts';
import {whole, type PipelineSource, type StageCompiler} from './stage.ts';

/** `$bucket`: groups by the boundary below a value. */
export const $bucket: StageCompiler = (operand, source) => {
	const written = namedFields(operand, '$bucket', ['groupBy', 'boundaries'], ['default', 'output']);
	const boundaries = constantList(written['boundaries'], source);
	const value = compileExpression(written['groupBy'], source.scope);
	const otherwise = Object.hasOwn(written, 'default') ? {id: compileExpression(written['default'], source.scope)({}, source.scope.variables)} : undefined;
	if (
		otherwise &&
		typeRank(otherwise.id) === typeRank(boundaries[0]) &&
		compareValues(otherwise.id, boundaries[0]) >= 0 &&
		compareValues(otherwise.id, boundaries.at(-1)) < 0
	) {
		throw new MongoError(40_199, "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.");
	}

	const fields = compileFields(outputOf(written), source);
	const bucketOf = (found: unknown) => {
		const above = boundaries.findIndex(boundary => compareValues(found ?? null, boundary) < 0);
		if (above > 0) {
			return boundaries[above - 1];
		}

		uassert(otherwise, 40_066, '$switch could not find a matching branch for an input, and no default was specified.');
		return otherwise.id;
	};

	const group = grouping(
		keyOf((document, variables) => bucketOf(value(document, variables))),
		fields,
		{...source, inRuns: false},
	);
	const order = whole(documents => documents.sort((a, b) => compareValues(a['_id'], b['_id'])));
	return next => group(order(next));
};

function outputOf(written: Document): Document {
	return isDocument(written['output']) ? written['output'] : {count: {$sum: 1}};
}

function constantList(written: unknown, {scope}: PipelineSource): readonly unknown[] {
	const list = Array.isArray(written) ? written.map(item => compileExpression(item, scope)({}, scope.variables)) : [];
	uassert(list.length >= 2, Array.isArray(written) ? 40_192 : 40_200, "The $bucket 'boundaries' field must be an array of at least 2 values");
	for (let i = 1; i < list.length; i++) {
		uassert(typeRank(list[i]) === typeRank(list[i - 1]), 40_193, "All values in the 'boundaries' option to $bucket must have the same type.");
		uassert(compareValues(list[i], list[i - 1]) > 0, 40_194, "The 'boundaries' option to $bucket must be sorted in ascending order.");
	}

	return list;
}
