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
	/** Absent on composite objects. */
	readonly md5Hash?: string;
	/** How many objects a composite one was made of. */
	readonly componentCount?: number;
	readonly storageClass: string;
	readonly timeCreatedMs: number;
	readonly updatedMs: number;
	readonly timeStorageClassUpdatedMs: number;
};

/** Content that has arrived whole, in a file of its own, and is not yet an object's. */
export type ReceivedContent = Pick<ObjectRecord, 'size' | 'crc32c' | 'md5Hash' | 'componentCount'> & {readonly path: string};
