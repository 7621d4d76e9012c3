import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {FillNews} from '../../flows/fill-ends.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** What is brought over is told in batches, in milliseconds: many arrive faster than frames are drawn. */
const tellEveryMs = 100;

/** Brings what changes in PostgreSQL to MongoDB for as long as both are open. */
export function createFillKeeper({say, services}: Pick<Surroundings, 'say' | 'services'>): Keeper<NonNullable<Runs['fill']>> {
	let running: AbortController | undefined;
	/** What was brought over and was not told yet. */
	let untold: Extract<FillNews, {type: 'brought'}> | undefined;

	const tell = (news: FillNews) => {
		if (news.type !== 'brought') {
			say({type: 'fill-told', news});
			return;
		}

		if (!untold) {
			setTimeout(() => {
				say({type: 'fill-told', news: untold!});
				untold = undefined;
			}, tellEveryMs).unref();
		}

		untold = {...news, changes: news.changes + (untold?.changes ?? 0), added: news.added + (untold?.added ?? 0)};
	};

	const run = async ({signal}: AbortController) => {
		try {
			// It must not hold up the first frame.
			const {fillWindow} = await import('../../flows/fill-window.ts');
			const open = services()!;
			const {later: {ledger}} = open;
			if (ledger) {
				await fillWindow({...open, ledger}, {signal, told: tell});
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
