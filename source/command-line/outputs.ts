import {fstatSync, writeSync} from 'node:fs';
import {toAscii} from '../words/ascii.ts';
import {Problem} from '../words/problem.ts';
import {asciiJson, plainJson, plainLines, plainText} from '../words/plain-text.ts';

/** An output whose reader went away (`| head -1`) and wants no more: no failure, and nothing to complain about. */
export class ReaderGone extends Error {}

/**
 * Writes lines of text to standard output: all of it, or an error. Nothing but signs is written, whatever is in them.
 * @throws Problem that says why it could not be written; ReaderGone; the reason of the signal, when it fires first
 */
export async function print(text: string, signal?: AbortSignal): Promise<void> {
	await printRaw(`${plainLines(text)}\n`, signal);
}

/** The same for a JSON document; with `ascii` its other signs are escaped, and its values are the same. */
export async function printJson(document: object, {ascii}: {readonly ascii: boolean}, signal?: AbortSignal): Promise<void> {
	const json = JSON.stringify(document, undefined, 2);
	await printRaw(`${ascii ? asciiJson(json) : plainJson(json)}\n`, signal);
}

/** The same for a CSV document, whose signs are safe already. */
export async function printCsv(csv: string, signal?: AbortSignal): Promise<void> {
	await printRaw(csv, signal);
}

async function printRaw(text: string, signal: AbortSignal | undefined): Promise<void> {
	try {
		await writeAll(process.stdout, text, signal);
	} catch (error) {
		if (signal?.aborted || error instanceof ReaderGone) {
			throw error;
		}

		const {code = 'failed', message} = error as NodeJS.ErrnoException;
		throw new Problem(
			`Standard output cannot be written (${reasons[code] ?? message}, ${code}): what it should show is not all there; make room or write it elsewhere`,
			1,
			error,
		);
	}
}

/** Says a sentence on standard error, in one line of signs. @returns whether it could be said */
export async function say(sentence: string, {ascii}: {readonly ascii: boolean}): Promise<boolean> {
	const plain = plainText(sentence);
	return writeAll(process.stderr, `${ascii ? toAscii(plain) : plain}\n`).then(
		() => true,
		(error: unknown) => error instanceof ReaderGone,
	);
}

const reasons: Readonly<Record<string, string>> = {
	ENOSPC: 'no space is left',
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'the file may not grow further',
	EIO: 'the device or terminal is gone or broken',
	EBADF: 'it is closed',
};

/**
 * A file is written here, since a stream of Node's takes a write that was cut short for a whole one. Everything else may
 * have to wait for its reader, which a stream does.
 */
async function writeAll(stream: NodeJS.WriteStream & {fd: number}, text: string, signal?: AbortSignal): Promise<void> {
	signal?.throwIfAborted();
	if (!stream.isTTY && isFile(stream.fd)) {
		writeToFile(stream.fd, Buffer.from(text));
		return;
	}

	await new Promise<void>((resolve, reject) => {
		const fail = (error: NodeJS.ErrnoException) => reject(error.code === 'EPIPE' ? new ReaderGone('the reader is gone') : error);
		const stop = () => reject(signal?.reason);
		signal?.addEventListener('abort', stop, {once: true});
		stream.once('error', fail);
		stream.write(text, error => {
			signal?.removeEventListener('abort', stop);
			// The event may come after this: without a listener it would be thrown.
			setImmediate(() => stream.off('error', fail));
			if (error) {
				fail(error);
			} else {
				resolve();
			}
		});
	});
}

/** Whether it is a file; where a system does not tell (Wine), its stream is left to find out what is wrong. */
function isFile(fd: number): boolean {
	try {
		const stats = fstatSync(fd);
		return stats.isFile() || stats.isCharacterDevice() || stats.isBlockDevice();
	} catch {
		return false;
	}
}

function writeToFile(fd: number, bytes: Uint8Array): void {
	for (let written = 0; written < bytes.length;) {
		written += writeSync(fd, bytes, written);
	}
}
