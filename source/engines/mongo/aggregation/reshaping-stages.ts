import {namedFields} from '../expressions/arguments.ts';
import {compileExpression, fieldPath} from '../expressions/compile-expression.ts';
import {GeneratedCode, readField} from '../generated-code.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {compileProjection} from '../projection/compile-projection.ts';
import {addPath, applyTree, type ProjectionTree} from '../projection/projection-tree.ts';
import {bsonType} from '../values/bson-type.ts';
import {isDocument, type Document} from '../values/document.ts';
import {checkPlace, expressionPath} from '../values/paths.ts';
import {each, mapping, type Sink, type StageCompiler} from './stage.ts';

/** `$project`. */
export const $project: StageCompiler = (operand, source) => {
	uassert(isDocument(operand), 15_969, '$project specification must be an object');
	const project = compileProjection(operand, source.scope, false);
	return mapping(source, document => project(document, source.scope.variables));
};

/** `$addFields` and `$set`. */
export const $addFields: StageCompiler = (operand, source, _compile, name) => {
	const {scope} = source;
	uassert(isDocument(operand), 40_272, () => `${name} specification stage must be an object, got ${bsonType(operand)}`);
	const tree: ProjectionTree = new Map();
	const add = (path: string, value: unknown) => {
		if (isDocument(value) && !Object.keys(value)[0]?.startsWith('$')) {
			uassert(Object.keys(value).length > 0, 40_180, `an empty object is not a valid value. Found empty object at path ${path}`);
			for (const key of Object.keys(value)) {
				add(`${path}.${key}`, value[key]);
			}
		} else {
			addPath(tree, path, {compute: compileExpression(value, scope)});
		}
	};

	uassert(Object.keys(operand).length > 0, 40_177, 'specification must have at least one field');
	for (const path of Object.keys(operand)) {
		add(path, operand[path]);
	}

	return mapping(source, document => applyTree(tree, document, document, scope.variables, 'keep'));
};

/** `$unset`: one path or several. */
export const $unset: StageCompiler = (operand, source, compile) => {
	const paths = Array.isArray(operand) ? (operand as unknown[]) : [operand];
	const why = '$unset specification must be a string or an array of strings';
	uassert(paths.length !== 0 && !paths.some(path => typeof path !== 'string' || path === ''), 31_120, why);
	return $project(Object.fromEntries(paths.map(path => [path, 0])), source, compile, '$project');
};

/** `$replaceRoot` and `$replaceWith`. */
export const $replaceRoot: StageCompiler = (operand, source, compile) => {
	const {newRoot} = namedFields(operand, '$replaceRoot', ['newRoot']);
	return $replaceWith(newRoot, source, compile, '$replaceRoot');
};

export const $replaceWith: StageCompiler = (operand, source) => {
	const root = compileExpression(operand, source.scope);
	return mapping(source, document => {
		const value = root(document, source.scope.variables);
		uassert(isDocument(value), 40_228, () => `'newRoot' expression must evaluate to an object, but resulting value was: ${bsonType(value)}`);
		return value;
	});
};

/** `$unwind`: one document for each element of an array. */
export const $unwind: StageCompiler = (operand, {limit}, _compile, name) => {
	const written = namedFields(typeof operand === 'string' ? {path: operand} : operand, name, ['path'], ['preserveNullAndEmptyArrays', 'includeArrayIndex']);
	const {path, preserveNullAndEmptyArrays: preserve = false, includeArrayIndex: indexField} = written;
	uassert(typeof path === 'string', 28_808, 'expected a string as the path for $unwind stage');
	uassert(typeof preserve === 'boolean', 28_809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
	uassert(path.startsWith('$') && path.length !== 1, 28_818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
	ensureSupported(indexField === undefined, "'includeArrayIndex' of $unwind");
	const parts = fieldPath(path.slice(1));
	const other = (document: Document, next: Sink) => {
		const value = plainPath(document, parts);
		const items = Array.isArray(value) ? (value as unknown[]) : [];
		for (const item of items) {
			limit.tick();
			next.add(withField(document, parts, item));
		}

		const isNone = value === null || value === undefined;
		if (items.length === 0 && (preserve || !(isNone || Array.isArray(value)))) {
			limit.tick();
			next.add(Array.isArray(value) ? withField(document, parts, undefined) : document);
		}
	};

	return parts.length > 1 ? each(other) : next => unwindText(parts[0]!, next, limit.tick, other);
};

type Unwinding = (next: Sink, tick: () => void, other: (document: Document, next: Sink) => void) => Sink;

/** `$unwind` of a top-level field. One copy of the fields that the next stage reads serves for all elements. */
function unwindText(name: string, next: Sink, tick: () => void, other: (document: Document, next: Sink) => void): Sink {
	const field = JSON.stringify(name);
	const copied = [...new Set([...(next.reads ?? []), name])].map(read => `${JSON.stringify(read)}:${readField('d', read)}`);
	const run = new GeneratedCode().make<Unwinding>(`(next,tick,other)=>({
		add(d){
			const w=${readField('d', name)};
			if(!Array.isArray(w)||w.length===0){other(d,next);return}
			let m;
			for(let i=0;i<w.length;i++){
				tick();
				${next.reads ? `m??={${copied.join(',')}}` : 'm={...d}'};
				m[${field}]=w[i];
				next.add(m);
			}
		},
		end(){next.end()},
	})`);
	return run(next, tick, other);
}

/** `$unwind` does not enter arrays on the way to its path. */
function plainPath(document: Document, parts: readonly string[]): unknown {
	let value: unknown = document;
	for (const part of parts) {
		value = isDocument(value) ? expressionPath(value, [part]) : undefined;
	}

	return value;
}

/** A copy with one field set at a path of documents; undefined takes the field away. */
export function withField(document: Document, parts: readonly string[], value: unknown, from = 0): Document {
	const part = parts[from]!;
	const copy: Document = {...document};
	checkPlace(copy, part);
	if (from < parts.length - 1) {
		copy[part] = withField(isDocument(copy[part]) ? copy[part] : {}, parts, value, from + 1);
	} else if (value === undefined) {
		delete copy[part];
	} else {
		copy[part] = value;
	}

	return copy;
}
