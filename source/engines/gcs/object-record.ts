import type {ObjectMetadata} from './object-metadata.ts';

/** Everything that is known of a stored object but its content. */
export type ObjectRecord = ObjectMetadata & {
	readonly name: string;
	/** Version of the content: unique in the bucket, later ones greater. */
	readonly generation: number;
	/** Version of the metadata of this generation, from 1 on. */
	readonly metageneration: number;
	/** Bytes of the content as stored. */
	readonly size: number;
	readonly crc32c: string;
	/** Absent on composite objects, which an earlier version made. */
	readonly md5Hash?: string;
	readonly storageClass: string;
	readonly timeCreatedMs: number;
	readonly updatedMs: number;
	readonly timeStorageClassUpdatedMs: number;
};

/** Content that has arrived whole, in a file of its own, and is not yet an object's. */
export type ReceivedContent = Pick<ObjectRecord, 'size' | 'crc32c' | 'md5Hash'> & {readonly path: string};

/** An object as the JSON API shows it. `baseUrl` is where the client reached the engine. */
export function toObjectResource(baseUrl: string, bucket: string, record: ObjectRecord): Record<string, unknown> {
	const path = `/storage/v1/b/${bucket}/o/${encodeURIComponent(record.name)}`;
	const {size, generation, metageneration, timeCreatedMs, updatedMs, timeStorageClassUpdatedMs, ...fields} = record;
	return {
		kind: 'storage#object',
		id: `${bucket}/${record.name}/${generation}`,
		selfLink: baseUrl + path,
		mediaLink: `${baseUrl}/download${path}?generation=${generation}&alt=media`,
		bucket,
		...fields,
		generation: String(generation),
		metageneration: String(metageneration),
		size: String(size),
		etag: toEtag(record),
		timeCreated: new Date(timeCreatedMs).toISOString(),
		updated: new Date(updatedMs).toISOString(),
		timeStorageClassUpdated: new Date(timeStorageClassUpdatedMs).toISOString(),
		timeFinalized: new Date(timeCreatedMs).toISOString(),
	};
}

/** An entity tag: another for every content and every metadata. */
export function toEtag({generation, metageneration}: {readonly generation: number; readonly metageneration: number}): string {
	return Buffer.from(`${generation}/${metageneration}`).toString('base64');
}
