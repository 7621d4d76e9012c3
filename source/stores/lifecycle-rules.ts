import * as z from 'zod/mini';

/** A rule of a bucket's lifecycle, in Google Cloud Storage's own form. What others set may hold more. */
export type LifecycleRule = {
	readonly action: {readonly type: string; readonly storageClass?: string | undefined};
	readonly condition: Readonly<Record<string, unknown>>;
};

/** The rules of a bucket, and the state of the bucket that has them: it changes when anything about the bucket does. */
export type BucketRules = {readonly rules: readonly LifecycleRule[]; readonly metageneration: string};

const bucketSchema = z.object({
	metageneration: z.coerce.string(),
	lifecycle: z.optional(
		z.nullable(
			z.object({
				rule: z.optional(
					z.nullable(
						z.array(z.object({action: z.looseObject({type: z.string(), storageClass: z.optional(z.string())}), condition: z.record(z.string(), z.unknown())})),
					),
				),
			}),
		),
	),
});

/** The rules in a bucket's description; undefined when it is none. */
export function readBucketRules(description: unknown): BucketRules | undefined {
	const {data} = bucketSchema.safeParse(description);
	return data && {rules: data.lifecycle?.rule ?? [], metageneration: data.metageneration};
}
