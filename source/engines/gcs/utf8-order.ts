/**
 * Compares two texts by their UTF-8 bytes, the order in which Cloud Storage lists names. JavaScript's own order is by
 * UTF-16 unit, and differs where a surrogate meets a unit from U+E000 on: those are moved past one another.
 */
export function compareUtf8(left: string, right: string): number {
	const shared = Math.min(left.length, right.length);
	for (let index = 0; index < shared; index++) {
		const a = left.charCodeAt(index);
		const b = right.charCodeAt(index);
		if (a !== b) {
			return rank(a) - rank(b);
		}
	}

	return left.length - right.length;
}

/** A UTF-16 unit's place in code point order: surrogates stand for code points past U+FFFF, and so come last. */
function rank(unit: number): number {
	if (unit < 0xd8_00) {
		return unit;
	}

	return unit < 0xe0_00 ? unit + 0x20_00 : unit - 0x8_00;
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
