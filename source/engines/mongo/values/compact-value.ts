import {GeneratedCode} from '../generated-code.ts';
import {isDocument, type Document} from './document.ts';

const shapesMax = 2000;
const fieldsMax = 64;
/** Longer texts are hardly ever the same. */
const textLengthMax = 40;

const makers = new Map<string, (values: readonly unknown[]) => Document>();
const texts: string[] = Array.from({length: 8192}, () => '');

/**
 * A copy of a document that takes as little memory as V8 allows. Objects and arrays have no spare room for more fields or items. Equal short
 * texts are one object, so that comparing them is quick.
 */
export function compactDocument(document: Document): Document {
	const names = Object.keys(document);
	const shape = `${names.length} ${names.join('\0')}`;
	let make = makers.get(shape);
	if (!make) {
		if (makers.size >= shapesMax || names.length > fieldsMax || names.includes('__proto__')) {
			return document;
		}

		make = new GeneratedCode().make<(values: readonly unknown[]) => Document>(`a=>({${names.map((name, i) => `${JSON.stringify(name)}:a[${i}]`).join(',')}})`);
		makers.set(shape, make);
	}

	const values: unknown[] = [];
	for (const name of names) {
		const value = document[name];
		values.push(typeof value === 'number' ? value : compactValue(value));
	}

	return make(values);
}

function compactValue(value: unknown): unknown {
	if (typeof value === 'string') {
		return sharedText(value);
	}

	if (Array.isArray(value)) {
		return value.map(item => compactValue(item));
	}

	return isDocument(value) ? compactDocument(value) : value;
}

/** An equal text that was met before, where it is still in the table. Each place of the table holds the latest text. */
function sharedText(text: string): string {
	const {length} = text;
	if (length > textLengthMax || length === 0) {
		return text;
	}

	const place = (length * 31 + text.charCodeAt(0) * 1009 + text.charCodeAt(length >> 1) * 257 + text.charCodeAt(length - 1) * 17) % texts.length;
	const known = texts[place]!;
	if (known === text) {
		return known;
	}

	texts[place] = text;
	return text;
}
