import {conditionNotMet, invalidParameter, notModified, notSupported} from './gcs-error.ts';

const kinds = ['generationMatch', 'generationNotMatch', 'metagenerationMatch', 'metagenerationNotMatch'] as const;

/** What a request demands of a thing's generation (its content) and metageneration (its metadata). */
export type Preconditions = {readonly [Kind in (typeof kinds)[number]]?: number};

/** The versions that preconditions are compared with. A bucket has no generation. */
export type Versions = {readonly generation?: number; readonly metageneration: number};

/** Reads the preconditions among the query parameters: `ifGenerationMatch` and its kin. Throws a 400 for a value that is not a whole number. */
export function readPreconditions(query: ReadonlyMap<string, string>): Preconditions {
	return Object.fromEntries(
		kinds.flatMap(kind => {
			const value = readWholeNumber(query, `if${kind.charAt(0).toUpperCase()}${kind.slice(1)}`);
			return value === undefined ? [] : [[kind, value]];
		}),
	);
}

/**
 * Throws 412 when a precondition does not hold. Without a live object only `generationMatch: 0` holds. A reader for whom
 * only a "not match" fails gets 304 instead, since it has that version already.
 */
export function checkPreconditions(conditions: Preconditions, live: Versions | undefined, request: 'read' | 'write' = 'write'): void {
	const {generationMatch, generationNotMatch, metagenerationMatch, metagenerationNotMatch} = conditions;
	const generation = live?.generation ?? 0;
	if ((generationMatch ?? generation) !== generation || (metagenerationMatch !== undefined && metagenerationMatch !== live?.metageneration)) {
		throw conditionNotMet();
	}

	const isAbsent = live === undefined && (generationNotMatch !== undefined || metagenerationNotMatch !== undefined);
	const isSame = live !== undefined && (generationNotMatch === generation || metagenerationNotMatch === live.metageneration);
	if (isAbsent || isSame) {
		throw request === 'read' ? notModified() : conditionNotMet();
	}
}

/** Throws 501 for a condition that the called method does not know, since to ignore it would change the answer. */
export function refuseUnknownConditions(query: ReadonlyMap<string, string>, known: readonly string[]): void {
	for (const name of query.keys()) {
		if (/^if[A-Z]/.test(name) && !known.includes(name)) {
			throw notSupported(`The parameter ${name} of this method`);
		}
	}
}

/** A query parameter that is a whole number, or undefined when it is not given. Throws a 400 for anything else. */
export function readWholeNumber(query: ReadonlyMap<string, string>, name: string): number | undefined {
	const text = query.get(name);
	if (text === undefined) {
		return undefined;
	}

	const value = Number(text);
	if (!/^\d{1,19}$/.test(text) || value >= 2 ** 63) {
		throw invalidParameter(name, `Invalid long value: '${text.slice(0, 100)}'.`);
	}

	return value;
}
