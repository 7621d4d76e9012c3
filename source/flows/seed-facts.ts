import type {Facts, FactsWanted, Scenario} from '../scenarios/scenario.ts';
import {CutShort, StoreFailure} from '../stores/store-failure.ts';
import {formatCount} from '../words/count.ts';
import type {Placing} from './place-facts.ts';

const dayMs = 86_400_000;

/** How far a seed is. */
export type SeedProgress = {readonly stored: number; readonly wanted: number};

/** What a seed left behind. */
export type SeedResult = SeedProgress & {
	readonly tookMs: number;
	/** How many of the stored facts are older than MongoDB keeps them: its TTL index removes these. */
	readonly expiring: number;
};

/**
 * Generates facts and places them. The first facts of an empty store depend on the seed and the calendar; what is stored beside others is new.
 * A cancelled seed keeps what was stored and says how much that is.
 * @throws StoreFailure that says how many of how many facts stand
 */
export async function seedFacts(
	{scenario, placing}: {readonly scenario: Scenario; readonly placing: Placing},
	wanted: FactsWanted,
	options: {signal?: AbortSignal | undefined; progress?: (progress: SeedProgress) => void} = {},
): Promise<SeedResult> {
	const startedAt = performance.now();
	const {facts} = scenario;
	let expiring = 0;
	let known = 0;
	const counted = function * (generated: Iterable<object>) {
		for (const fact of generated) {
			expiring += facts.atMs(fact) < wanted.nowMs - facts.window.days * dayMs ? 1 : 0;
			yield fact;
		}
	};

	try {
		await placing.prepare();
		const apart = await placing.isEmpty(options.signal) ? {} : {apart: String(wanted.nowMs)};
		const stored = await placing.insert(counted(await facts.generate({...wanted, ...apart})), {
			signal: options.signal,
			progress(stored) {
				known = stored;
				options.progress?.({stored, wanted: wanted.count});
			},
		});
		return {stored, wanted: wanted.count, tookMs: performance.now() - startedAt, expiring: Math.min(expiring, stored)};
	} catch (error) {
		throw error instanceof StoreFailure ? saidHowMuch(error, known, wanted.count, facts) : error;
	}
}

/** The failure, with how many of the facts stand: as it says itself, or as many as were known to be stored before. */
function saidHowMuch(failure: StoreFailure, known: number, wanted: number, {many}: Facts): StoreFailure {
	const stored = failure instanceof CutShort ? failure.stored : known;
	const isExact = !(failure instanceof CutShort) || failure.isExact;
	const {store, kind, reason, message, cause} = failure;
	return new StoreFailure(store, kind, reason, `${message}; ${isExact ? '' : 'at least '}${formatCount(stored)} of ${formatCount(wanted)} ${many} stand`, cause);
}

/** What becomes of facts that are spread over more days than MongoDB keeps them; undefined where all stay. */
export function expiryWarning({many, window, older}: Facts, wanted: FactsWanted): string | undefined {
	const {count, days} = wanted;
	const gone = older?.(wanted, window.days) ?? Math.round(count * (1 - window.days / days));
	return gone <= 0 ? undefined : `about ${formatCount(gone)} of ${formatCount(count)} ${many} will be older than ${window.days} days, and MongoDB's TTL index removes them within a minute or two`;
}
