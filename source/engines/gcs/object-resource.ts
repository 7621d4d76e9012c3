import type {ObjectRecord} from './object-record.ts';

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
