import {compileExpression} from '../expressions/compile-expression.ts';
import {namedFields} from '../expressions/arguments.ts';
import {MongoError} from '../mongo-error.ts';
import {typeRank} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {compileFields, groupBy, groupDocument} from './group.ts';
import type {PipelineSource, StageCompiler} from './stage.ts';

/** `$bucket`: groups by the boundary below a value. */
export const $bucket: StageCompiler = (operand, source) => {
	const written = namedFields(operand, '$bucket', ['groupBy', 'boundaries'], ['default', 'output']);
	const boundaries = constantList(written['boundaries'], source);
	const value = compileExpression(written['groupBy'], source.scope);
	const otherwise = Object.hasOwn(written, 'default') ? {id: compileExpression(written['default'], source.scope)({}, source.scope.variables)} : undefined;
	if (otherwise && typeRank(otherwise.id) === typeRank(boundaries[0]) && compareValues(otherwise.id, boundaries[0]) >= 0 && compareValues(otherwise.id, boundaries.at(-1)) < 0) {
		throw new MongoError(40_199, "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.");
	}

	const fields = compileFields(outputOf(written), source);
	const bucketOf = (found: unknown) => {
		const above = boundaries.findIndex(boundary => compareValues(found ?? null, boundary) < 0);
		if (above > 0) {
			return boundaries[above - 1];
		}

		if (!otherwise) {
			throw new MongoError(40_066, '$switch could not find a matching branch for an input, and no default was specified.');
		}

		return otherwise.id;
	};

	return documents => groupBy(documents, (document, variables) => bucketOf(value(document, variables)), fields, source)
		.sort((a, b) => compareValues(a['_id'], b['_id']));
};

/** `$bucketAuto`: so many buckets of about as many documents; equal values are never parted. `granularity` is refused. */
export const $bucketAuto: StageCompiler = (operand, source) => {
	const written = namedFields(operand, '$bucketAuto', ['groupBy', 'buckets'], ['output']);
	const buckets = safeInteger(written['buckets']);
	if (buckets === null || buckets <= 0) {
		throw new MongoError(40_243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${String(written['buckets'])}`);
	}

	const value = compileExpression(written['groupBy'], source.scope);
	const fields = compileFields(outputOf(written), source);
	return documents => {
		const items = documents.map(document => ({document, value: value(document, source.scope.variables) ?? null}));
		items.sort((a, b) => compareValues(a.value, b.value));
		const results: Document[] = [];
		const size = Math.max(1, Math.round(items.length / buckets));
		for (let start = 0; start < items.length;) {
			let end = results.length === buckets - 1 ? items.length : Math.min(items.length, start + size);
			while (end < items.length && compareValues(items[end]!.value, items[end - 1]!.value) === 0) {
				end++;
			}

			const states = fields.map(field => field.start());
			for (const {document} of items.slice(start, end)) {
				source.limit.tick();
				for (const [index, field] of fields.entries()) {
					states[index]!.add(field.value(document, source.scope.variables));
				}
			}

			results.push(groupDocument({id: {min: items[start]!.value, max: (items[end] ?? items[end - 1])!.value}, states}, fields));
			start = end;
		}

		return results;
	};
};

function outputOf(written: Document): Document {
	return isDocument(written['output']) ? written['output'] : {count: {$sum: 1}};
}

function constantList(written: unknown, {scope}: PipelineSource): readonly unknown[] {
	const list = Array.isArray(written) ? written.map(item => compileExpression(item, scope)({}, scope.variables)) : [];
	if (list.length < 2) {
		throw new MongoError(Array.isArray(written) ? 40_192 : 40_200, "The $bucket 'boundaries' field must be an array of at least 2 values");
	}

	for (let i = 1; i < list.length; i++) {
		if (typeRank(list[i]) !== typeRank(list[i - 1])) {
			throw new MongoError(40_193, "All values in the 'boundaries' option to $bucket must have the same type.");
		}

		if (compareValues(list[i], list[i - 1]) <= 0) {
			throw new MongoError(40_194, "The 'boundaries' option to $bucket must be sorted in ascending order.");
		}
	}

	return list;
}
