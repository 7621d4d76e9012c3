import {withRead} from '../../lab/read-counts.ts';
import {type Session, stampedeLimit} from '../state/session.ts';
import type {State} from '../state/state.ts';
import type {Event} from './event.ts';

/** The session after an event, which left `state`. */
export function sessionAfter({session, laboratory}: State, event: Event, nowMs: number): Session {
	if (event.type === 'reads-ended') {
		return {...event.reads.reduce(withRead, session), originQueries: session.originQueries + event.asked.queries};
	}

	if (event.type === 'facts-seeded') {
		return {...session, seeded: session.seeded + event.result.stored};
	}

	if (event.type === 'facts-streamed') {
		return {...session, streamed: session.streamed + event.count};
	}

	// Where no day was over yet, nothing is.
	if (event.type === 'facts-archived' && event.result.totals.parts > 0) {
		return {...session, archived: {rows: event.result.totals.rows, objects: event.result.totals.parts, atMs: nowMs}};
	}

	if (event.type === 'stampede-ended') {
		const {
			measured: {originQueries},
		} = event;
		return {...session, stampedes: [...session.stampedes, {originQueries, predicted: laboratory.stampede?.predicted, atMs: nowMs}].slice(-stampedeLimit)};
	}

	return session;
}
