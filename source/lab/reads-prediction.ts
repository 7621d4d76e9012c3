/** Many independent viewers, whose reads come as a Poisson stream. */
export type PoissonLoad = {
	/** λ: reads a second of all viewers together, above 0. */
	readonly ratePerSecond: number;
	/** T, counted from the end of the fill and not renewed by a hit. */
	readonly ttlSeconds: number;
};

/** What theory says of reads in the long run. */
export type ReadsPrediction = {
	/** h: the share of all reads that get a fresh value from the cache. */
	readonly hitRate: number;
	/** Mean of (time served − as-of) over all reads. */
	readonly meanAgeSeconds: number;
	/** The age that no read exceeds. */
	readonly greatestAgeSeconds: number;
	/** Queries to the origin a second. */
	readonly originPerSecond: number;
};
