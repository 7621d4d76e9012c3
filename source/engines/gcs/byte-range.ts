/** Bytes `first` to `last`, both included. */
export type ByteRange = {readonly first: number; readonly last: number};

/**
 * The range that a `Range` header asks for of a content of `size` bytes: undefined for the whole (no header, one that is
 * not understood, or several ranges, all of which RFC 9110 lets a server ignore), `unsatisfiable` for a 416.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
	const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
	if (from === undefined || to === undefined || (from === '' && to === '')) {
		return undefined;
	}

	if (from === '') {
		const length = Math.min(Number(to), size);
		return length === 0 ? 'unsatisfiable' : {first: size - length, last: size - 1};
	}

	const first = Number(from);
	const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
	if (to !== '' && Number(to) < first) {
		return undefined;
	}

	return first >= size ? 'unsatisfiable' : {first, last};
}
