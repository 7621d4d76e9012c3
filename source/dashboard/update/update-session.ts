import {withRead} from '../../lab/read-counts.ts';
import type {Event} from '../state/event.ts';
import {type Session, stampedeLimit} from '../state/session.ts';

/** The session after an event. */
export function sessionAfter(session: Session, event: Event): Session {
	if (event.type === 'reads-ended') {
		return {...event.reads.reduce(withRead, session), originQueries: session.originQueries + event.asked.queries};
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
