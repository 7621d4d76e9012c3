import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import {waitBriefly} from '../../flows/give-up.ts';
import type {FillNews} from '../../flows/fill-ends.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';
import {whileWanted} from './while-wanted.ts';

/** What is brought over is told so often at most, in milliseconds: much arrives faster than frames are drawn. */
const tellEveryMs = 200;

/** Brings what changes in PostgreSQL to MongoDB for as long as both are open. */
export function createFillKeeper({say, services, key}: Pick<Surroundings, 'say' | 'services' | 'key'>): Keeper<NonNullable<Runs['fill']>> & {
	/** Waits for a moment until the one that was ended has told PostgreSQL so. */
	close(): Promise<void>;
} {
	/** Changes that were brought over and are not told yet. */
	let untold = 0;

	/** MongoDB was behind: an answer that was cached meanwhile may be of a part. */
	let wasBehind = false;

	/** Before reads begin again. */
	const forgetCached = async () => {
		if (!wasBehind) {
			return;
		}

		wasBehind = false;
		// It may be another collection by now.
		await key()
			?.resolve()
			.catch(() => undefined);
		const name = key()?.current;
		if (name !== undefined) {
			await services()
				?.cache.remove(name)
				.catch(() => undefined);
		}
	};

	const tell = (news: FillNews) => {
		wasBehind ||= news.type === 'behind' && news.refill !== undefined;
		if (news.type === 'whole') {
			void forgetCached().then(() => say({type: 'fill-told', news}));
			return;
		}

		if (news.type !== 'brought') {
			say({type: 'fill-told', news});
			return;
		}

		if (untold === 0) {
			setTimeout(() => {
				say({type: 'fill-told', news: {type: 'brought', changes: untold}});
				untold = 0;
			}, tellEveryMs).unref();
		}

		untold += news.changes;
	};

	const run = async (signal: AbortSignal) => {
		try {
			// It must not hold up the first frame.
			const {fillWindow} = await import('../../flows/fill-window.ts');
			const open = services()!;
			const {
				later: {ledger},
			} = open;
			if (ledger) {
				await fillWindow({...open, ledger}, {signal, told: tell});
			}
		} catch (error) {
			if (!signal.aborted) {
				say({type: 'fill-failed', reason: plainText(sayFailure(error))});
			}
		}
	};

	let filling: Promise<void> = Promise.resolve();
	const keeper = whileWanted(signal => {
		filling = run(signal);
	});
	return {...keeper, close: async () => waitBriefly(filling)};
}
