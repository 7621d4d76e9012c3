import type {Document} from '../values/document.ts';
import {fieldOf, isDocument} from '../values/document.ts';
import {somePathValue} from '../values/paths.ts';

/** A compiled filter: whether a document matches. */
export type Predicate = (document: Document) => boolean;

/** One test of a field, to be applied at a path or, inside `$elemMatch`, to one value. */
export type FieldMatcher = {
	at(parts: readonly string[]): Predicate;
	element(value: unknown): boolean;
};

/** A test that an array passes when one of its elements or the array itself does (`$eq`, `$gt`, `$type`…). */
export function anyElement(test: (value: unknown) => boolean): FieldMatcher {
	const visit = (value: unknown) => Array.isArray(value) ? value.some(item => test(item)) || test(value) : test(value);
	return {
		element: test,
		at(parts) {
			if (parts.length > 1) {
				return document => somePathValue(document, parts, visit);
			}

			const name = parts[0]!;
			return document => visit(fieldOf(document, name));
		},
	};
}

/** A test of the whole value; arrays are not opened (`$exists`, `$size`, `$elemMatch`). */
export function wholeValue(test: (value: unknown) => boolean): FieldMatcher {
	return {element: test, at: parts => document => somePathValue(document, parts, test)};
}

/** True where the other is false: `$ne`, `$nin`, `$not`. */
export function negated(matcher: FieldMatcher): FieldMatcher {
	return {
		element: value => !matcher.element(value),
		at(parts) {
			const predicate = matcher.at(parts);
			return document => !predicate(document);
		},
	};
}

/** True where all are. */
export function every(matchers: readonly FieldMatcher[]): FieldMatcher {
	if (matchers.length === 1) {
		return matchers[0]!;
	}

	return {
		element: value => matchers.every(matcher => matcher.element(value)),
		at(parts) {
			const predicates = matchers.map(matcher => matcher.at(parts));
			return document => predicates.every(predicate => predicate(document));
		},
	};
}

/** Whether an object is one of operators (`{$gt: 1}`) and not a value to equal. */
export function isOperatorObject(value: unknown): value is Document {
	if (!isDocument(value)) {
		return false;
	}

	const [first] = Object.keys(value);
	return first !== undefined && first.startsWith('$') && first !== '$ref' && first !== '$id' && first !== '$db';
}
