import {Problem} from '../words/problem.ts';

// JSON.stringify does not escape these, and some readers end a line at them.
const unescaped = /[\u007F-\u009F\u2028\u2029]/g;

/** A value as JSON that holds no character that any reader takes for the end of a line. */
export function plainJson(value: unknown): string {
	const json = JSON.stringify(value);
	// Nearly all text is plain, and a test is cheaper than a replacement.
	return json.search(unescaped) === -1 ? json : json.replaceAll(unescaped, escapeSign);
}

/** The JSON of an archived line. @throws Problem for a line that is none */
export function parseLine(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		throw new Problem('is no JSON');
	}
}

function escapeSign(sign: string): string {
	return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
