import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {plainText} from './orders/plain-text.ts';
import {Problem} from './problem.ts';

/** A folder in use by this run. */
export type HeldFolder = {
	readonly path: string;
	/** Gives it up: a kept folder is unlocked, a temporary one removed. Safe to call twice. */
	release(): void;
};

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
		mkdirSync(path, {recursive: true});
		for (let tries = 0; ; tries++) {
			try {
				writeFileSync(lock, `${process.pid}\n`, {flag: 'wx'});
				break;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 3) {
					throw error;
				}

				const owner = Number.parseInt(readFileSync(lock, 'utf8'), 10);
				// Containers give each run the same process number: a lock with ours is of an earlier run.
				if (owner !== process.pid && isRunning(owner)) {
					throw new Problem(`The data folder ${shown} is in use by another run (process ${owner}): end that one, or name another folder with --data`);
				}

				rmSync(lock, {force: true});
			}
		}
	} catch (error) {
		throw error instanceof Problem
			? error
			: new Problem(`The data folder ${shown} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'failed'}): choose another with --data`, 1, error);
	}

	return heldUntilExit(path, () => rmSync(lock, {force: true}));
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
