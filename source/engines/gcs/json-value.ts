import {GcsError, invalid, tooLarge} from './gcs-error.ts';

/** A JSON object from outside, nothing about it checked. */
export type JsonObject = {readonly [name: string]: unknown};

/** Reads a JSON request body; none at all is an empty object. Throws 413 past `limitBytes` and 400 when it is not an object. */
export async function readJsonBody(source: AsyncIterable<Buffer>, limitBytes: number): Promise<JsonObject> {
	return parseJsonObject(await readAll(source, limitBytes));
}

/** A whole request body, or part of one. Throws 413 past `limitBytes`. */
export async function readAll(source: AsyncIterable<Buffer>, limitBytes: number, what = 'The request body'): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of source) {
		size += chunk.length;
		if (size > limitBytes) {
			throw tooLarge(what, limitBytes);
		}

		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
}

/** Parses a JSON object; no bytes are an empty one. Throws Cloud Storage's 400 for anything else. */
export function parseJsonObject(bytes: Buffer): JsonObject {
	if (bytes.length === 0) {
		return {};
	}

	try {
		const value: unknown = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
		if (isJsonObject(value)) {
			return value;
		}
	} catch {
		// It is said below.
	}

	throw new GcsError(400, 'parseError', 'Parse Error');
}

/** Whether a JSON value is an object, neither an array nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Throws a 400 for a resource that names itself otherwise than the path does. */
export function checkAgrees(resource: JsonObject, field: string, value: string): void {
	const written = resource[field] ?? value;
	if (written !== value) {
		throw invalid(
			`Value '${String(written).slice(0, 222)}' in content does not agree with value '${value}'. This can happen when a value set through a parameter is inconsistent with a value set in the request.`,
		);
	}
}

/** Whether a setting is absent, empty or says that it is off. */
export function isOff(value: unknown): boolean {
	if (isJsonObject(value)) {
		return Object.values(value).every(entry => isOff(entry));
	}

	return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

/**
 * Applies a change to a map of texts as PATCH does: a null takes the entry away, an absent one stays. Throws a 400 that
 * names `what` when the change is not such a map.
 */
export function mergeTexts(what: string, base: Readonly<Record<string, string>>, change: unknown): Record<string, string> {
	if (!isJsonObject(change)) {
		throw invalid(`Invalid value for ${what}.`);
	}

	const merged = new Map(Object.entries(base));
	for (const [name, value] of Object.entries(change)) {
		if (value === null) {
			merged.delete(name);
		} else if (typeof value === 'string') {
			merged.set(name, value);
		} else {
			throw invalid(`Invalid value for ${what}: ${name} is not a string.`);
		}
	}

	return Object.fromEntries(merged);
}
