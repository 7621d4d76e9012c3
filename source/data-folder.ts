import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {Problem} from './problem.ts';
import {plainText} from './words/plain-text.ts';

/** A folder in use by this run. */
export type HeldFolder = {
	readonly path: string;
	/** Gives it up: a kept folder is unlocked, a temporary one removed. Safe to call twice. */
	release(): void;
};

/** How long a lock without a process number is taken for one that is just being written, in milliseconds. */
const writingLimitMs = 200;

/** How long runs that take over a lock wait for each other, in milliseconds. */
const takeoverLimitMs = 2000;

/**
 * Takes a folder for the embedded engines' data, making it if needed, and locks it against other runs.
 * A lock left by a run that was killed is taken over.
 * @throws Problem when it cannot be written or another run uses it
 */
export function holdDataFolder(folder: string): HeldFolder {
	const path = resolve(folder);
	const shown = plainText(path);
	const lock = join(path, 'shopstream.lock');
	try {
		makeFolder(path);
		takeLock(lock, shown);
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

/** Takes the lock, or throws a Problem when another run holds it. */
function takeLock(lock: string, shownFolder: string): void {
	const takeover = `${lock}.takeover`;
	let waitedSince = performance.now();
	while (!createLock(lock)) {
		const owner = ownerOf(lock);
		if (owner !== undefined && isHeldBy(owner)) {
			throw new Problem(`The data folder ${shownFolder} is in use by another run (process ${owner}): end that one, or name another folder with --data`);
		}

		// Whoever judges a lock and removes it does so alone: between the two, another run could have taken it over.
		if (createLock(takeover)) {
			try {
				removeStale(lock);
			} finally {
				rmSync(takeover, {force: true});
			}
		} else if (performance.now() - waitedSince > takeoverLimitMs) {
			// Unless it was killed while it judged, the other run is stuck.
			if (!removeStale(takeover)) {
				throw Object.assign(new Error('Another run is taking the lock over and does not end'), {code: 'EBUSY'});
			}

			waitedSince = performance.now();
		}
	}
}

/** Writes our process number to a lock that is not there yet. */
function createLock(lock: string): boolean {
	try {
		writeFileSync(lock, `${process.pid}\n`, {flag: 'wx'});
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			return false;
		}

		throw error;
	}
}

/** The process number in a lock; undefined when the lock is gone, NaN when it has none. */
function ownerOf(lock: string): number | undefined {
	try {
		// A lock is there a moment before its number is.
		let text = '';
		for (const startedAt = performance.now(); text === '' && performance.now() - startedAt < writingLimitMs;) {
			text = readFileSync(lock, 'utf8');
		}

		return Number.parseInt(text, 10);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

/** Removes a lock of a run that is gone, and says whether it did. One that is not there may be back by now: let it be. */
function removeStale(lock: string): boolean {
	const owner = ownerOf(lock);
	const isStale = owner !== undefined && !isHeldBy(owner);
	if (isStale) {
		rmSync(lock, {force: true});
	}

	return isStale;
}

/** Whether a lock is of another run. Containers give each run the same number: a lock with ours is of an earlier one. */
function isHeldBy(owner: number): boolean {
	return owner !== process.pid && isRunning(owner);
}

/** A private folder in the system's temporary one, removed when released and at the latest when the process exits. */
export function holdScratchFolder(): HeldFolder {
	try {
		const path = mkdtempSync(join(tmpdir(), 'shopstream-'));
		return heldUntilExit(path, () => rmSync(path, {recursive: true, force: true, maxRetries: 3}));
	} catch (error) {
		throw new Problem(`No temporary folder can be made in ${plainText(tmpdir())} (${(error as NodeJS.ErrnoException).code ?? 'failed'}): set TMPDIR to one that can be written`, 1, error);
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

function isRunning(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0) {
		return false;
	}

	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
