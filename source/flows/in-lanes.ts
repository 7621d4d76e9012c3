/** Does work for each of some things, this many at a time; the results are in the order of the things. The first failure ends it. */
export async function inLanes<T, R>(things: readonly T[], lanes: number, work: (thing: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	let hasFailed = false;
	const lane = async () => {
		while (next < things.length && !hasFailed) {
			const i = next++;
			try {
				results[i] = await work(things[i]!);
			} catch (error) {
				hasFailed = true;
				throw error;
			}
		}
	};

	await Promise.all(Array.from({length: Math.min(lanes, things.length)}, lane));
	return results;
}
