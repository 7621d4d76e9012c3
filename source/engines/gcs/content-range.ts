import {invalid} from './gcs-error.ts';

/** What a request to a resumable upload brings. */
export type ContentRange = {
	/** Offset of its first byte; undefined when it brings none and only asks how far the upload is. */
	readonly first: number | undefined;
	/** Bytes that the body must have, when the header says so. */
	readonly length: number | undefined;
	/** The whole object's size; undefined while the client does not know it. */
	readonly total: number | undefined;
	/** Whether the object ends with this body, whatever its length: `bytes 0-*` + `/*`, or no header at all. */
	readonly isOpenEnded: boolean;
};

/**
 * Reads a `Content-Range` header of the resumable protocol: `bytes 0-524287/2000000`, an unknown last byte or total as
 * `*`, and without bytes `bytes *` + `/2000000`. No header means the whole object. Throws Cloud Storage's 400 otherwise.
 */
export function readContentRange(header: string | undefined): ContentRange {
	if (header === undefined) {
		return {first: 0, length: undefined, total: undefined, isOpenEnded: true};
	}

	// The official client writes an empty last chunk as "bytes 0--1/0".
	const [, range, from, to, size] = /^bytes (\*|(\d{1,16})-(-1|\d{1,16}|\*))\/(\d{1,16}|\*)$/.exec(header.trim()) ?? [];
	if (range === undefined || size === undefined) {
		throw invalid('Failed to parse Content-Range header.');
	}

	const total = size === '*' ? undefined : Number(size);
	if (range === '*') {
		return {first: undefined, length: undefined, total, isOpenEnded: false};
	}

	const first = Number(from);
	const length = to === '*' ? undefined : Number(to) - first + 1;
	if (length !== undefined && (length < 0 || (total !== undefined && first + length > total))) {
		throw invalid('Failed to parse Content-Range header.');
	}

	return {first, length, total, isOpenEnded: to === '*' && total === undefined};
}
