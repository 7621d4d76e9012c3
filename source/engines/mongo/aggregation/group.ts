import {compileExpression, type Evaluate} from '../expressions/compile-expression.ts';
import {MongoError} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {isDocument, type Document} from '../values/document.ts';
import type {Accumulator, AccumulatorField} from './accumulator.ts';
import {compileAccumulator} from './compile-accumulator.ts';
import type {PipelineSource, StageCompiler} from './stage.ts';

type Field = AccumulatorField & {readonly name: string};
type Group = {readonly id: unknown; readonly states: readonly Accumulator[]};

/** `$group`: one document for each value of `_id`, in the order in which the values first came. */
export const $group: StageCompiler = (operand, source) => {
	if (!isDocument(operand)) {
		throw new MongoError(15_947, "a group's fields must be specified in an object");
	}

	if (!Object.hasOwn(operand, '_id')) {
		throw new MongoError(15_955, 'a group specification must include an _id');
	}

	const id = compileExpression(operand['_id'], source.scope);
	const fields = compileFields(operand, source);
	return documents => groupBy(documents, id, fields, source);
};

/** The accumulator fields of a specification; `_id` is the group's own. */
export function compileFields(specification: Document, {scope}: PipelineSource): readonly Field[] {
	return Object.keys(specification).filter(name => name !== '_id').map(name => {
		if (name.includes('.') || name.startsWith('$')) {
			throw new MongoError(name.startsWith('$') ? 40_236 : 40_235, `The field name '${name}' cannot ${name.startsWith('$') ? 'be an operator name' : "contain '.'"}`);
		}

		return {name, ...compileAccumulator(name, specification[name], scope)};
	});
}

/** Groups documents by the value of an expression. */
export function groupBy(documents: readonly Document[], id: Evaluate, fields: readonly Field[], {scope, limit}: PipelineSource): Document[] {
	const groups = new Map<string, Group>();
	for (const document of documents) {
		limit.tick();
		const value = id(document, scope.variables) ?? null;
		const key = canonicalKey(value);
		let group = groups.get(key);
		if (!group) {
			group = {id: value, states: fields.map(field => field.start())};
			groups.set(key, group);
		}

		for (let i = 0; i < fields.length; i++) {
			group.states[i]!.add(fields[i]!.value(document, scope.variables));
		}
	}

	return [...groups.values()].map(group => groupDocument(group, fields));
}

/** The document of a finished group. */
export function groupDocument({id, states}: Group, fields: readonly Field[]): Document {
	const result: Document = {_id: id};
	for (const [index, {name}] of fields.entries()) {
		result[name] = states[index]!.result();
	}

	return result;
}
