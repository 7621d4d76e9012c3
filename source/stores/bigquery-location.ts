/** Buckets' places, as Google Cloud Storage writes them, from which a dataset of several regions is loaded without a charge. */
const nearMulti: Readonly<Record<string, readonly string[]>> = {US: ['US-CENTRAL1', 'NAM4'], EU: ['EUROPE-WEST4', 'EUR4']};

/** The regions of the predefined pairs. */
const pairs: Readonly<Record<string, readonly string[]>> = {
	ASIA1: ['ASIA-NORTHEAST1', 'ASIA-NORTHEAST2'],
	EUR4: ['EUROPE-NORTH1', 'EUROPE-WEST4'],
	NAM4: ['US-CENTRAL1', 'US-EAST1'],
};

/**
 * Whether BigQuery loads from a bucket without a charge for the way, as its documentation of locations says.
 * @param bucket where the bucket is: one place, or the regions of a pair that its owner chose
 */
export function isNear(bucket: readonly string[], dataset: string): boolean {
	const wanted = dataset.toUpperCase();
	const places = bucket.map(place => place.toUpperCase()).flatMap(place => [place, ...(pairs[place] ?? [])]);
	return places.some(place => place === wanted || nearMulti[wanted]?.includes(place));
}
