import {chmodSync, closeSync, fchmodSync, mkdirSync, openSync, readFileSync, statSync, writeSync} from 'node:fs';

/**
 * Makes a folder, unless it is there, that nobody else on this machine can look into.
 * @throws Error when the folder that it lies in is gone: a program that ends removes it, and an engine that is just starting must not bring it back
 */
export function makePrivateFolder(path: string): void {
	try {
		mkdirSync(path, {mode: 0o700});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) {
			throw error;
		}
	}

	tighten(statSync(path).mode, () => chmodSync(path, 0o700));
}

/**
 * Opens a file that nobody else on this machine can read. Returns its descriptor.
 * @throws Error when something else, a pipe for instance, is in its place: that would be waited for without end
 */
export function openPrivate(path: string, flags: 'r' | 'a' | 'w'): number {
	const found = statSync(path, {throwIfNoEntry: false});
	if (found?.isFile() === false) {
		throw new Error(`${path} is not a file; move it away`);
	}

	const file = openSync(path, flags, 0o600);
	if (found) {
		tighten(found.mode, () => fchmodSync(file, 0o600));
	}

	return file;
}

/** What a file holds, read as {@link openPrivate} opens it. */
export function readPrivate(path: string): Buffer {
	const file = openPrivate(path, 'r');
	try {
		return readFileSync(file);
	} finally {
		closeSync(file);
	}
}

/** Writes all bytes: the system may take only a part at a time. */
export function writeAll(file: number, bytes: Uint8Array): void {
	for (let at = 0; at < bytes.length;) {
		at += writeSync(file, bytes, at);
	}
}

function tighten(mode: number, change: () => void): void {
	if (mode & 0o077) {
		try {
			change();
		} catch {
			// It is another user's, or on a file system without rights.
		}
	}
}
