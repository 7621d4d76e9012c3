import {compileExpression, type CompileScope, type Variables} from '../expressions/compile-expression.ts';
import {compileFilter} from '../filter/compile-filter.ts';
import {MongoError, ensureSupported, notSupported, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, safeInteger} from '../values/numbers.ts';
import {expressionPath} from '../values/paths.ts';
import {truthy} from '../values/truthy.ts';
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
	hasComputed: boolean;
};

/**
 * Compiles a projection of `find` or `$project`: fields kept or dropped, or computed by expressions; in `find` also
 * `$slice` and `$elemMatch` of an array. The positional `field.$` is refused.
 *
 * @throws MongoError 31253/31254 when kept and dropped fields are mixed.
 */
export function compileProjection(specification: Document, scope: CompileScope, isFind: boolean): Projection {
	const building: Building = {tree: new Map(), scope, isFind, kind: undefined, id: undefined, hasComputed: false};
	uassert(isFind || Object.keys(specification).length !== 0, 51_272, 'Invalid $project :: caused by :: projection specification must have at least one field');
	for (const key of Object.keys(specification)) {
		addField(building, key, specification[key], key);
	}

	const {tree, kind, id, hasComputed} = building;
	// `_id` alone decides only when nothing else does.
	const isInclusion = kind === undefined ? (id === undefined ? hasComputed && !isFind : id) : kind === 'inclusion';
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

	uassert(!path.split('.').some(part => part.startsWith('$')), 16_410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
	if (typeof value === 'boolean' || isNumeric(value)) {
		flag(building, path, truthy(value));
	} else if (isDocument(value) && !Object.keys(value)[0]?.startsWith('$')) {
		const keys = Object.keys(value);
		uassert(keys.length !== 0, 51_270, `An empty sub-projection is not a valid value. Found empty object at path ${written}`);
		for (const key of keys) {
			addField(building, `${path}.${key}`, value[key], written);
		}
	} else if (isFind && isDocument(value) && Object.hasOwn(value, '$elemMatch')) {
		addElemMatch(building, path, value['$elemMatch']);
	} else if (isFind && isDocument(value) && Object.hasOwn(value, '$slice') && !isExpressionSlice(value['$slice'])) {
		const slice = findSlice(value['$slice']);
		const parts = path.split('.');
		addPath(tree, path, {
			staysInPlace: true,
			compute(document) {
				const list = expressionPath(document, parts);
				return Array.isArray(list) ? slice(list) : list;
			},
		});
		ensureSupported(parts.length <= 1, '$slice of a nested field in a find projection');
	} else {
		uassert(building.kind !== 'exclusion', 31_252, 'Cannot use an expression in an exclusion projection');
		building.hasComputed = true;
		if (path !== '_id') {
			building.kind = 'inclusion';
		}

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

function addElemMatch(building: Building, path: string, condition: unknown): void {
	uassert(!path.includes('.'), 31_275, 'Cannot use $elemMatch projection on a nested field.');
	ensureSupported(building.kind !== 'exclusion', '$elemMatch in an exclusion projection');
	const matches = compileFilter({item: {$elemMatch: condition}}, building.scope);
	building.kind = 'inclusion';
	addPath(building.tree, path, {
		compute(document) {
			const list = document[path];
			const found = Array.isArray(list) ? (list as unknown[]).find(item => matches({item: [item]})) : undefined;
			return found === undefined ? undefined : [found];
		},
	});
}

/** `[field, n]` and the like are the aggregation's `$slice`; a number or two are find's. */
function isExpressionSlice(operand: unknown): boolean {
	return Array.isArray(operand) && !operand.every(item => isNumeric(item));
}

function findSlice(operand: unknown): (list: readonly unknown[]) => readonly unknown[] {
	const [first, second] = (Array.isArray(operand) ? (operand as unknown[]) : [operand]).map(item => safeInteger(item));
	uassert(
		first !== undefined && first !== null && second !== null && (second === undefined || second > 0),
		28_724,
		'First argument to $slice must be a number, and the count positive',
	);
	if (second === undefined) {
		return list => (first < 0 ? list.slice(first) : list.slice(0, first));
	}

	return list => {
		const start = first < 0 ? Math.max(0, list.length + first) : first;
		return list.slice(start, start + second);
	};
}
