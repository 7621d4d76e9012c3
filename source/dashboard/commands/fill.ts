import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** Brings what changes in PostgreSQL to MongoDB for as long as both are open. */
export function createFillKeeper({say, services}: Pick<Surroundings, 'say' | 'services'>): Keeper<NonNullable<Runs['fill']>> {
	let running: AbortController | undefined;

	const run = async ({signal}: AbortController) => {
		try {
			// It must not hold up the first frame.
			const {fillWindow} = await import('../../flows/fill-window.ts');
			const open = services()!;
			const {later: {ledger}} = open;
			if (ledger) {
				await fillWindow({...open, ledger}, {signal, told: news => say({type: 'fill-told', news})});
			}
		} catch (error) {
			if (!signal.aborted) {
				say({type: 'fill-failed', reason: plainText(sayFailure(error))});
			}
		}
	};

	return {
		follow(wanted) {
			if (!wanted) {
				running?.abort();
				running = undefined;
			} else if (!running) {
				running = new AbortController();
				void run(running);
			}
		},
	};
}
