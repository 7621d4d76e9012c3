import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {createLock, lockName, takeLock} from './folder-lock.ts';
import {Problem} from '../words/problem.ts';
import {plainText} from '../words/plain-text.ts';

/** A folder in use by this run. */
export type HeldFolder = {
	readonly path: string;
	/** Gives it up: a kept folder is unlocked, a temporary one removed. Safe to call twice. */
	release(): void;
};

/** How the names of scratch folders begin. */
export const scratchPrefix = 'shopstream-';

/** All that a data folder has in it; whatever else stands there is its owner's. */
const oursInFolder = /^(?:shopstream\.lock.*|mongo|redis|gcs|postgres|history)$/;

/**
 * Takes a folder for the embedded engines' data, making it if needed, and locks it against other runs and other users.
 * A lock left by a run that was killed is taken over.
 * @throws Problem when it cannot be written or another run uses it
 */
export function holdDataFolder(folder: string): HeldFolder {
	const path = resolve(folder);
	const shown = plainText(path);
	const lock = join(path, lockName);
	try {
		makeFolder(path);
		takeLock(lock, shown);
		tighten(path);
	} catch (error) {
		throw error instanceof Problem
			? error
			: new Problem(`The data folder ${shown} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'failed'}): choose another with --data`, 1, error);
	}

	return heldUntilExit(path, () => rmSync(lock, {force: true}));
}

/** Makes a folder and all above it. Not with `recursive`: under /proc, where nothing can be made, that never ends. */
function makeFolder(path: string, withParents = true): void {
	try {
		mkdirSync(path);
	} catch (error) {
		if (statSync(path, {throwIfNoEntry: false})?.isDirectory()) {
			return;
		}

		if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !withParents) {
			throw error;
		}

		makeFolder(dirname(path));
		makeFolder(path, false);
	}
}

/** Takes away others' rights to a folder that holds nothing but ours. The engines see to what is inside. */
function tighten(path: string): void {
	if (statSync(path).mode & 0o077 && readdirSync(path).every(name => oursInFolder.test(name))) {
		try {
			chmodSync(path, 0o700);
		} catch {
			// It is another user's, or on a file system without rights.
		}
	}
}

/** A private folder in the system's temporary one, removed when released and at the latest when the process exits. */
export function holdScratchFolder(): HeldFolder {
	try {
		const path = mkdtempSync(join(tmpdir(), scratchPrefix));
		const held = heldUntilExit(path, () => removeFolder(path));
		// Should this run be killed, a later one sees by it that the folder is nobody's.
		createLock(join(path, lockName));
		return held;
	} catch (error) {
		throw new Problem(
			`No temporary folder can be made in ${plainText(tmpdir())} (${(error as NodeJS.ErrnoException).code ?? 'failed'}): set TMPDIR to one that can be written`,
			1,
			error,
		);
	}
}

/** Node since 24 says that a folder is removed, and leaves it, where something in it vanished meanwhile, as what an engine puts away at its end. */
function removeFolder(path: string): void {
	for (let tries = 0; tries < 20 && existsSync(path); tries++) {
		rmSync(path, {recursive: true, force: true, maxRetries: 3});
	}
}

function heldUntilExit(path: string, undo: () => void): HeldFolder {
	const release = () => {
		process.off('exit', release);
		undo();
	};

	process.on('exit', release);
	return {path, release};
}
