import {once} from 'node:events';
import {createGzip, type Gzip} from 'node:zlib';
import type {ListedObject} from '../stores/earlier-manifest.ts';
import {crc32cOf, type GcsArchive} from '../stores/gcs-archive.ts';

/** A day's object is closed and another begun at this many compressed bytes, so that memory stays bounded. */
export const partLimitBytes = 32 * 1024 * 1024;

/** Facts of one day on their way into an object: their compressed lines, and what they come to. */
export type Part = {
	readonly day: string;
	readonly gzip: Gzip;
	readonly chunks: Buffer[];
	sizeBytes: number;
	rows: number;
	worth: number;
	leastId: string;
	greatestId: string;
};

export type ArchivedObject = ListedObject & {
	/** False when the object stood there already, byte for byte, or was kept from an earlier archive. */
	readonly created: boolean;
};

export function openPart(day: string): Part {
	const gzip = createGzip();
	const part: Part = {day, gzip, chunks: [], sizeBytes: 0, rows: 0, worth: 0, leastId: '', greatestId: ''};
	gzip.on('data', (chunk: Buffer) => {
		part.chunks.push(chunk);
		part.sizeBytes += chunk.length;
	});
	return part;
}

/** Adds a fact's line. */
export async function addLine(part: Part, line: string, {id, worth}: {readonly id: string; readonly worth: number}): Promise<void> {
	part.rows += 1;
	part.worth += worth;
	part.leastId = part.leastId === '' || id < part.leastId ? id : part.leastId;
	part.greatestId = id > part.greatestId ? id : part.greatestId;
	if (!part.gzip.write(line)) {
		await once(part.gzip, 'drain');
	}
}

/** A part that has its bytes and name, and is not stored yet. */
export type SealedPart = Pick<ListedObject, 'name' | 'day' | 'rows' | 'worth' | 'leastId' | 'greatestId'> & {readonly bytes: Buffer};

/** Closes a part. Its name has the CRC32C of its bytes, so that a repeat neither doubles nor overwrites. */
export async function sealPart(part: Part, collection: string): Promise<SealedPart> {
	const ended = once(part.gzip, 'end');
	part.gzip.end();
	await ended;
	const bytes = Buffer.concat(part.chunks);
	const checksum = Buffer.from(crc32cOf(bytes), 'base64').toString('hex');
	const name = `${collection}/dt=${part.day}/${collection}-${checksum}.jsonl.gz`;
	const {day, rows, worth, leastId, greatestId} = part;
	return {name, bytes, day, rows, worth, leastId, greatestId};
}

/** Stores a part as an object. */
export async function storePart(archive: GcsArchive, {bytes, ...part}: SealedPart, signal?: AbortSignal): Promise<ArchivedObject> {
	// Content type gzip, no content encoding: the object is the file, and nobody unpacks it on the way.
	return {...(await archive.createObject(part.name, bytes, {contentType: 'application/gzip'}, signal)), ...part};
}
