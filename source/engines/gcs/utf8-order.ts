/** Compares two texts by their UTF-8 bytes, the order in which Cloud Storage lists names. */
export function compareUtf8(left: string, right: string): number {
	return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** The first index in a list sorted by `compareUtf8` whose text is not below `text`. */
export function lowerBound(sorted: readonly string[], text: string): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (compareUtf8(sorted[middle]!, text) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
