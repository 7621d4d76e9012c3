import {randomBytes} from 'node:crypto';
import {rmSync} from 'node:fs';
import {type Checksummer, type Checksums, createChecksummer} from './checksums.ts';
import {GcsError} from './gcs-error.ts';
import type {GcsLimits} from './gcs-limits.ts';
import type {ObjectMetadata} from './object-metadata.ts';
import type {ObjectRecord} from './object-record.ts';
import type {Preconditions} from './preconditions.ts';

/** What an upload is to become, whichever way its content arrives. */
export type UploadPlan = {
	readonly name: string;
	readonly metadata: ObjectMetadata;
	readonly declared: Partial<Checksums>;
	readonly conditions: Preconditions;
};

/** What is known when a resumable upload begins. */
type ResumablePlan = UploadPlan & {
	readonly bucket: string;
	/** Bytes, when the client said so with `x-upload-content-length`. */
	readonly total: number | undefined;
	readonly path: string;
};

/** A resumable upload under way, or how it ended. */
export type ResumableUpload = {
	readonly id: string;
	readonly plan: ResumablePlan;
	readonly checksummer: Checksummer;
	/** Bytes of the whole, once the client has said. */
	total: number | undefined;
	outcome: 'open' | 'cancelled' | 'failed' | ObjectRecord;
	lastUsedMs: number;
	/** The request that is sending bytes now. */
	sender: {abort(): void; readonly done: Promise<void>} | undefined;
};

/** The resumable uploads of an engine; they live as long as it does. */
export type ResumableUploads = ReturnType<typeof createResumableUploads>;

/** Makes an empty set of resumable uploads. `clock` gives milliseconds since 1970. */
export function createResumableUploads(limits: Pick<GcsLimits, 'sessions' | 'sessionSeconds'>, clock: () => number) {
	const uploads = new Map<string, ResumableUpload>();
	const forget = (upload: ResumableUpload) => {
		upload.sender?.abort();
		uploads.delete(upload.id);
		rmSync(upload.plan.path, {force: true});
	};

	const forgetOld = () => {
		const oldest = clock() - limits.sessionSeconds * 1000;
		for (const upload of [...uploads.values()].filter(({lastUsedMs}) => lastUsedMs < oldest)) {
			forget(upload);
		}
	};

	return {
		/** Begins one. Throws 429 when too many are under way. */
		start(plan: ResumablePlan): ResumableUpload {
			forgetOld();
			if (uploads.size >= limits.sessions) {
				const ended = [...uploads.values()].find(({outcome}) => outcome !== 'open');
				if (!ended) {
					throw new GcsError(429, 'rateLimitExceeded', 'Too many resumable uploads are under way.', {xmlCode: 'SlowDown'});
				}

				forget(ended);
			}

			const upload: ResumableUpload = {
				id: randomBytes(24).toString('base64url'),
				plan,
				checksummer: createChecksummer(),
				total: plan.total,
				outcome: 'open',
				lastUsedMs: clock(),
				sender: undefined,
			};
			uploads.set(upload.id, upload);
			return upload;
		},
		/** Throws 404 for one that never was, was forgotten or has rested too long. */
		get(id: string): ResumableUpload {
			forgetOld();
			const upload = uploads.get(id);
			if (!upload) {
				throw new GcsError(404, 'notFound', 'Invalid upload_id: the upload session was not found or has expired.', {xmlCode: 'NoSuchUpload'});
			}

			upload.lastUsedMs = clock();
			return upload;
		},
		/** Ends one; its bytes are gone unless an object was made of them. */
		end(upload: ResumableUpload, outcome: 'cancelled' | 'failed' | ObjectRecord) {
			upload.outcome = outcome;
			rmSync(upload.plan.path, {force: true});
		},
	};
}
