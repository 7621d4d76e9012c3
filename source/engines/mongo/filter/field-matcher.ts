import {GeneratedCode, readField} from '../generated-code.ts';
import {isDocument, type Document} from '../values/document.ts';
import {somePathValue} from '../values/paths.ts';

/** A compiled filter: whether a document matches. */
export type Predicate = (document: Document) => boolean;

/** Writes a test of a value as text. The value's own text is used only once in it. */
export type Test = (value: string) => string;

/** One test of a field, to be applied at a path or, inside `$elemMatch`, to one value. */
export type FieldMatcher = {
	at(parts: readonly string[], code: GeneratedCode): Test;
	element(code: GeneratedCode): Test;
};

/**
 * A test that an array passes when one of its elements or the array itself does (`$eq`, `$gt`, `$type`…).
 *
 * @param quick The text of an answer for the usual values, from `v`. Where it gives undefined, `test` answers.
 */
export function anyElement(test: (value: unknown) => boolean, quick?: (code: GeneratedCode) => string): FieldMatcher {
	const element = (code: GeneratedCode) => calling(quick ? code.define(`(v,k)=>${quick(code)}??${code.constant(test)}(v)`) : code.constant(test));
	return {
		element,
		at: (parts, code) => atPath(parts, calling(code.define(`(v,k)=>${element(code)('v')}||Array.isArray(v)&&${hasItem(element(code), code)}(v,k)`)), code),
	};
}

/** A test of the whole value; arrays are not opened (`$exists`, `$size`, `$elemMatch`). */
export function wholeValue(test: (value: unknown) => boolean): FieldMatcher {
	return {
		element: code => calling(code.constant(test)),
		at: (parts, code) => atPath(parts, calling(code.constant(test)), code),
	};
}

/** A test that an element of an array must pass. */
export function anyItem(test: Test): FieldMatcher {
	const element = (code: GeneratedCode) => calling(code.define(`(v,k)=>Array.isArray(v)&&${hasItem(test, code)}(v,k)`));
	return {element, at: (parts, code) => atPath(parts, element(code), code)};
}

function calling(name: string): Test {
	return value => `${name}(${value},k)`;
}

/** The name of a function that tells whether an item of a list passes. */
function hasItem(test: Test, code: GeneratedCode): string {
	return code.define(`(v,k)=>{for(let i=0;i<v.length;i++){const w=v[i];if(${test('w')})return true}return false}`);
}

/** A test of a document from a test of the value at a path. */
function atPath(parts: readonly string[], test: Test, code: GeneratedCode): Test {
	return parts.length === 1
		? document => test(readField(document, parts[0]!))
		: document => `${code.constant(somePathValue)}(${document},${code.constant(parts)},v=>${test('v')})`;
}

/** True where the other is false: `$ne`, `$nin`, `$not`. */
export function negated(matcher: FieldMatcher): FieldMatcher {
	return {
		element: code => not(matcher.element(code)),
		at: (parts, code) => not(matcher.at(parts, code)),
	};
}

export function not(test: Test): Test {
	return value => `!${test(value)}`;
}

const all = (tests: readonly Test[]): Test => joined('&&', tests);

/** True where all are. */
export function every(matchers: readonly FieldMatcher[]): FieldMatcher {
	return {
		element: code => all(matchers.map(matcher => matcher.element(code))),
		at: (parts, code) => all(matchers.map(matcher => matcher.at(parts, code))),
	};
}

/** True where all tests are, or one is. */
export function joined(operator: '&&' | '||', tests: readonly Test[]): Test {
	return value => (tests.length === 0 ? String(operator === '&&') : `(${tests.map(test => test(value)).join(operator)})`);
}

/** Whether an object is one of operators (`{$gt: 1}`) and not a value to equal. */
export function isOperatorObject(value: unknown): value is Document {
	if (!isDocument(value)) {
		return false;
	}

	const [first] = Object.keys(value);
	return first !== undefined && first.startsWith('$') && first !== '$ref' && first !== '$id' && first !== '$db';
}
