/**
 * A controller of its own that is aborted with any of the signals. `AbortSignal.any` forgets its sources on Node 20 once
 * memory is collected, and then never fires.
 */
export function abortWith(...signals: readonly AbortSignal[]): AbortController {
	const controller = new AbortController();
	for (const signal of signals) {
		if (signal.aborted) {
			controller.abort(signal.reason);
		}

		signal.addEventListener('abort', () => controller.abort(signal.reason), {once: true, signal: controller.signal});
	}

	return controller;
}
