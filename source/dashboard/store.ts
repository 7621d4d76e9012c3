import type {State} from './state/state.ts';
import type {Command} from './update/command.ts';
import type {Event} from './update/event.ts';
import {update} from './update/update.ts';

/** What acts in the world as the state and its commands say. */
type World = {
	/** Says what has ended and was held back. It is asked before each event, lest a change takes it for its own. */
	readonly tell: () => void;
	/** Brings what runs in line with the state, and carries out commands. */
	readonly follow: (state: State, commands: readonly Command[]) => void;
};

/** Holds the one state; every change goes through `update`. */
export type Store = {
	readonly state: () => State;
	readonly dispatch: (event: Event) => void;
	/** @returns the function that ends the subscription */
	readonly subscribe: (listener: () => void) => () => void;
	/** From now on this world follows what happens. */
	readonly connect: (world: World) => void;
};

/** @param clock epoch milliseconds: when an event happened */
export function createStore(initial: State, clock: () => number): Store {
	let state = initial;
	let world: World | undefined;
	const listeners = new Set<() => void>();
	return {
		state: () => state,
		dispatch(event) {
			world?.tell();
			const {state: next, commands} = update(state, event, clock());
			state = next;
			for (const listener of listeners) {
				listener();
			}

			world?.follow(next, commands);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		connect(connected) {
			world = connected;
		},
	};
}
