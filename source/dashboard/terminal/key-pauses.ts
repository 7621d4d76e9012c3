/** Milliseconds from a key to the next, if that is the same one; endless otherwise. The clock never goes back. */
export function createKeyPauses(clock: () => number): (key: string) => number {
	let last = {key: '', atMs: 0};
	return key => {
		const atMs = clock();
		const pauseMs = key === last.key ? atMs - last.atMs : Number.POSITIVE_INFINITY;
		last = {key, atMs};
		return pauseMs;
	};
}
