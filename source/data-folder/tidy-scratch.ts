import {lstat, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {scratchPrefix} from './data-folder.ts';
import {isHeldBy, lockName, ownerOf, placeOfNumbers} from './folder-lock.ts';

/**
 * Removes the scratch folders of runs that were killed: only our own user's, only those whose lock names a run of this
 * machine that is gone, never through a link. Never rejects.
 */
export async function tidyScratchFolders(): Promise<void> {
	const names = await readdir(tmpdir()).catch(() => []);
	for (const name of names) {
		if (name.startsWith(scratchPrefix)) {
			await tidy(join(tmpdir(), name)).catch(() => undefined);
		}
	}
}

async function tidy(folder: string): Promise<void> {
	const lock = join(folder, lockName);
	const [found, foundLock] = [await lstat(folder), await lstat(lock)];
	const isOurs = found.isDirectory() && foundLock.isFile() && [found, foundLock].every(({uid}) => uid === (process.getuid?.() ?? uid));
	const owner = isOurs ? ownerOf(lock) : undefined;
	// A number from another container means nothing here; without a start, our own number may be ours.
	if (!owner || isHeldBy(owner) || (owner.pid === process.pid && !owner.start) || isElsewhere(owner.place)) {
		return;
	}

	// The lock goes last: a removal that is cut short is gone on with by the next run.
	for (const name of await readdir(folder)) {
		if (name !== lockName) {
			await rm(join(folder, name), {recursive: true, force: true});
		}
	}

	await rm(folder, {recursive: true, force: true});
}

/** Whether a lock was written in another number space of processes during this boot. */
function isElsewhere(place: string | undefined): boolean {
	const here = placeOfNumbers();
	const [boot, space] = place?.split('/') ?? [];
	return here !== undefined && place !== undefined && here.split('/')[0] === boot && here.split('/')[1] !== space;
}
