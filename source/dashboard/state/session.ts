/** What came to be since the program began, whatever was changed meanwhile. */
export type Session = {
	readonly beganMs: number;
	readonly reads: number;
	readonly hits: number;
	/** Reads that gave a value, and the sum of those values' ages. */
	readonly valued: number;
	readonly ageSumMs: number;
	/** Queries that reached MongoDB for these reads. */
	readonly originQueries: number;
	readonly seeded: number;
	readonly streamed: number;
	/** The last archive. */
	readonly archived: {readonly rows: number; readonly objects: number; readonly atMs: number} | undefined;
	/** Stampedes, oldest first, at most `stampedeLimit`. */
	readonly stampedes: ReadonlyArray<{readonly originQueries: number; readonly predicted: number | undefined; readonly atMs: number}>;
};

export const stampedeLimit = 5;

export function newSession(beganMs: number): Session {
	return {beganMs, reads: 0, hits: 0, valued: 0, ageSumMs: 0, originQueries: 0, seeded: 0, streamed: 0, archived: undefined, stampedes: []};
}
