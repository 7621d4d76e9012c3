import {randomUUID} from 'node:crypto';
import {readdirSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {makePrivateFolder} from '../kept-files.ts';
import type {BucketRecord} from './bucket-record.ts';
import {bucketNotFound, GcsError} from './gcs-error.ts';
import type {ObjectMetadata} from './object-metadata.ts';
import type {ObjectRecord, ReceivedContent} from './object-record.ts';
import {checkPreconditions, type Preconditions} from './preconditions.ts';
import {damaged} from './sealed-record.ts';
import {openStoredBucket, type StoredBucket} from './stored-bucket.ts';

/** Content that is checked at the start, in bytes: some 0.2 s of work. */
const checkedBytes = 64 * 1024 ** 2;

/** All buckets, in one folder. Every change is done in one go, so that requests at the same time cannot come between. */
export type ObjectStore = ReturnType<typeof openObjectStore>;

/** Opens, or makes, the store in a folder. `clock` gives milliseconds since 1970. */
export function openObjectStore(folder: string, clock: () => number) {
	const bucketsFolder = join(folder, 'buckets');
	const scratchFolder = join(folder, 'uploads');
	// Resumable uploads do not outlive the process, so nothing in here has an owner now.
	rmSync(scratchFolder, {force: true, recursive: true});
	for (const path of [folder, scratchFolder, bucketsFolder]) {
		makePrivateFolder(path);
	}

	const newScratchPath = () => join(scratchFolder, randomUUID());
	// A prefix, because some systems refuse names such as "con".
	const folderOf = (name: string) => join(bucketsFolder, `b-${name}`);
	const buckets = new Map<string, StoredBucket>();
	let lastGeneration = 0;
	const budget = {leftBytes: checkedBytes};
	for (const file of readdirSync(bucketsFolder).filter(file => file.startsWith('b-'))) {
		const name = file.slice(2);
		const bucket = openStoredBucket(folderOf(name), scratchFolder, budget);
		if (bucket.record().name !== name) {
			throw damaged(folderOf(name));
		}

		buckets.set(name, bucket);
		lastGeneration = bucket.names.reduce((last, object) => Math.max(last, bucket.get(object).generation), lastGeneration);
	}

	const getBucket = (name: string) => {
		const bucket = buckets.get(name);
		if (!bucket) {
			throw bucketNotFound();
		}

		return bucket;
	};

	return {
		/** Every bucket, by name in UTF-8 order: names are ASCII, where JavaScript's order is the bytes' order. */
		buckets: () => [...buckets.keys()].sort().map(name => getBucket(name)),
		/** Throws 404. */
		bucket: getBucket,
		/** Throws 409 when there is one of that name. */
		createBucket(record: BucketRecord) {
			if (buckets.has(record.name)) {
				throw new GcsError(409, 'conflict', 'Your previous request to create the named bucket succeeded and you already own it.', {
					xmlCode: 'BucketAlreadyOwnedByYou',
				});
			}

			const scratch = newScratchPath();
			openStoredBucket(scratch, scratchFolder, budget, record);
			renameSync(scratch, folderOf(record.name));
			const bucket = openStoredBucket(folderOf(record.name), scratchFolder, budget);
			buckets.set(record.name, bucket);
			return bucket;
		},
		/** Throws 409 when it still holds objects. */
		deleteBucket(name: string) {
			if (getBucket(name).names.length > 0) {
				throw new GcsError(409, 'conflict', 'The bucket you tried to delete is not empty.', {xmlCode: 'BucketNotEmpty'});
			}

			const scratch = newScratchPath();
			renameSync(folderOf(name), scratch);
			buckets.delete(name);
			rmSync(scratch, {force: true, recursive: true});
		},
		/** A path for a file that becomes an object's content, or is gone with the next start. */
		newScratchPath,
		/** Makes an object of received content, if the preconditions hold now; otherwise throws 412. */
		commit(bucketName: string, name: string, content: ReceivedContent, metadata: ObjectMetadata, conditions: Preconditions): ObjectRecord {
			const bucket = getBucket(bucketName);
			checkPreconditions(conditions, bucket.find(name));
			const nowMs = clock();
			// Cloud Storage's generations are microseconds since 1970; like there, they only ever grow.
			lastGeneration = Math.max(lastGeneration + 1, Math.floor(nowMs * 1000));
			const {path, ...facts} = content;
			const record: ObjectRecord = {
				...metadata,
				...facts,
				name,
				generation: lastGeneration,
				metageneration: 1,
				storageClass: metadata.storageClass ?? bucket.record().storageClass,
				timeCreatedMs: nowMs,
				updatedMs: nowMs,
				timeStorageClassUpdatedMs: nowMs,
			};
			bucket.put(record, path);
			return record;
		},
		/** Takes away what unfinished uploads have left. */
		close() {
			rmSync(scratchFolder, {force: true, recursive: true});
		},
	};
}
