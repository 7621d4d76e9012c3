import type {MongoWindow} from '../stores/mongo-window.ts';
import {type Ends, writeLive} from './write-live.ts';

/** Where facts are placed. Whoever places them does not ask which store that is. */
export type Placing = {
	/** The layer that facts are placed in now. */
	readonly layer: 'mongo';
	/** Makes what facts are kept in, where it is missing. The first thing that placing does. */
	prepare(): Promise<void>;
	/** Facts that are there now, counted one by one. */
	count(signal?: AbortSignal): Promise<number>;
	/**
	 * Places facts in batches.
	 * @param options.progress called with the number that stands so far, after each batch
	 * @returns how many stand; fewer than given after the signal fired
	 * @throws CutShort when the store fails meanwhile: how many stand
	 */
	insert(facts: Iterable<object>, options?: {readonly signal?: AbortSignal | undefined; readonly progress?: (stored: number) => void}): Promise<number>;
};

/** Facts go straight into the window, and Redis is told of them. */
export function placeFacts({window, ...ends}: Ends & {readonly window: Pick<MongoWindow, 'prepare' | 'count' | 'insert'>}): Placing {
	return {
		layer: 'mongo',
		prepare: async () => window.prepare(),
		count: async signal => window.count(signal),
		insert: async (facts, options) => window.insert(facts, {...options, told: async batch => writeLive(ends, batch)}),
	};
}
