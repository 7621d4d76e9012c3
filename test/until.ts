/** Waits until a condition gives something, looking again every few milliseconds; says which one, where it does not within a test's usual time. */
export async function until<T>(condition: () => T | undefined | false | Promise<T | undefined | false>, limitSeconds = 150): Promise<T> {
	const deadlineMs = performance.now() + limitSeconds * 1000;
	for (;;) {
		const met = await condition();
		if (met) {
			return met;
		}

		if (performance.now() > deadlineMs) {
			throw new Error(`not met within ${limitSeconds} s: ${condition.toString()}`);
		}

		await new Promise(resolve => {
			setTimeout(resolve, 5);
		});
	}
}
