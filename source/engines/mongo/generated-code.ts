import {isDocument} from './values/document.ts';

/** Texts up to this length, and so many of them, are kept with the functions that V8 has made of them. */
const keptLength = 32_768;
const keptMax = 500;

const kept = new Map<string, unknown>();

/**
 * Small functions that call each other, written as text and made at once. Each has code of its own, which V8 makes as fast as if
 * written by hand; functions that share their code with others it cannot. The same text is made once: it holds no values, which are
 * handed to every function as its last parameter, `k`.
 * A text holds names and numbers of this class alone: what comes from a client goes in as a constant, or through `JSON.stringify`.
 */
export class GeneratedCode {
	/** What `k` is. */
	readonly values: unknown[] = [];
	readonly #constants = new Map<unknown, string>();
	readonly #functions = new Map<string, string>();
	#text = '';

	/** The text that means a value. */
	constant(value: unknown): string {
		const known = this.#constants.get(value) ?? `k[${this.values.push(value) - 1}]`;
		this.#constants.set(value, known);
		return known;
	}

	/** The name of a function. */
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

	/** What a text means: a function, or an object of some. */
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

/** The text that reads a field of a document; what an object inherits is no field. */
export function readField(document: string, name: string): string {
	return name === '__proto__'
		? 'undefined'
		: name in Object.prototype
			? `(typeof ${document}[${JSON.stringify(name)}]==='function'?undefined:${document}[${JSON.stringify(name)}])`
			: `${document}[${JSON.stringify(name)}]`;
}

/** The text that tells whether a value is an embedded document: `isDocument`, asked where the quick answer is no. */
export function isDocumentText(value: string, code: GeneratedCode): string {
	return `(${value}&&${value}.constructor===Object||${code.constant(isDocument)}(${value}))`;
}
