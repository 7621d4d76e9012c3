import {once} from 'node:events';
import {createGzip, type Gzip} from 'node:zlib';
import type {LineBytes} from '../scenarios/line-bytes.ts';
import type {ArchivedPart} from '../stores/archive-manifest.ts';
import {crc32cOf} from '../stores/gcs-archive.ts';

/**
 * A part is closed and another one of its day begun at this length of its text, so that memory stays bounded. By its text, not its
 * compressed bytes, which come when they will: a repeat cuts the same day into the same parts.
 */
export const partTextLimit = 32 * 1024 * 1024;

/** Lines are compressed in pieces of at least so many bytes. A day of a small shop is one piece. */
const pieceBytes = 512 * 1024;

/** Enough room for the lines of a piece. */
export const pieceRoom = pieceBytes + 16 * 1024;

/** Facts of one day on their way into an object. */
export type OpenPart = {
	/** How long its text is so far. */
	readonly textLength: number;
	readonly rows: number;
	/** Adds a fact whose line was written. Waits where more has come than is compressed. */
	add(id: string, worth: number): Promise<void> | undefined;
	/** Closes it. */
	seal(): Promise<SealedPart>;
	destroy(): void;
};

/** A part that has its bytes, and is not stored yet. */
export type SealedPart = Pick<ArchivedPart, 'rows' | 'worth' | 'leastId' | 'greatestId' | 'sizeBytes' | 'crc32c'> & {readonly bytes: Buffer};

/** @param lines its lines are written there, and what is there already is its own */
export function openPart(lines: LineBytes): OpenPart {
	const gzip = createGzip({chunkSize: 64 * 1024});
	const chunks: Buffer[] = [];
	gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
	let [writtenLength, rows, worth, leastId, greatestId] = [0, 0, 0, '', ''];
	const write = () => {
		writtenLength += lines.textLength;
		return gzip.write(lines.take()) ? undefined : drained(gzip);
	};

	return {
		get textLength() {
			return writtenLength + lines.textLength;
		},
		get rows() {
			return rows;
		},
		add(id, worthOfFact) {
			rows++;
			worth += worthOfFact;
			leastId = rows === 1 || id < leastId ? id : leastId;
			greatestId = id > greatestId ? id : greatestId;
			return lines.length >= pieceBytes ? write() : undefined;
		},
		async seal() {
			const ended = once(gzip, 'end');
			gzip.end(lines.take());
			await ended;
			lines.reuse();
			const bytes = Buffer.concat(chunks);
			return {rows, worth, leastId: copied(leastId), greatestId: copied(greatestId), sizeBytes: bytes.length, crc32c: crc32cOf(bytes), bytes};
		},
		destroy: () => void gzip.destroy(),
	};
}

/** A text of its own: one that was cut from a longer text keeps all of that in memory, and a day's ids are kept until the archive is over. */
function copied(text: string): string {
	return Buffer.from(text).toString();
}

async function drained(gzip: Gzip): Promise<void> {
	await once(gzip, 'drain');
}
