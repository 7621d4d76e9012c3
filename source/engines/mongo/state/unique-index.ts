import {MongoError} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {displayValue} from '../values/display-value.ts';
import type {Document} from '../values/document.ts';
import {somePathValue} from '../values/paths.ts';
import type {IndexDefinition} from './index-definition.ts';

/** The keys of a unique index and the documents that hold them. */
export class UniqueIndex {
	readonly definition: IndexDefinition;
	readonly #owners = new Map<string, string>();
	readonly #paths: readonly (readonly string[])[];

	constructor(definition: IndexDefinition) {
		this.definition = definition;
		this.#paths = Object.keys(definition.key).map(path => path.split('.'));
	}

	/**
	 * Refuses a document one of whose keys another document holds.
	 *
	 * @param id Canonical key of the document's own `_id`.
	 * @throws MongoError `DuplicateKey` with `keyPattern` and `keyValue`.
	 */
	check(document: Document, id: string, namespace: string): void {
		for (const {key, values} of this.#keys(document)) {
			const owner = this.#owners.get(key);
			if (owner !== undefined && owner !== id) {
				throw duplicateKey(namespace, this.definition, values);
			}
		}
	}

	add(document: Document, id: string): void {
		for (const {key} of this.#keys(document)) {
			this.#owners.set(key, id);
		}
	}

	remove(document: Document): void {
		for (const {key} of this.#keys(document)) {
			this.#owners.delete(key);
		}
	}

	/** The keys of a document: one, or one for each element of an array in it. */
	#keys(document: Document): readonly {readonly key: string; readonly values: readonly unknown[]}[] {
		const {definition} = this;
		if (!definition.covers(document)) {
			return [];
		}

		const columns = this.#paths.map(path => keyValues(document, path));
		if (definition.sparse && columns.every(values => values.length === 1 && values[0] === undefined)) {
			return [];
		}

		if (columns.filter(values => values.length > 1).length > 1) {
			throw new MongoError(171, `cannot index parallel arrays [${Object.keys(definition.key).join('] [')}]`);
		}

		let rows: readonly (readonly unknown[])[] = [[]];
		for (const values of columns) {
			rows = rows.flatMap(row => values.map(value => [...row, value ?? null]));
		}

		return rows.map(values => ({key: canonicalKey(values), values}));
	}
}

/** The values at a path for an index: missing is undefined, arrays give their elements, an empty one null. */
function keyValues(document: Document, path: readonly string[]): readonly unknown[] {
	const values: unknown[] = [];
	somePathValue(document, path, value => {
		if (Array.isArray(value)) {
			values.push(...(value.length === 0 ? [null] : value as unknown[]));
		} else {
			values.push(value);
		}

		return false;
	});
	return values.length === 0 ? [undefined] : values;
}

/** MongoDB's E11000. */
export function duplicateKey(namespace: string, definition: IndexDefinition, values: readonly unknown[]): MongoError {
	const keyValue = Object.fromEntries(Object.keys(definition.key).map((path, index) => [path, values[index]]));
	return new MongoError('DuplicateKey', `E11000 duplicate key error collection: ${namespace} index: ${definition.name} dup key: ${displayValue(keyValue)}`, {keyPattern: definition.key, keyValue});
}
