import {noReads, type ReadCounts} from '../../lab/read-counts.ts';

/** What came to be since the program began, whatever was changed meanwhile. */
export type Session = ReadCounts & {
	readonly beganMs: number;
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
	return {...noReads(), beganMs, originQueries: 0, seeded: 0, streamed: 0, archived: undefined, stampedes: []};
}
