import {randomUUID} from 'node:crypto';
import {renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {crc32c} from '../../crc32c.ts';
import {readPrivate} from '../kept-files.ts';

/** What a record's file says; `isSealed` is false for a file from before records had checksums. */
export type ReadRecord<T> = {readonly record: T; readonly isSealed: boolean};

/** Writes a record with a checksum of itself, so that a reader, or the next run after a crash, finds the old one or the new one and nothing between. */
export function writeRecord(path: string, record: object, scratchFolder: string): void {
	const scratch = join(scratchFolder, randomUUID());
	writeFileSync(scratch, seal(JSON.stringify(record)), {mode: 0o600});
	renameSync(scratch, path);
}

/** Reads a record. @throws Error naming the file when it is not as it was written. */
export function readRecord<T extends {readonly name: string}>(path: string): ReadRecord<T> {
	const text = readPrivate(path).toString();
	const json = /^\{"sum":"[\da-f]{8}","record":(.*)\}$/s.exec(text)?.[1];
	try {
		if (json !== undefined && seal(json) === text) {
			return {record: JSON.parse(json) as T, isSealed: true};
		}

		const record = JSON.parse(text) as T;
		if (typeof record.name === 'string') {
			return {record, isSealed: false};
		}
	} catch {
		// It is said below.
	}

	throw damaged(path);
}

/** A file that is not as it was written; checksums here are of whole files. @param others what belongs to it */
export function damaged(path: string, ...others: readonly string[]): Error {
	return new Error(`${path} is damaged (its checksum is another); move ${['it', ...others].join(' and ')} away to start without what it holds`);
}

function seal(json: string): string {
	return `{"sum":"${crc32c(Buffer.from(json)).toString(16).padStart(8, '0')}","record":${json}}`;
}
