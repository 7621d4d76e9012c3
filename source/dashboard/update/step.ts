import type {State} from '../state/state.ts';

/** One of several things that have a name and, beside it, what is known of them; `Map` holds the latter by name. */
export type Named<Map, Name extends keyof Map = keyof Map> = {readonly [N in Name]: {readonly type: N} & Readonly<Map[N]>}[Name];

/** What follows from an event: the next state, and what is to be done in the world. */
export type Next<Command> = {readonly state: State; readonly commands: readonly Command[]};

/** For each event of a topic what follows from it at an instant (epoch milliseconds); a state alone where nothing is to be done. */
export type Handlers<Events, Commands = object> = {
	readonly [Type in keyof Events]: (state: State, event: Named<Events, Type>, nowMs: number) => State | Next<Named<Commands>>;
};
