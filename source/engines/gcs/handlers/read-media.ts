import {createReadStream, readSync} from 'node:fs';
import {createGunzip} from 'node:zlib';
import {pipeline} from 'node:stream';
import {readByteRange} from '../byte-range.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {GcsError} from '../gcs-error.ts';
import {type ObjectRecord, toEtag} from '../object-record.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';

/** GET …?alt=media, /download/… and /BUCKET/OBJECT: the object's content, or a range of it. */
export async function readMedia({store, names, query, request}: GcsCall): Promise<GcsReply> {
	const bucket = store.bucket(names.bucket);
	const record = bucket.get(names.object, readWholeNumber(query, 'generation'));
	checkPreconditions(readPreconditions(query), record, 'read');
	const fd = bucket.openContent(record);
	const isGzip = record.contentEncoding?.toLowerCase() === 'gzip' && startsLikeGzip(fd);
	const isTranscoded = isGzip && !acceptsGzip(request.headers['accept-encoding']) && !/\bno-transform\b/i.test(record.cacheControl ?? '');
	if (isTranscoded) {
		// A range of decompressed bytes has no meaning in the stored ones, so Cloud Storage serves the whole.
		const stream = pipeline(createReadStream('', {fd}), createGunzip(), () => {});
		return {status: 200, headers: {...describe(record), Warning: '214 UploadServer gunzipped'}, stream};
	}

	const range = readByteRange(request.headers.range, record.size);
	if (range === 'unsatisfiable') {
		createReadStream('', {fd}).destroy();
		throw new GcsError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable', {xmlCode: 'InvalidRange'});
	}

	const {first, last} = range ?? {first: 0, last: record.size - 1};
	return {
		status: range ? 206 : 200,
		headers: {
			...describe(record),
			...(record.contentEncoding && {'Content-Encoding': record.contentEncoding}),
			...(range && {'Content-Range': `bytes ${first}-${last}/${record.size}`}),
			'Content-Length': last - first + 1,
			'Accept-Ranges': 'bytes',
		},
		stream: createReadStream('', {fd, start: first, end: Math.max(first, last)}),
	};
}

/** The headers that tell of the stored object, however it is served. */
function describe(record: ObjectRecord): Record<string, string | number> {
	const {contentDisposition, contentLanguage, cacheControl} = record;
	return {
		'Content-Type': record.contentType ?? 'application/octet-stream',
		...(contentDisposition && {'Content-Disposition': contentDisposition}),
		...(contentLanguage && {'Content-Language': contentLanguage}),
		...(cacheControl && {'Cache-Control': cacheControl}),
		ETag: toEtag(record),
		'Last-Modified': new Date(record.updatedMs).toUTCString(),
		'x-goog-generation': record.generation,
		'x-goog-metageneration': record.metageneration,
		'x-goog-hash': `crc32c=${record.crc32c}${record.md5Hash ? `,md5=${record.md5Hash}` : ''}`,
		'x-goog-storage-class': record.storageClass,
		'x-goog-stored-content-encoding': record.contentEncoding ?? 'identity',
		'x-goog-stored-content-length': record.size,
	};
}

function startsLikeGzip(fd: number): boolean {
	const magic = Buffer.alloc(2);
	return readSync(fd, magic, 0, 2, 0) === 2 && magic.readUInt16BE() === 0x1f_8b;
}

function acceptsGzip(header: string | string[] | undefined): boolean {
	return [header ?? '']
		.flat()
		.join(',')
		.split(',')
		.some(part => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(part));
}
