import {randomUUID} from 'node:crypto';
import {renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** Writes a file so that a reader, or the next run after a crash, finds the old text or the new one and nothing between. */
export function writeAtomically(path: string, text: string, scratchFolder: string): void {
	const scratch = join(scratchFolder, randomUUID());
	writeFileSync(scratch, text);
	renameSync(scratch, path);
}
