import {type GeneratedCode, isDocumentText, readField} from '../generated-code.ts';
import {ensureSupported} from '../mongo-error.ts';
import {fieldOf, isDocument, type Document} from './document.ts';

const digits = /^(0|[1-9]\d*)$/;

/** Whether a path's part can be an array index. */
export function isIndex(part: string): boolean {
	return digits.test(part);
}

/** Refuses a new field that JavaScript would put before those that are there: names that are whole numbers come first. */
export function checkPlace(document: Document, name: string): void {
	const isLast = !isIndex(name) || Object.hasOwn(document, name) || Object.keys(document).every(key => isIndex(key) && Number(key) < Number(name));
	ensureSupported(isLast, 'A field name that is a number, behind another name');
}

/** A document with its `_id` first. */
export function withIdFirst(id: unknown, rest: Document): Document {
	checkPlace({_id: id}, Object.keys(rest)[0] ?? '_id');
	return {_id: id, ...rest};
}

/**
 * Visits what a query path reaches, as MongoDB's matcher does: arrays on the way are entered (their documents, or the
 * element of a numeric part), a missing field is `undefined`. The visit ends when `visit` returns true, which is then
 * the result. An array at the end is visited as a whole; `atLeaf` of the caller decides about its elements.
 */
export function somePathValue(value: unknown, parts: readonly string[], visit: (value: unknown) => boolean, from = 0): boolean {
	if (from === parts.length) {
		return visit(value);
	}

	if (isDocument(value)) {
		return somePathValue(fieldOf(value, parts[from]!), parts, visit, from + 1);
	}

	if (!Array.isArray(value)) {
		return visit(undefined);
	}

	const part = parts[from]!;
	if (isIndex(part) && Number(part) < value.length && somePathValue(value[Number(part)], parts, visit, from + 1)) {
		return true;
	}

	for (const item of value as unknown[]) {
		if (isDocument(item) && somePathValue(item, parts, visit, from)) {
			return true;
		}
	}

	return false;
}

/** The values at a path, arrays at its end opened; for expiry, `distinct` and `$lookup`. Here a number in a path is a place of an array, and no name in it. */
export function pathLeaves(value: unknown, parts: readonly string[], from = 0): unknown[] {
	const part = parts[from];
	if (part === undefined) {
		return Array.isArray(value) ? value : [value];
	}

	if (!Array.isArray(value)) {
		return isDocument(value) ? pathLeaves(fieldOf(value, part), parts, from + 1) : [];
	}

	return isIndex(part)
		? pathLeaves(value[Number(part)], parts, from + 1)
		: (value as unknown[]).flatMap(item => (isDocument(item) ? pathLeaves(item, parts, from) : []));
}

/** The text of `expressionPath` for a document `d`. */
export function pathText(parts: readonly string[], code: GeneratedCode): string {
	const [first, second] = parts as [string, string];
	if (parts.length === 1) {
		return readField('d', first);
	}

	const inDocument = parts.length === 2 ? `${isDocumentText('x', code)}?${readField('x', second)}:` : '';
	return `${code.define(`(d,k)=>{const x=${readField('d', first)};return ${inDocument}${code.constant(expressionPath)}(x,${code.constant(parts)},1)}`)}(d,k)`;
}

/**
 * The value of a field path in an expression (`$items.sku`): arrays on the way give the array of what their documents
 * hold, numeric parts are names, and what is missing is undefined.
 */
export function expressionPath(value: unknown, parts: readonly string[], from = 0): unknown {
	let current = value;
	for (let i = from; i < parts.length; i++) {
		if (isDocument(current)) {
			current = fieldOf(current, parts[i]!);
		} else if (Array.isArray(current)) {
			const found: unknown[] = [];
			for (const item of current as unknown[]) {
				const inner = isDocument(item) ? expressionPath(item, parts, i) : undefined;
				if (inner !== undefined) {
					found.push(inner);
				}
			}

			return found;
		} else {
			return undefined;
		}
	}

	return current;
}
