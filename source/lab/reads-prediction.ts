/** Many independent viewers, whose reads come as a Poisson stream. */
export type PoissonLoad = {
	/** λ: reads a second of all viewers together, above 0. */
	readonly ratePerSecond: number;
	/** T, counted from the end of the fill and not renewed by a hit. */
	readonly ttlSeconds: number;
};

/** What theory says of reads in the long run. The shares are of all reads and sum to 1. */
export type ReadsPrediction = {
	/** h: fresh values from the cache. */
	readonly hitRate: number;
	/** Reads that asked the origin themselves and waited for it. */
	readonly missRate: number;
	/** Reads that waited for another's fill. */
	readonly coalescedRate: number;
	/** Reads that were served an expired copy. */
	readonly staleRate: number;
	/** Mean of (time served − as-of) over all reads. */
	readonly meanAgeSeconds: number;
	/** The age that no read exceeds. */
	readonly greatestAgeSeconds: number;
	/** Queries to the origin a second. */
	readonly originPerSecond: number;
};
