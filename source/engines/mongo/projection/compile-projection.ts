import {compileExpression, type CompileScope, type Variables} from '../expressions/compile-expression.ts';
import {MongoError, ensureSupported, notSupported, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, truthy} from '../values/numbers.ts';
import {addPath, applyTree, type ProjectionTree} from './projection-tree.ts';

/** A compiled projection. */
export type Projection = (document: Document, variables: Variables) => Document;

type Kind = 'inclusion' | 'exclusion';

type Building = {
	readonly tree: ProjectionTree;
	readonly scope: CompileScope;
	readonly isFind: boolean;
	kind: Kind | undefined;
	id: boolean | undefined;
};

/**
 * Compiles a projection of `find` or `$project`: fields kept or dropped, or computed by expressions; what only
 * `find` has (`$slice`, `$elemMatch`, the positional `field.$`) is refused.
 *
 * @throws MongoError 31253/31254 when kept and dropped fields are mixed.
 */
export function compileProjection(specification: Document, scope: CompileScope, isFind: boolean): Projection {
	const building: Building = {tree: new Map(), scope, isFind, kind: undefined, id: undefined};
	uassert(isFind || Object.keys(specification).length !== 0, 51_272, 'Invalid $project :: caused by :: projection specification must have at least one field');
	for (const key of Object.keys(specification)) {
		addField(building, key, specification[key], key);
	}

	const {tree, kind, id} = building;
	// `_id` alone decides only when nothing else does.
	const isInclusion = kind === undefined ? id === true : kind === 'inclusion';
	if (!tree.has('_id')) {
		if (isInclusion && id !== false) {
			const withId: ProjectionTree = new Map([['_id', 'keep'], ...tree]);
			return (document, variables) => applyTree(withId, document, document, variables, 'drop');
		}

		if (!isInclusion && id === false) {
			tree.set('_id', 'drop');
		}
	}

	return (document, variables) => applyTree(tree, document, document, variables, isInclusion ? 'drop' : 'keep');
}

function addField(building: Building, path: string, value: unknown, written: string): void {
	const {tree, scope, isFind} = building;
	if (path.endsWith('.$') || path.includes('.$.')) {
		throw isFind ? notSupported('The positional projection') : new MongoError(31_324, 'Cannot use positional projection in aggregation projection');
	}

	ensureSupported(!isFind || !isOfFind(value), '$slice or $elemMatch in a find projection');
	if (typeof value === 'boolean' || isNumeric(value)) {
		flag(building, path, truthy(value));
	} else if (isDocument(value) && !Object.keys(value)[0]?.startsWith('$')) {
		const keys = Object.keys(value);
		uassert(keys.length !== 0, 51_270, `An empty sub-projection is not a valid value. Found empty object at path ${written}`);
		for (const key of keys) {
			addField(building, `${path}.${key}`, value[key], written);
		}
	} else {
		uassert(building.kind !== 'exclusion', 31_252, 'Cannot use an expression in an exclusion projection');
		building.kind = 'inclusion';
		addPath(tree, path, {compute: compileExpression(value, scope)});
	}
}

function flag(building: Building, path: string, keep: boolean): void {
	if (path === '_id') {
		building.id = keep;
		if (keep) {
			addPath(building.tree, path, 'keep');
		}

		return;
	}

	const kind: Kind = keep ? 'inclusion' : 'exclusion';
	uassert(building.kind === undefined || building.kind === kind, keep ? 31_253 : 31_254, `Cannot do ${kind} on field ${path} in ${building.kind} projection`);
	building.kind = kind;
	addPath(building.tree, path, keep ? 'keep' : 'drop');
}

/** A `$slice` or `$elemMatch` as only `find` has it; `[field, n]` and the like are the aggregation's `$slice`. */
function isOfFind(value: unknown): boolean {
	const slice = isDocument(value) ? value['$slice'] : undefined;
	return isDocument(value) && (Object.hasOwn(value, '$elemMatch') || isNumeric(slice) || (Array.isArray(slice) && slice.every(item => isNumeric(item))));
}
