/** A decoded BSON document: a plain object whose keys stand in the document's order. */
export type Document = Record<string, unknown>;

/** Whether a value is an embedded document: not an array, a date, or one of BSON's own classes. */
export function isDocument(value: unknown): value is Document {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The value of a document's own field, or undefined when it has none. What an object inherits (`constructor`, `toString`) is never a field. */
export function fieldOf(document: Document, name: string): unknown {
	const value = document[name];
	return typeof value === 'function' || name === '__proto__' ? undefined : value;
}

/** A copy that shares no document or array with the original; scalars are immutable here and are shared. */
export function cloneValue<T>(value: T): T {
	if (Array.isArray(value)) {
		return value.map(item => cloneValue(item as unknown)) as T;
	}

	if (isDocument(value)) {
		const copy: Document = {};
		for (const key of Object.keys(value)) {
			copy[key] = cloneValue(value[key]);
		}

		return copy as T;
	}

	return value;
}
