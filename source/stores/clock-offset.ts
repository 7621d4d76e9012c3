/** Tries for the clock's difference: the one with the least round trip says most. */
const clockTries = 5;

/**
 * By how many milliseconds a server's clock is ahead of this machine's; undefined where it tells no time.
 * @param ask asks for the server's time, epoch milliseconds
 */
export async function clockOffsetMs(ask: () => Promise<number | undefined>): Promise<number | undefined> {
	let best: {readonly tripMs: number; readonly offsetMs: number} | undefined;
	for (let i = 0; i < clockTries; i++) {
		const [sentMs, startedAt] = [Date.now(), performance.now()];
		const toldMs = await ask();
		const tripMs = performance.now() - startedAt;
		if (toldMs !== undefined && (!best || tripMs < best.tripMs)) {
			best = {tripMs, offsetMs: toldMs - (sentMs + tripMs / 2)};
		}
	}

	// Date counts whole milliseconds, and the answer was given half-way at best.
	return best && Math.abs(best.offsetMs) <= best.tripMs / 2 + 1 ? 0 : best?.offsetMs;
}
