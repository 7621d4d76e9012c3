import {type Bucket, CRC32C, Storage} from '@google-cloud/storage';
import * as z from 'zod/mini';
import {Problem, sayFailure} from '../problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import type {Backend} from './backend.ts';
import {maskUrl} from './mask-url.ts';

/** An object as the bucket describes it. */
export type StoredObject = {
	readonly name: string;
	readonly sizeBytes: number;
	/** CRC32C of the stored bytes, base64, big-endian: what the bucket computed, not what was sent. */
	readonly crc32c: string;
	readonly generation: string;
	/** False when an object of that name and content stood there already. */
	readonly created: boolean;
};

/** What an object is to be. */
export type ObjectWanted = {readonly contentType: string; readonly contentEncoding?: string};

/** The archive: objects in one Google Cloud Storage bucket. Nothing is ever overwritten or removed. */
export type GcsArchive = {
	readonly backend: Backend;
	readonly bucket: string;
	/** Rejects with a Problem when the bucket is not there or not ours. */
	checkBucket(): Promise<void>;
	/**
	 * Creates an object, or finds the same bytes there already.
	 * @throws Problem when other bytes stand under that name, or the bucket's CRC32C is not ours
	 */
	createObject(name: string, bytes: Buffer, wanted: ObjectWanted, signal?: AbortSignal): Promise<StoredObject>;
	/** The bytes of an object as stored. */
	readObject(name: string): Promise<Buffer>;
	close(): Promise<void>;
};

/** CRC32C of bytes as Google writes it: base64 of the big-endian checksum. */
export function crc32cOf(bytes: Buffer): string {
	const checksum = new CRC32C();
	checksum.update(bytes);
	return checksum.toString();
}

const metadataSchema = z.object({crc32c: z.string(), generation: z.coerce.string(), size: z.coerce.number()});

/**
 * Opens the archive. Nothing is sent before the first call, except that the embedded engine's bucket is made.
 * @param endpoint an emulator's or the embedded engine's URL; without it Google's, with application default credentials
 */
export async function openGcsArchive(bucketName: string, endpoint?: string, options: {embeddedVersion?: string} = {}): Promise<GcsArchive> {
	const storage = new Storage({
		...(endpoint !== undefined && {apiEndpoint: endpoint.replace(/\/+$/, ''), useAuthWithCustomEndpoint: false, projectId: 'shopstream'}),
		retryOptions: {autoRetry: true, maxRetries: 2, totalTimeout: timeLimitsMs.open / 1000},
		timeout: 60_000,
	});
	if (endpoint !== undefined) {
		// The client lets STORAGE_EMULATOR_HOST win over the endpoint it is given; here a flag wins over the environment.
		storage.baseUrl = `${storage.apiEndpoint}/storage/v1`;
	}

	const bucket = storage.bucket(bucketName);
	const place = endpoint === undefined ? `gs://${bucketName}` : `${maskUrl(endpoint)} (bucket ${bucketName})`;
	const address = endpoint === undefined ? `gs://${bucketName}` : `${maskUrl(endpoint)}/${bucketName}`;
	const embedded = options.embeddedVersion !== undefined;
	if (embedded && !(await bucket.exists())[0]) {
		await bucket.create();
	}

	const backend: Backend = embedded
		? {kind: 'embedded', label: 'embedded engine, GCS JSON API', version: options.embeddedVersion!, address}
		: {kind: 'server', label: endpoint === undefined ? 'Google Cloud Storage' : 'GCS emulator', version: 'JSON API v1', address};

	return {
		backend,
		bucket: bucketName,
		checkBucket: async () => checkBucket(bucket, place),
		createObject: async (name, bytes, wanted, signal) => createObject(bucket, place, name, bytes, wanted, signal),
		async readObject(name) {
			const [bytes] = await bucket.file(name).download({decompress: false, validation: false});
			return bytes;
		},
		async close() {
			// The client holds no connection that outlives its requests.
		},
	};
}

async function checkBucket(bucket: Bucket, place: string): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const limit = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('no answer')), timeLimitsMs.open);
	});
	try {
		await Promise.race([bucket.getFiles({maxResults: 1, autoPaginate: false}), limit]);
	} catch (error) {
		throw sayGcsProblem(error, place);
	} finally {
		clearTimeout(timer);
	}
}

async function createObject(bucket: Bucket, place: string, name: string, bytes: Buffer, wanted: ObjectWanted, signal?: AbortSignal): Promise<StoredObject> {
	signal?.throwIfAborted();
	const file = bucket.file(name);
	const crc32c = crc32cOf(bytes);
	let created = true;
	try {
		await file.save(bytes, {
			resumable: bytes.length > 5_000_000,
			validation: 'crc32c',
			preconditionOpts: {ifGenerationMatch: 0},
			metadata: {...wanted, crc32c},
		});
	} catch (error) {
		if (statusOf(error) !== 412) {
			throw sayGcsProblem(error, place);
		}

		created = false;
	}

	const [answer] = await file.getMetadata().catch((error: unknown) => {
		throw sayGcsProblem(error, place);
	});
	const {crc32c: theirs, generation, size} = metadataSchema.parse(answer);
	if (theirs !== crc32c) {
		throw new Problem(created
			? `The bucket's CRC32C of ${name} is ${plainText(theirs)}, ours ${crc32c}: the upload was damaged, archive again`
			: `Other bytes stand at ${name} in ${place}: they were left as they are, remove them or use another bucket`);
	}

	return {name, sizeBytes: size, crc32c: theirs, generation, created};
}

/** The HTTP status of a failure; resumable uploads carry it as `status`, all others as `code`. */
function statusOf(error: unknown): number | undefined {
	const {code, status} = error as {code?: unknown; status?: unknown};
	return [code, status].map(Number).find(value => value >= 400 && value < 600);
}

function sayGcsProblem(error: unknown, place: string): Problem {
	const reason = plainText(sayFailure(error));
	switch (statusOf(error)) {
		case 404: {
			return new Problem(`There is no bucket for the archive at ${place}: create it, or name another with --bucket`, 1, error);
		}

		case 401:
		case 403: {
			return new Problem(`The bucket at ${place} is not ours to use (${reason}): check GOOGLE_APPLICATION_CREDENTIALS and its rights, or name another with --bucket`, 1, error);
		}

		case undefined: {
			return /credentials/i.test(reason)
				? new Problem(`Google Cloud Storage needs credentials: set GOOGLE_APPLICATION_CREDENTIALS to a key file, or leave out --bucket for the embedded engine`, 1, error)
				: new Problem(`Google Cloud Storage at ${place} did not answer (${reason}): check the address and the network, or leave it out for the embedded engine`, 1, error);
		}

		default: {
			return new Problem(`Google Cloud Storage at ${place} refused: ${reason}`, 1, error);
		}
	}
}
