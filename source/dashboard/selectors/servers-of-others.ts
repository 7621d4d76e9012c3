import type {State} from '../state/state.ts';

/** The layers that are written into, as servers of others in which nothing was agreed to be written: MongoDB, and PostgreSQL where facts are placed there. */
export function serversOfOthers({layers, mayWrite, placedIn}: State): Array<State['placedIn']> {
	return mayWrite ? [] : (['postgres', 'mongo'] as const).filter(name => (name === 'mongo' || name === placedIn) && layers[name].backend?.kind === 'server');
}

/** Those of them that hold facts already, as last counted. */
export function othersThatHold(state: State): Array<State['placedIn']> {
	return serversOfOthers(state).filter(name => (state.held[name] ?? 0) > 0);
}
