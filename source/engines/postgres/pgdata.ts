import {createReadStream, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {createBrotliDecompress} from 'node:zlib';
import {makePrivateFolder} from '../kept-files.ts';

/** The snapshot of a new database, as the build made it: beside this code in dist/, or there from a source file under test. */
const snapshotUrl = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/postgres-snapshot.br' : 'postgres-snapshot.br', import.meta.url);

/**
 * The folder of PostgreSQL's own files within an engine's folder; a new database is unpacked there when there is none. One that
 * was being unpacked when the program ended is begun again.
 */
export async function openPgdata(folder: string): Promise<string> {
	makePrivateFolder(folder);
	const pgdata = join(folder, 'pgdata');
	if (!statSync(pgdata, {throwIfNoEntry: false})) {
		const unfinished = `${pgdata}.new`;
		rmSync(unfinished, {recursive: true, force: true});
		mkdirSync(unfinished, {mode: 0o700});
		await unpack(unfinished);
		renameSync(unfinished, pgdata);
	}

	return pgdata;
}

/** Writes the files of the snapshot one after the other as they are unpacked, so that they are never in memory together. */
async function unpack(folder: string): Promise<void> {
	const bytes = createReadStream(snapshotUrl).pipe(createBrotliDecompress());
	let head = Buffer.alloc(0);
	let write: ((chunk: Buffer) => void) | undefined;
	for await (const chunk of bytes as AsyncIterable<Buffer>) {
		if (write) {
			write(chunk);
			continue;
		}

		head = Buffer.concat([head, chunk]);
		const end = head.length < 4 ? Infinity : 4 + head.readUInt32BE();
		if (head.length >= end) {
			write = fileWriter(folder, JSON.parse(head.toString('utf8', 4, end)) as SnapshotList);
			write(head.subarray(end));
		}
	}
}

/** The paths in a snapshot, folders before what is in them; a file with its number of bytes. */
type SnapshotList = ReadonlyArray<readonly [path: string, bytes?: number]>;

function fileWriter(folder: string, list: SnapshotList): (chunk: Buffer) => void {
	let next = 0;
	let file: {readonly descriptor: number; left: number} | undefined;
	/** Opens the next file that has bytes; makes folders and empty files on the way. */
	const open = () => {
		while (!file && next < list.length) {
			const [path, bytes] = list[next++]!;
			if (bytes === undefined) {
				mkdirSync(join(folder, path), {mode: 0o700});
				continue;
			}

			file = {descriptor: openSync(join(folder, path), 'wx', 0o600), left: bytes};
			if (bytes === 0) {
				closeSync(file.descriptor);
				file = undefined;
			}
		}
	};

	open();
	return chunk => {
		for (let at = 0; file && at < chunk.length;) {
			const end = Math.min(chunk.length, at + file.left);
			writeSync(file.descriptor, chunk, at, end - at);
			file.left -= end - at;
			at = end;
			if (file.left === 0) {
				closeSync(file.descriptor);
				file = undefined;
				open();
			}
		}
	};
}
