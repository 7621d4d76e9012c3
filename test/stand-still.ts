/** As a computer that stands still for a moment, or a process that was stopped: this thread does nothing, and its timers are late. */
export function standStill(forMs: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}
