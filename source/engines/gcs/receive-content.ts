import {closeSync, openSync, rmSync} from 'node:fs';
import {writeAll} from '../kept-files.ts';
import {type Checksummer, createChecksummer} from './checksums.ts';
import {tooLarge} from './gcs-error.ts';
import type {ReceivedContent} from './object-record.ts';

/** Streams content into a new file. On any failure the file is gone. Throws 413 past `limitBytes`. */
export async function receiveContent(source: AsyncIterable<Buffer>, path: string, limitBytes: number): Promise<ReceivedContent & {md5Hash: string}> {
	const checksummer = createChecksummer();
	try {
		const file = openSync(path, 'wx', 0o600);
		try {
			await appendContent(file, source, checksummer, limitBytes);
		} finally {
			closeSync(file);
		}
	} catch (error) {
		rmSync(path, {force: true});
		throw error;
	}

	return {path, size: checksummer.size(), ...checksummer.finish()};
}

/** Runs what makes an object of received content; when that throws, the content's file is gone. */
export function commitOrDiscard<T>(content: Pick<ReceivedContent, 'path'>, commit: () => T): T {
	try {
		return commit();
	} catch (error) {
		rmSync(content.path, {force: true});
		throw error;
	}
}

/**
 * Appends a stream to a file, chunk by chunk, so that the checksummer has seen exactly what is in the file whenever it stops. This thread
 * does nothing but the engine's work: it writes itself, as asking other threads to costs more than a chunk does.
 */
export async function appendContent(file: number, source: AsyncIterable<Buffer>, checksummer: Checksummer, limitBytes: number): Promise<void> {
	for await (const chunk of source) {
		if (checksummer.size() + chunk.length > limitBytes) {
			throw tooLarge('The object', limitBytes);
		}

		writeAll(file, chunk);
		checksummer.update(chunk);
	}
}
