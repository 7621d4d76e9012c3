/** What a store tells of what it holds; what it does not know is undefined. */
export type Holdings = {
	readonly count: number | undefined;
	/** The count is an estimate. */
	readonly isEstimate?: boolean;
	/** When the oldest and the newest of it happened, in epoch milliseconds. */
	readonly oldestMs?: number | undefined;
	readonly newestMs?: number | undefined;
	/** It holds whole UTC days, this many of them; the instants are then the beginnings of the oldest and the newest. */
	readonly days?: number;
	/** What it takes in the store. */
	readonly bytes?: number | undefined;
};
