import {isDocument} from './values/document.ts';

/** The compiled functions of so many texts are kept, when a text is no longer than this. */
const keptLength = 32_768;
const keptMax = 500;

const kept = new Map<string, unknown>();

/**
 * Functions that are written as text and compiled together. Each has code of its own, which V8 optimises for its own arguments; closures of
 * one source line share their code, and V8 cannot. Equal texts are compiled once. They hold no values: every function is given the constants
 * as its last parameter, `k`.
 * Nothing of a client stands in a text, except through `JSON.stringify`: its values are constants.
 */
export class GeneratedCode {
	/** What `k` is. */
	readonly values: unknown[] = [];
	readonly #constants = new Map<unknown, string>();
	readonly #functions = new Map<string, string>();
	#text = '';

	/** The text by which code refers to a value. */
	constant(value: unknown): string {
		const known = this.#constants.get(value) ?? `k[${this.values.push(value) - 1}]`;
		this.#constants.set(value, known);
		return known;
	}

	/** Adds a function and gives its name. Equal functions have one name. */
	define(text: string): string {
		const known = this.#functions.get(text);
		if (known !== undefined) {
			return known;
		}

		const name = `f${this.#functions.size}`;
		this.#text += `const ${name}=${text};\n`;
		this.#functions.set(text, name);
		return name;
	}

	/** Compiles a text: a function, or an object of functions. */
	make<T>(meaning: string): T {
		const text = `${this.#text}return ${meaning};`;
		// eslint-disable-next-line no-new-func, typescript/no-implied-eval -- see above for what a text can hold
		const made = kept.get(text) ?? (new Function(text) as () => unknown)();
		kept.delete(text);
		if (text.length <= keptLength) {
			kept.set(text, made);
		}

		if (kept.size > keptMax) {
			kept.delete(kept.keys().next().value!);
		}

		return made as T;
	}
}

/** The text that reads a field of a document. What an object inherits is no field. */
export function readField(document: string, name: string): string {
	return name === '__proto__'
		? 'undefined'
		: name in Object.prototype
			? `(typeof ${document}[${JSON.stringify(name)}]==='function'?undefined:${document}[${JSON.stringify(name)}])`
			: `${document}[${JSON.stringify(name)}]`;
}

/** The text that tells whether a value is an embedded document. It calls `isDocument` only where a quick test says no. */
export function isDocumentText(value: string, code: GeneratedCode): string {
	return `(${value}&&${value}.constructor===Object||${code.constant(isDocument)}(${value}))`;
}
