/** Things in batches of this many as they come; the last one may have fewer, and none is empty. */
export async function* inBatches<T>(things: AsyncIterable<T>, size: number): AsyncGenerator<T[], void> {
	let batch: T[] = [];
	for await (const thing of things) {
		batch.push(thing);
		if (batch.length === size) {
			yield batch;
			batch = [];
		}
	}

	if (batch.length > 0) {
		yield batch;
	}
}
