/** Somebody who waits for a while and can be woken. What comes before he waits is not missed. */
export type Wake = {
	now(): void;
	/** Resolves when woken, after `ms`, or when `signal` fires. */
	within(ms: number, signal: AbortSignal): Promise<void>;
};

export function createWake(): Wake {
	let isWoken = false;
	let wake: (() => void) | undefined;
	return {
		now() {
			isWoken = true;
			wake?.();
		},
		async within(ms, signal) {
			if (!isWoken && !signal.aborted) {
				await new Promise<void>(resolve => {
					const timer = setTimeout(resolve, ms);
					wake = () => {
						clearTimeout(timer);
						resolve();
					};

					signal.addEventListener('abort', wake, {once: true});
				});
				signal.removeEventListener('abort', wake!);
				wake = undefined;
			}

			isWoken = false;
		},
	};
}
