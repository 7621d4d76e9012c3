import type {Event} from './event.ts';

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

/** The session after an event. */
export function sessionAfter(session: Session, event: Event): Session {
	if (event.type === 'reads-ended') {
		const valued = event.reads.filter(read => read.outcome !== 'error');
		return {
			...session,
			reads: session.reads + event.reads.length,
			hits: session.hits + event.reads.filter(({outcome}) => outcome === 'hit').length,
			valued: session.valued + valued.length,
			ageSumMs: session.ageSumMs + valued.reduce((sum, {ageMs}) => sum + ageMs, 0),
			originQueries: session.originQueries + event.asked.queries,
		};
	}

	if (event.type === 'orders-seeded') {
		return {...session, seeded: session.seeded + event.result.stored};
	}

	if (event.type === 'orders-streamed') {
		return {...session, streamed: session.streamed + event.count};
	}

	if (event.type === 'orders-archived') {
		return {...session, archived: {rows: event.result.rows, objects: event.result.objects.length, atMs: event.nowMs}};
	}

	if (event.type === 'stampede-ended') {
		const {measured: {originQueries}, predicted, nowMs} = event;
		return {...session, stampedes: [...session.stampedes, {originQueries, predicted, atMs: nowMs}].slice(-stampedeLimit)};
	}

	return session;
}
