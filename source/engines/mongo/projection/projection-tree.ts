import {MongoError, ensureSupported, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {checkPlace} from '../values/paths.ts';
import type {Evaluate, Variables} from '../expressions/compile-expression.ts';

/** What becomes of one field: kept, dropped, computed, or looked into. */
export type ProjectionNode = 'keep' | 'drop' | ProjectionTree | {readonly compute: Evaluate};

/** Fields by name in the order of the specification. */
export type ProjectionTree = Map<string, ProjectionNode>;

/** Sets the node at a dotted path. @throws MongoError 31250 when another path is there or above. */
export function addPath(tree: ProjectionTree, path: string, node: ProjectionNode): void {
	const parts = path.split('.');
	let current = tree;
	for (const [index, part] of parts.entries()) {
		uassert(part !== '', 40_352, 'FieldPath cannot be constructed with empty string');
		uassert(!part.startsWith('$'), 16_410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
		ensureSupported(part !== '__proto__', 'The field name __proto__');
		const existing = current.get(part);
		if (index === parts.length - 1) {
			uassert(!existing, 31_250, `Path collision at ${path}`);
			current.set(part, node);
		} else if (existing instanceof Map) {
			current = existing;
		} else if (existing) {
			throw new MongoError(31_249, `Path collision at ${path} remaining portion ${parts.slice(index + 1).join('.')}`);
		} else {
			const next: ProjectionTree = new Map();
			current.set(part, next);
			current = next;
		}
	}
}

/** Applies a tree to a document. @param others What becomes of fields that the tree does not name. */
export function applyTree(tree: ProjectionTree, document: Document, root: Document, variables: Variables, others: 'keep' | 'drop'): Document {
	const result: Document = {};
	for (const key of Object.keys(document)) {
		const node = tree.get(key);
		if (node === undefined ? others === 'keep' : node === 'keep') {
			result[key] = document[key];
		} else if (node instanceof Map) {
			const value = applyToValue(node, document[key], root, variables, others);
			if (value !== undefined) {
				result[key] = value;
			}
		} else if (typeof node === 'object') {
			const value = node.compute(root, variables);
			// A computed field stays where it stood, when the other fields stay too.
			if (others === 'keep' && value !== undefined) {
				result[key] = value;
			}
		}
	}

	addComputed(tree, document, result, root, variables, others);
	return result;
}

function addComputed(tree: ProjectionTree, document: Document, result: Document, root: Document, variables: Variables, others: 'keep' | 'drop'): void {
	for (const [key, node] of tree) {
		if (node instanceof Map) {
			if (!Object.hasOwn(document, key) && computes(node)) {
				checkPlace(result, key);
				result[key] = applyTree(node, {}, root, variables, others);
			}
		} else if (typeof node === 'object' && (others === 'drop' || !Object.hasOwn(document, key))) {
			const value = node.compute(root, variables);
			if (value !== undefined) {
				checkPlace(result, key);
				result[key] = value;
			}
		}
	}
}

function computes(tree: ProjectionTree): boolean {
	return [...tree.values()].some(node => (node instanceof Map ? computes(node) : typeof node === 'object'));
}

/** Arrays are entered; a scalar is dropped, kept or, where fields are computed, replaced by a document. */
function applyToValue(tree: ProjectionTree, value: unknown, root: Document, variables: Variables, others: 'keep' | 'drop'): unknown {
	if (isDocument(value)) {
		return applyTree(tree, value, root, variables, others);
	}

	if (Array.isArray(value)) {
		return value.map(item => applyToValue(tree, item, root, variables, others)).filter(item => item !== undefined);
	}

	if (computes(tree)) {
		return applyTree(tree, {}, root, variables, others);
	}

	return others === 'keep' ? value : undefined;
}
