import type {BucketRecord} from './bucket-record.ts';
import {toEtag} from './object-resource.ts';

/** A bucket as the JSON API shows it. `baseUrl` is where the client reached the engine. */
export function toBucketResource(baseUrl: string, record: BucketRecord): Record<string, unknown> {
	const {metageneration, timeCreatedMs, updatedMs, ...fields} = record;
	return {
		kind: 'storage#bucket',
		id: record.name,
		selfLink: `${baseUrl}/storage/v1/b/${record.name}`,
		...fields,
		locationType: /^[A-Z]+$/.test(record.location) ? 'multi-region' : record.location.includes('-') ? 'region' : 'dual-region',
		metageneration: String(metageneration),
		etag: toEtag({generation: 0, metageneration}),
		timeCreated: new Date(timeCreatedMs).toISOString(),
		updated: new Date(updatedMs).toISOString(),
		iamConfiguration: {uniformBucketLevelAccess: {enabled: true}, bucketPolicyOnly: {enabled: true}},
	};
}
