/** A key that comes again sooner than this, in milliseconds, is one that is held down. */
const repeatMs = 400;

/** Tells keys that are held down from keys that are pressed again. The clock gives milliseconds and never goes back. */
export function createHeldKeys(clock: () => number): (key: string) => boolean {
	let last = {key: '', atMs: Number.NEGATIVE_INFINITY};
	return key => {
		const atMs = clock();
		const isHeld = key === last.key && atMs - last.atMs < repeatMs;
		last = {key, atMs};
		return isHeld;
	};
}
