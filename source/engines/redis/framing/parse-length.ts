/** A strict decimal from `start` to before `end`, as Redis reads lengths: no plus sign, no leading zero, no blank. NaN for anything else. */
export function parseLength(buffer: Buffer, start: number, end: number): number {
	const negative = buffer[start] === 0x2d;
	const first = negative ? start + 1 : start;
	if (end - first < 1 || end - first > 15 || (buffer[first] === 0x30 && (negative || end - first > 1))) {
		return Number.NaN;
	}

	let value = 0;
	for (let i = first; i < end; i++) {
		const digit = (buffer[i] ?? 0) - 0x30;
		if (digit < 0 || digit > 9) {
			return Number.NaN;
		}

		value = value * 10 + digit;
	}

	return negative ? -value : value;
}
