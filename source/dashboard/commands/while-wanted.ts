import type {Keeper} from './surroundings.ts';

/** A keeper of what is either wanted or not: it is begun, with a signal that ends it, once it is wanted, and ended when it is not any more. */
export function whileWanted(run: (signal: AbortSignal) => void): Keeper<true> {
	let running: AbortController | undefined;
	return {
		follow(wanted) {
			if (!wanted) {
				running?.abort();
				running = undefined;
			} else if (!running) {
				running = new AbortController();
				run(running.signal);
			}
		},
	};
}
