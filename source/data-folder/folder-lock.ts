import {readFileSync, readlinkSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {Problem} from '../words/problem.ts';

/** The name of the file in a folder that says which run uses it. */
export const lockName = 'shopstream.lock';

/** How long a lock without a process number is taken for one that is just being written, in milliseconds. */
const writingLimitMs = 200;

/** How long runs that take over a lock wait for each other, in milliseconds. */
const takeoverLimitMs = 2000;

/** What a lock says of its run. Without `start` and `place` an earlier version wrote it, or a system that does not tell them. */
export type LockOwner = {
	/** NaN when the lock has no number. */
	readonly pid: number;
	/** When the process started, as the system counts it: numbers of processes are given again, this is not. */
	readonly start: string | undefined;
	/** The boot and the number space that both are of. */
	readonly place: string | undefined;
};

/** Takes the lock of a folder, or throws a Problem when another run holds it. One left by a run that is gone is taken over. */
export function takeLock(lock: string, shownFolder: string): void {
	const takeover = `${lock}.takeover`;
	let waitedSince = performance.now();
	while (!createLock(lock)) {
		const owner = ownerOf(lock);
		if (owner && isHeldBy(owner)) {
			throw new Problem(`The data folder ${shownFolder} is in use by another run (process ${owner.pid}): end that one, or name another folder with --data`);
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

/** Writes who we are to a lock that is not there yet, and says whether it did. */
export function createLock(lock: string): boolean {
	const start = startOf(process.pid);
	try {
		writeFileSync(lock, start === undefined ? `${process.pid}\n` : `${process.pid} ${start} ${placeOfNumbers()}\n`, {flag: 'wx', mode: 0o600});
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			return false;
		}

		throw error;
	}
}

/** The run that wrote a lock; undefined when the lock is gone. */
export function ownerOf(lock: string): LockOwner | undefined {
	try {
		const found = statSync(lock);
		if (!found.isFile() && !found.isDirectory()) {
			// A pipe would be waited for without end.
			throw Object.assign(new Error(`${lock} is not a file`), {code: 'EEXIST'});
		}

		// A lock is there a moment before its text is.
		let text = '';
		for (const startedAt = performance.now(); text === '' && performance.now() - startedAt < writingLimitMs;) {
			text = readFileSync(lock, 'utf8');
		}

		const [pid = '', start, place] = text.trim().split(' ');
		return {pid: Number.parseInt(pid, 10), start, place};
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

/**
 * Whether the run that wrote a lock is still there. Containers give each run the same number: without a start, a lock with
 * ours is of an earlier run.
 */
export function isHeldBy({pid, start, place}: LockOwner): boolean {
	if (!isRunning(pid)) {
		return false;
	}

	const now = startOf(pid);
	if (start === undefined || now === undefined || place !== placeOfNumbers()) {
		return pid !== process.pid && !isStranger(pid);
	}

	return start === now;
}

/** The boot of this machine and the number space of processes that we are in; undefined where the system does not tell. */
export function placeOfNumbers(): string | undefined {
	try {
		return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}/${readlinkSync('/proc/self/ns/pid')}`;
	} catch {
		return undefined;
	}
}

/** When a process started, in ticks since the boot; undefined where the system does not tell. */
function startOf(pid: number): string | undefined {
	try {
		// The name in brackets may hold anything; the start is the twentieth field after it.
		return readFileSync(`/proc/${pid}/stat`, 'latin1')
			.replace(/^.*\) /s, '')
			.split(' ')[19];
	} catch {
		return undefined;
	}
}

/** Whether a process is known to be no run of this program, by its name. */
function isStranger(pid: number): boolean {
	try {
		return !/^(?:node|MainThread|shopstream)/.test(readFileSync(`/proc/${pid}/comm`, 'latin1'));
	} catch {
		return false;
	}
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
