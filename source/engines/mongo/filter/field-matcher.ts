import type {Document} from '../values/document.ts';
import {fieldReader, isDocument} from '../values/document.ts';
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
	const visit = (value: unknown) => Array.isArray(value) ? hasItem(value, test) || test(value) : test(value);
	return {
		element: test,
		at(parts) {
			if (parts.length > 1) {
				return document => somePathValue(document, parts, visit);
			}

			const name = parts[0]!;
			const read = fieldReader(name);
			return name in Object.prototype ? document => visit(read(document)) : document => {
				const value = document[name];
				return Array.isArray(value) ? visit(value) : test(value);
			};
		},
	};
}

/** A test of the whole value; arrays are not opened (`$exists`, `$size`, `$elemMatch`). */
export function wholeValue(test: (value: unknown) => boolean): FieldMatcher {
	return {
		element: test,
		at(parts) {
			if (parts.length > 1) {
				return document => somePathValue(document, parts, test);
			}

			const read = fieldReader(parts[0]!);
			return document => test(read(document));
		},
	};
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
		element: all(matchers.map(matcher => (value: unknown) => matcher.element(value))),
		at: parts => all(matchers.map(matcher => matcher.at(parts))),
	};
}

/** True where every test is. */
export function all<T>(tests: ReadonlyArray<(value: T) => boolean>): (value: T) => boolean {
	if (tests.length === 1) {
		return tests[0]!;
	}

	const [first, second] = tests;
	if (first && second && tests.length === 2) {
		return value => first(value) && second(value);
	}

	return value => {
		for (let i = 0; i < tests.length; i++) {
			if (!tests[i]!(value)) {
				return false;
			}
		}

		return true;
	};
}

/** Whether an item of a list passes. */
export function hasItem(list: readonly unknown[], test: (item: unknown) => boolean): boolean {
	for (let i = 0; i < list.length; i++) {
		if (test(list[i])) {
			return true;
		}
	}

	return false;
}

/** True where one test is. */
export function some<T>(tests: ReadonlyArray<(value: T) => boolean>): (value: T) => boolean {
	return value => {
		for (let i = 0; i < tests.length; i++) {
			if (tests[i]!(value)) {
				return true;
			}
		}

		return false;
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
