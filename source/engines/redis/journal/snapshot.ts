import {closeSync, fsyncSync, renameSync, writeSync} from 'node:fs';
import {openPrivate} from '../../kept-files.ts';
import type {Database} from '../state/database.ts';
import {encodeFrame} from './frame.ts';

const writeAtBytes = 1024 * 1024;

/** A request as a client would send it, as bytes (latin1). */
export function encodeRequest(words: readonly string[]): string {
	let text = `*${words.length}\r\n`;
	for (const word of words) {
		text += '$' + word.length + '\r\n' + word + '\r\n';
	}

	return text;
}

/** Writes all living keys to a file as SELECT and SET … PXAT, and syncs it. Returns its bytes. */
function snapshot(path: string, databases: readonly Database[]): number {
	const file = openPrivate(path, 'w');
	let sizeBytes = 0;
	try {
		for (const piece of pieces(databases)) {
			const bytes = encodeFrame(piece);
			for (let written = 0; written < bytes.length;) {
				written += writeSync(file, bytes, written);
			}

			sizeBytes += bytes.length;
		}

		fsyncSync(file);
	} finally {
		closeSync(file);
	}

	return sizeBytes;
}

/** Replaces a file by a {@link snapshot}, in one step: whoever reads it sees the old or the new one, whole. Returns its bytes. */
export function rewrite(path: string, databases: readonly Database[]): number {
	const beside = `${path}.new`;
	const sizeBytes = snapshot(beside, databases);
	renameSync(beside, path);
	return sizeBytes;
}

function* pieces(databases: readonly Database[]): Generator<string> {
	let piece = '';
	for (const database of databases) {
		if (database.size > 0) {
			piece += encodeRequest(['SELECT', String(database.index)]);
		}

		for (const entry of database.entries()) {
			if (database.isExpired(entry)) {
				continue;
			}

			piece += encodeRequest(
				entry.expiresAtMs === Number.POSITIVE_INFINITY ? ['SET', entry.key, entry.value] : ['SET', entry.key, entry.value, 'PXAT', String(entry.expiresAtMs)],
			);
			if (piece.length > writeAtBytes) {
				yield piece;
				piece = '';
			}
		}
	}

	if (piece !== '') {
		yield piece;
	}
}
