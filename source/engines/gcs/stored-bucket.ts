import {createHash} from 'node:crypto';
import {closeSync, existsSync, fstatSync, readdirSync, readSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {createCrc32c} from '../../crc32c.ts';
import {makePrivateFolder, openPrivate} from '../kept-files.ts';
import type {BucketRecord} from './bucket-record.ts';
import {GcsError, objectNotFound} from './gcs-error.ts';
import type {ObjectRecord} from './object-record.ts';
import {damaged, readRecord, writeRecord} from './sealed-record.ts';
import {compareUtf8, lowerBound} from './utf8-order.ts';

/**
 * A bucket in its folder: `bucket.json`, and for each object `objects/HASH.json` and `content/HASH.GENERATION`, where HASH
 * is the SHA-256 of the name, so that no name can leave the folder or be too long for it. An object exists when its JSON
 * file does: content comes before it and goes after it. Records carry a checksum of themselves and the one of the content.
 */
export type StoredBucket = ReturnType<typeof openStoredBucket>;

/** How much content is checked when the engine starts, in bytes of all buckets; what is beyond is checked when it is read. */
export type CheckBudget = {leftBytes: number};

const chunkBytes = 1024 * 1024;

/**
 * Opens a bucket's folder, taking away what an interrupted run left half done.
 * @param created the record of a bucket that is new
 * @throws Error naming the file that is not as it was written; all is left as it is then
 */
export function openStoredBucket(folder: string, scratchFolder: string, budget: CheckBudget, created?: BucketRecord) {
	const objectsFolder = join(folder, 'objects');
	const contentFolder = join(folder, 'content');
	const bucketPath = join(folder, 'bucket.json');
	for (const path of [folder, objectsFolder, contentFolder]) {
		makePrivateFolder(path);
	}

	if (created) {
		writeRecord(bucketPath, created, scratchFolder);
	}

	const {record: kept, isSealed} = readRecord<BucketRecord>(bucketPath);
	let bucket = kept;
	const objects = new Map<string, ObjectRecord>();
	const names: string[] = [];
	const metadataPath = (record: ObjectRecord) => join(objectsFolder, `${hashName(record.name)}.json`);
	const contentName = (record: ObjectRecord) => `${hashName(record.name)}.${record.generation}`;
	const contentPath = (record: ObjectRecord) => join(contentFolder, contentName(record));
	const write = (record: ObjectRecord) => {
		writeRecord(metadataPath(record), record, scratchFolder);
		if (!objects.has(record.name)) {
			names.splice(lowerBound(names, record.name), 0, record.name);
		}

		objects.set(record.name, record);
	};

	/** Content that is known to be whole. */
	const checked = new Set<string>();
	const openWhole = (record: ObjectRecord, toCheck: boolean) => {
		const path = contentPath(record);
		if (!existsSync(path)) {
			throw new Error(`${path} is missing; move ${metadataPath(record)} away to start without the object`);
		}

		const file = openPrivate(path, 'r');
		if (fstatSync(file).size !== record.size || (toCheck && checksumOf(file) !== record.crc32c)) {
			closeSync(file);
			throw damaged(path, metadataPath(record));
		}

		return file;
	};

	load();
	function load() {
		const orphans = new Set(readdirSync(contentFolder));
		const unsealed: ObjectRecord[] = [];
		// What a file manager leaves begins with a dot.
		for (const file of readdirSync(objectsFolder).filter(file => !file.startsWith('.'))) {
			const {record, isSealed} = readRecord<ObjectRecord>(join(objectsFolder, file));
			if (file !== `${hashName(record.name)}.json`) {
				throw damaged(join(objectsFolder, file));
			}

			const toCheck = record.size <= budget.leftBytes;
			closeSync(openWhole(record, toCheck));
			if (toCheck) {
				budget.leftBytes -= record.size;
				checked.add(contentName(record));
			}

			objects.set(record.name, record);
			names.push(record.name);
			orphans.delete(contentName(record));
			if (!isSealed) {
				unsealed.push(record);
			}
		}

		unsealed.forEach(write);
		if (!isSealed) {
			writeRecord(bucketPath, bucket, scratchFolder);
		}

		names.sort(compareUtf8);
		for (const file of orphans) {
			rmSync(join(contentFolder, file), {force: true, recursive: true});
		}
	}

	return {
		record: () => bucket,
		/** Replaces the bucket's own record. */
		setRecord(record: BucketRecord) {
			writeRecord(bucketPath, record, scratchFolder);
			bucket = record;
		},
		/** The names of all objects in UTF-8 order. Not to be changed. */
		names: names as readonly string[],
		find: (name: string) => objects.get(name),
		/** The live object, in the `generation` asked for if one is. Throws 404. */
		get(name: string, generation?: number) {
			const record = objects.get(name);
			if (!record || (generation !== undefined && generation !== record.generation)) {
				throw objectNotFound(bucket.name, name);
			}

			return record;
		},
		/** Makes an object of a file, which is moved; an object of the same name is replaced. */
		put(record: ObjectRecord, receivedPath: string) {
			const before = objects.get(record.name);
			renameSync(receivedPath, contentPath(record));
			checked.add(contentName(record));
			write(record);
			if (before) {
				checked.delete(contentName(before));
				rmSync(contentPath(before), {force: true});
			}
		},
		/** Replaces an object's record; its content stays. */
		update: write,
		remove(record: ObjectRecord) {
			rmSync(metadataPath(record), {force: true});
			objects.delete(record.name);
			names.splice(lowerBound(names, record.name), 1);
			checked.delete(contentName(record));
			rmSync(contentPath(record), {force: true});
		},
		/**
		 * Opens an object's content for reading, at once, before another request can replace it. Returns a file descriptor.
		 * The first time in a run the content is checked; throws 500 when it is damaged.
		 */
		openContent(record: ObjectRecord) {
			try {
				const file = openWhole(record, !checked.has(contentName(record)));
				checked.add(contentName(record));
				return file;
			} catch (error) {
				throw new GcsError(500, 'dataLoss', error instanceof Error ? error.message : String(error), {xmlCode: 'InternalError'});
			}
		},
	};
}

function hashName(name: string): string {
	return createHash('sha256').update(name).digest('hex');
}

/** The CRC32C of a file, as Cloud Storage writes it. */
function checksumOf(file: number): string {
	const crc = createCrc32c();
	const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, fstatSync(file).size + 1));
	for (let at = 0, count = -1; count !== 0; at += count) {
		count = readSync(file, chunk, 0, chunk.length, at);
		crc.update(chunk.subarray(0, count));
	}

	return crc.toBase64();
}
