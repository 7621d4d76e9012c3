import {createGunzip} from 'node:zlib';
import type {ListedObject} from '../stores/earlier-manifest.ts';
import {crc32cOf, type GcsArchive} from '../stores/gcs-archive.ts';
import {StoreFailure} from '../stores/store-failure.ts';

/** Facts of a day: in an object that stands, or in bytes that are to become one. */
export type Held = {readonly name: string; readonly bytes?: Buffer};

/** How the facts of a day that are held now lie to those that an earlier manifest lists. */
export type Difference = {
	/** No fact that is listed is missing in what is held. */
	readonly hasAll: boolean;
	/** How many of the facts held may be listed or not, as an object cannot be read. */
	readonly unsureRows: number;
	readonly unreadable: readonly ListedObject[];
	/** The lines of the facts held that are surely not listed. */
	newLines(): AsyncIterable<{readonly line: string; readonly id: string}>;
};

/** A bucket, and how the lines of its objects are read. */
type Lines = {readonly archive: GcsArchive; readonly lineId: (line: string) => string | undefined};

/**
 * Compares the facts of a day by their ids. An object that is on both sides is not read, so a repeat reads nothing.
 * @param lineId the id in a line
 * @param held the facts now, none twice
 * @param listed what an earlier manifest lists, no fact twice
 */
export async function compareDay({archive, lineId}: Lines, held: readonly Held[], listed: readonly ListedObject[], signal?: AbortSignal): Promise<Difference> {
	const without = <T extends {readonly name: string}>(objects: readonly T[], others: ReadonlyArray<{readonly name: string}>) =>
		objects.filter(({name}) => !others.some(other => other.name === name));
	const heldOnly = without(held, listed);
	const ids = new Set<string>();
	const unreadable: ListedObject[] = [];
	for (const object of without(listed, held)) {
		const ofObject = await readIds({archive, lineId}, object, signal);
		if (!ofObject) {
			unreadable.push(object);
		}

		for (const id of ofObject ?? []) {
			ids.add(id);
		}
	}

	const mayHold = (id: string) => unreadable.some(({leastId, greatestId}) => id >= leastId && id <= greatestId);
	const missing = new Set(ids);
	let unsureRows = 0;
	for await (const {id} of ids.size + unreadable.length > 0 ? linesOfAll({archive, lineId}, heldOnly, signal) : []) {
		missing.delete(id);
		unsureRows += !ids.has(id) && mayHold(id) ? 1 : 0;
	}

	return {
		hasAll: missing.size === 0 && unreadable.length === 0,
		unsureRows,
		unreadable,
		async *newLines() {
			for await (const each of linesOfAll({archive, lineId}, heldOnly, signal)) {
				if (!ids.has(each.id) && !mayHold(each.id)) {
					yield each;
				}
			}
		},
	};
}

/** The ids of an object's facts; undefined when it is gone or damaged. */
async function readIds({archive, lineId}: Lines, {name, crc32c}: ListedObject, signal?: AbortSignal): Promise<Set<string> | undefined> {
	const ids = new Set<string>();
	try {
		const bytes = await archive.readObject(name, signal);
		if (crc32cOf(bytes) !== crc32c) {
			return undefined;
		}

		for await (const line of linesOf(bytes, signal)) {
			const id = lineId(line);
			if (id === undefined) {
				return undefined;
			}

			ids.add(id);
		}

		return ids;
	} catch (error) {
		const isDamaged = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
		if (!signal?.aborted && (isDamaged || (error instanceof StoreFailure && error.kind === 'refuses'))) {
			return undefined;
		}

		throw error;
	}
}

async function* linesOfAll({archive, lineId}: Lines, held: readonly Held[], signal?: AbortSignal): AsyncGenerator<{line: string; id: string}, void> {
	for (const {name, bytes} of held) {
		for await (const line of linesOf(bytes ?? (await archive.readObject(name, signal)), signal)) {
			yield {line, id: lineId(line) ?? ''};
		}
	}
}

/** The lines of an object, each with its end; unpacked piece by piece, as they are many times its size. */
async function* linesOf(bytes: Buffer, signal?: AbortSignal): AsyncGenerator<string, void> {
	const gunzip = createGunzip();
	gunzip.setEncoding('utf8');
	gunzip.end(bytes);
	let rest = '';
	for await (const text of gunzip as AsyncIterable<string>) {
		signal?.throwIfAborted();
		const lines = `${rest}${text}`.split('\n');
		rest = lines.pop()!;
		for (const line of lines) {
			yield `${line}\n`;
		}
	}

	if (rest !== '') {
		yield `${rest}\n`;
	}
}
