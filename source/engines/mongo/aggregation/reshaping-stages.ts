import {Long} from 'bson';
import {compileExpression} from '../expressions/compile-expression.ts';
import {GeneratedCode, readField} from '../generated-code.ts';
import {uassert} from '../mongo-error.ts';
import {compileProjection} from '../projection/compile-projection.ts';
import {addPath, applyTree, type ProjectionTree} from '../projection/projection-tree.ts';
import {bsonType} from '../values/bson-type.ts';
import {isDocument, type Document} from '../values/document.ts';
import {expressionPath, pathReader} from '../values/paths.ts';
import {mapping, type Stage, type StageCompiler} from './stage.ts';

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
		const keys = isDocument(value) ? Object.keys(value) : [];
		if (keys.length > 0 && !keys[0]!.startsWith('$')) {
			for (const key of keys) {
				add(`${path}.${key}`, (value as Document)[key]);
			}
		} else {
			addPath(tree, path, {compute: compileExpression(value, scope)});
		}
	};

	for (const path of Object.keys(operand)) {
		uassert(!path.startsWith('$'), 16_410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
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
	uassert(isDocument(operand) && Object.hasOwn(operand, 'newRoot'), 40_231, 'no newRoot specified for the $replaceRoot stage');
	return $replaceWith(operand['newRoot'], source, compile, '$replaceRoot');
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
export const $unwind: StageCompiler = (operand, {limit}) => {
	const written: Document = typeof operand === 'string' ? {path: operand} : isDocument(operand) ? operand : {};
	const {path, preserveNullAndEmptyArrays: preserve = false, includeArrayIndex: indexField} = written;
	uassert(typeof path === 'string', isDocument(operand) ? 28_812 : 15_981, () =>
		isDocument(operand) ? 'no path specified to $unwind stage' : 'expected either a string or an object as specification for $unwind stage',
	);
	uassert(path.startsWith('$') && path.length !== 1, 28_818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
	uassert(
		indexField === undefined || (typeof indexField === 'string' && indexField !== '' && !indexField.startsWith('$')),
		28_822,
		'includeArrayIndex option to $unwind stage should be a non-empty field path without a $',
	);
	const parts = path.slice(1).split('.');
	const indexParts = indexField?.split('.');
	return unwindStage(parts, indexParts, preserve === true, () => {
		limit.tick();
	});
};

function unwindStage(parts: readonly string[], indexParts: readonly string[] | undefined, preserve: boolean, tick: () => void): Stage {
	const withIndex = (document: Document, index: number | null) =>
		indexParts ? withField(document, indexParts, index === null ? null : Long.fromNumber(index)) : document;
	const [name] = parts as [string];
	const read = pathReader([name]);
	const put = new GeneratedCode().make<(document: Document, value: unknown) => void>(`(d,v)=>{d[${JSON.stringify(name)}]=v}`);
	const isPlain = parts.length === 1 && !indexParts;
	return next => {
		// One copy of what is looked at serves for all elements.
		const copied = [...new Set([...(next.reads ?? []), name])].map(field => `${JSON.stringify(field)}:${readField('d', field)}`);
		const copy = new GeneratedCode().make<(document: Document) => Document>(next.reads ? `d=>({${copied.join(',')}})` : 'd=>({...d})');
		return {
			add(document) {
				const value = isPlain ? read(document) : plainPath(document, parts);
				if (Array.isArray(value) && value.length > 0) {
					let made: Document | undefined;
					for (let i = 0; i < value.length; i++) {
						tick();
						if (isPlain) {
							made = made && next.reads ? made : copy(document);
							put(made, value[i]);
							next.add(made);
						} else {
							next.add(withIndex(withField(document, parts, value[i]), i));
						}
					}
				} else if (Array.isArray(value) || value === null || value === undefined) {
					if (preserve) {
						next.add(withIndex(Array.isArray(value) ? withField(document, parts, undefined) : document, null));
					}
				} else {
					tick();
					next.add(withIndex(document, null));
				}
			},
			end: next.end,
		};
	};
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
	if (from < parts.length - 1) {
		copy[part] = withField(isDocument(copy[part]) ? copy[part] : {}, parts, value, from + 1);
	} else if (value === undefined) {
		delete copy[part];
	} else {
		copy[part] = value;
	}

	return copy;
}
