/** Lets a call through at most every `everyMs`; the ones between are dropped, since the next says more. */
export function throttle<A extends unknown[]>(everyMs: number, call: (...args: A) => void): (...args: A) => void {
	let lastMs = Number.NEGATIVE_INFINITY;
	return (...args) => {
		const nowMs = performance.now();
		if (nowMs - lastMs >= everyMs) {
			lastMs = nowMs;
			call(...args);
		}
	};
}
