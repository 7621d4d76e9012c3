/** Queries to the origin, by stampede. */
export type StampedeTally = {
	/** Stampedes begun. */
	count: number;
	queries: number;
	/** Queries of the greatest stampede. */
	greatest: number;
	/** Counts one query; `isFirst` begins a stampede. */
	add(isFirst: boolean): void;
	/** Adds all stampedes of another tally. */
	absorb(other: StampedeTally): void;
};

/** A tally of no queries yet. */
export function createStampedeTally(): StampedeTally {
	let current = 0;
	return {
		count: 0,
		queries: 0,
		greatest: 0,
		add(isFirst) {
			current = isFirst ? 1 : current + 1;
			this.count += isFirst ? 1 : 0;
			this.queries++;
			this.greatest = Math.max(this.greatest, current);
		},
		absorb(other) {
			this.count += other.count;
			this.queries += other.queries;
			this.greatest = Math.max(this.greatest, other.greatest);
		},
	};
}
