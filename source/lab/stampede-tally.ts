/** Queries to the origin, by stampede. */
export type StampedeTally = {
	/** Stampedes begun. */
	count: number;
	queries: number;
	/** Counts one query; `isFirst` begins a stampede. */
	add(isFirst: boolean): void;
	/** Adds all stampedes of another tally. */
	absorb(other: StampedeTally): void;
};

/** A tally of no queries yet. */
export function createStampedeTally(): StampedeTally {
	return {
		count: 0,
		queries: 0,
		add(isFirst) {
			this.count += isFirst ? 1 : 0;
			this.queries++;
		},
		absorb(other) {
			this.count += other.count;
			this.queries += other.queries;
		},
	};
}
