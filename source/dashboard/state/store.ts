import type {Event} from './event.ts';
import type {State} from './state.ts';
import {update} from '../update/update.ts';

/** Holds the one state; every change goes through `update`. */
export type Store = {
	readonly state: () => State;
	readonly dispatch: (event: Event) => void;
	/** @returns the function that ends the subscription */
	readonly subscribe: (listener: () => void) => () => void;
};

export function createStore(initial: State): Store {
	let state = initial;
	const listeners = new Set<() => void>();
	return {
		state: () => state,
		dispatch(event) {
			state = update(state, event);
			for (const listener of listeners) {
				listener();
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
