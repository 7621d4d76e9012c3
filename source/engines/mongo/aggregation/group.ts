import {compileExpression, type CompileScope, type Evaluate} from '../expressions/compile-expression.ts';
import {MongoError} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {mapKey} from '../values/map-key.ts';
import type {Accumulator, AccumulatorField} from './accumulator.ts';
import {compileAccumulator} from './compile-accumulator.ts';
import type {PipelineSource, Sink, Stage, StageCompiler} from './stage.ts';

type Field = AccumulatorField & {readonly name: string};
type Group = {readonly id: unknown; readonly keys: readonly unknown[]; readonly states: readonly Accumulator[]};
/** The values that make a group, and the `_id` that they make. */
type GroupKey = {readonly parts: readonly Evaluate[]; id(values: readonly unknown[]): unknown};
type Groups = {
	find(keys: readonly unknown[]): Group | undefined;
	put(group: Group): void;
};

/** `$group`: one document for each value of `_id`, in the order in which the values first came. */
export const $group: StageCompiler = (operand, source) => {
	if (!isDocument(operand)) {
		throw new MongoError(15_947, "a group's fields must be specified in an object");
	}

	if (!Object.hasOwn(operand, '_id')) {
		throw new MongoError(15_955, 'a group specification must include an _id');
	}

	const written = operand['_id'];
	const byId = written === '$_id' || (hasNames(written) && Object.values(written).includes('$_id'));
	return grouping(compileKey(written, source.scope), compileFields(operand, source), {...source, inRuns: source.inRuns === true && byId});
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

/** A key of one value. */
export function keyOf(value: Evaluate): GroupKey {
	return {parts: [value], id: ([only]) => only ?? null};
}

/** The fields of a document are keys each for itself, so that it is made once for a group and not for each document. */
function compileKey(written: unknown, scope: CompileScope): GroupKey {
	const value = compileExpression(written, scope);
	if (!hasNames(written)) {
		return keyOf(value);
	}

	const names = Object.keys(written);
	return {
		parts: names.map(name => compileExpression(written[name], scope)),
		id(values) {
			const id: Document = {};
			for (let i = 0; i < names.length; i++) {
				if (values[i] !== undefined) {
					id[names[i]!] = values[i];
				}
			}

			return id;
		},
	};
}

/** Whether an expression is a document of named ones. */
function hasNames(written: unknown): written is Document {
	return isDocument(written) && Object.keys(written)[0]?.startsWith('$') === false;
}

/** Groups documents by a key. With `inRuns` a group is done as soon as the next `_id` comes, and nothing is kept. */
export function grouping({parts, id}: GroupKey, fields: readonly Field[], {scope: {variables}, limit, inRuns = false}: PipelineSource): Stage {
	return next => {
		let groups: Group[] = [];
		let index = inRuns ? listed(groups) : mapped(parts.length);
		let run: unknown;
		// Filled anew for each document, and copied for a new group.
		const values: unknown[] = [];
		const keys: unknown[] = [];
		return {
			add(document) {
				limit.tick();
				if (inRuns && !Object.is(document['_id'], run)) {
					give(groups, fields, next);
					groups = [];
					index = listed(groups);
					run = document['_id'];
				}

				for (let i = 0; i < parts.length; i++) {
					const value = parts[i]!(document, variables);
					values[i] = value;
					keys[i] = mapKey(parts.length === 1 ? value ?? null : value);
				}

				let group = index.find(keys);
				if (!group) {
					group = {id: id(values), keys: [...keys], states: fields.map(field => field.start())};
					groups.push(group);
					index.put(group);
				}

				for (let i = 0; i < fields.length; i++) {
					group.states[i]!.add(fields[i]!.value(document, variables));
				}
			},
			end() {
				give(groups, fields, next);
				next.end();
			},
		};
	};
}

function give(groups: readonly Group[], fields: readonly Field[], next: Sink): void {
	for (const {id, states} of groups) {
		const result: Document = {_id: id};
		for (let i = 0; i < fields.length; i++) {
			result[fields[i]!.name] = states[i]!.result();
		}

		next.add(result);
	}
}

/** The few groups of one run. */
function listed(groups: readonly Group[]): Groups {
	return {
		find(keys) {
			for (const group of groups) {
				let same = 0;
				while (same < keys.length && Object.is(keys[same], group.keys[same])) {
					same++;
				}

				if (same === keys.length) {
					return group;
				}
			}

			return undefined;
		},
		put() {},
	};
}

/** A map for each key, the last of which holds the groups. */
function mapped(depth: number): Groups {
	const root = new Map<unknown, unknown>();
	return {
		find(keys) {
			let found: unknown = root;
			for (let i = 0; i < depth && found; i++) {
				found = (found as Map<unknown, unknown>).get(keys[i]);
			}

			return found as Group | undefined;
		},
		put(group) {
			let map = root;
			for (const key of group.keys.slice(0, -1)) {
				const inner = map.get(key) as Map<unknown, unknown> | undefined ?? new Map<unknown, unknown>();
				map.set(key, inner);
				map = inner;
			}

			map.set(group.keys.at(-1), group);
		},
	};
}
