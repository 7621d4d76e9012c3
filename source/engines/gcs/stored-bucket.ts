import {createHash} from 'node:crypto';
import {mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {BucketRecord} from './bucket-record.ts';
import {newBucketRecord} from './bucket-record.ts';
import {objectNotFound} from './gcs-error.ts';
import type {ObjectRecord} from './object-record.ts';
import {lowerBound} from './utf8-order.ts';
import {writeAtomically} from './write-atomically.ts';

/**
 * A bucket in its folder: `bucket.json`, and for each object `objects/HASH.json` and `content/HASH.GENERATION`, where HASH
 * is the SHA-256 of the name, so that no name can leave the folder or be too long for it. An object exists when its JSON
 * file does: content comes before it and goes after it.
 */
export type StoredBucket = {
	readonly record: () => BucketRecord;
	/** Replaces the bucket's own record. */
	setRecord(record: BucketRecord): void;
	/** The names of all objects in UTF-8 order. Not to be changed. */
	readonly names: readonly string[];
	find(name: string): ObjectRecord | undefined;
	/** The live object, in the `generation` asked for if one is. Throws 404. */
	get(name: string, generation?: number): ObjectRecord;
	/** Makes an object of a file, which is moved; an object of the same name is replaced. */
	put(record: ObjectRecord, contentPath: string): void;
	/** Replaces an object's record; its content stays. */
	update(record: ObjectRecord): void;
	remove(record: ObjectRecord): void;
	/** Opens an object's content for reading, at once, before another request can replace it. Returns a file descriptor. */
	openContent(record: ObjectRecord): number;
};

/** Opens a bucket's folder, taking away what an interrupted run left half done. */
export function openStoredBucket(folder: string, scratchFolder: string, name: string, nowMs: number): StoredBucket {
	const objectsFolder = join(folder, 'objects');
	const contentFolder = join(folder, 'content');
	mkdirSync(objectsFolder, {recursive: true});
	mkdirSync(contentFolder, {recursive: true});
	let bucket = {...newBucketRecord(name, nowMs), ...readRecord<BucketRecord>(join(folder, 'bucket.json')), name};
	const objects = new Map<string, ObjectRecord>();
	const names: string[] = [];
	const metadataPath = (record: ObjectRecord) => join(objectsFolder, `${hashName(record.name)}.json`);
	const contentName = (record: ObjectRecord) => `${hashName(record.name)}.${record.generation}`;
	const contentPath = (record: ObjectRecord) => join(contentFolder, contentName(record));
	const write = (record: ObjectRecord) => {
		writeAtomically(metadataPath(record), JSON.stringify(record), scratchFolder);
		if (!objects.has(record.name)) {
			names.splice(lowerBound(names, record.name), 0, record.name);
		}

		objects.set(record.name, record);
	};

	load();
	function load() {
		const orphans = new Set(readdirSync(contentFolder));
		for (const file of readdirSync(objectsFolder)) {
			const record = readRecord<ObjectRecord>(join(objectsFolder, file));
			const isWhole = typeof record?.name === 'string' && file === `${hashName(record.name)}.json` && sizeOf(contentPath(record)) === record.size;
			if (isWhole) {
				objects.set(record.name, record);
				names.push(record.name);
				orphans.delete(contentName(record));
			} else {
				rmSync(join(objectsFolder, file), {force: true, recursive: true});
			}
		}

		names.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
		for (const file of orphans) {
			rmSync(join(contentFolder, file), {force: true, recursive: true});
		}
	}

	return {
		record: () => bucket,
		setRecord(record) {
			writeAtomically(join(folder, 'bucket.json'), JSON.stringify(record), scratchFolder);
			bucket = record;
		},
		names,
		find: name => objects.get(name),
		get(name, generation) {
			const record = objects.get(name);
			if (!record || (generation !== undefined && generation !== record.generation)) {
				throw objectNotFound(bucket.name, name);
			}

			return record;
		},
		put(record, receivedPath) {
			const before = objects.get(record.name);
			renameSync(receivedPath, contentPath(record));
			write(record);
			if (before) {
				rmSync(contentPath(before), {force: true});
			}
		},
		update: write,
		remove(record) {
			rmSync(metadataPath(record), {force: true});
			objects.delete(record.name);
			names.splice(lowerBound(names, record.name), 1);
			rmSync(contentPath(record), {force: true});
		},
		openContent: record => openSync(contentPath(record), 'r'),
	};
}

function hashName(name: string): string {
	return createHash('sha256').update(name).digest('hex');
}

function sizeOf(path: string): number | undefined {
	return statSync(path, {throwIfNoEntry: false})?.size;
}

/** A record from disk; undefined when the file is not there or not JSON. */
function readRecord<T>(path: string): T | undefined {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as T;
	} catch {
		return undefined;
	}
}
