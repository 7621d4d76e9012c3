/** Waits until a condition gives something, looking again every few milliseconds; the test's own limit ends it. */
export async function until<T>(condition: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
	for (;;) {
		const met = await condition();
		if (met) {
			return met;
		}

		await new Promise(resolve => {
			setTimeout(resolve, 5);
		});
	}
}
