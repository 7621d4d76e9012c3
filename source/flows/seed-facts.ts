import type {Facts, FactsWanted, Scenario} from '../scenarios/scenario.ts';
import {CutShort, StoreFailure} from '../stores/store-failure.ts';
import {formatCount} from '../words/count.ts';
import {type Pace, paceOf} from '../words/pace.ts';
import type {Placing} from './place-facts.ts';

const dayMs = 86_400_000;

/** How far a seed is: how many facts stand of how many. */
type Stored = {readonly stored: number; readonly wanted: number};

/** With the pace since it began or went on. */
export type SeedProgress = Stored & Pace;

/** What a seed left behind. */
export type SeedResult = Stored & {
	readonly tookMs: number;
	/** How many of the facts stored in MongoDB are older than it keeps them: its TTL index removes these. */
	readonly expiring: number;
};

/**
 * Generates facts and places them. The first facts of an empty store depend on the seed and the calendar; what is stored beside others is new.
 * A cancelled seed keeps what was stored and says how much that is.
 * @param options.goesOn called where a seed that was cut short goes on, with how many of its facts stand
 * @throws StoreFailure that says how many of how many facts stand
 */
export async function seedFacts(
	{scenario, placing}: {readonly scenario: Scenario; readonly placing: Placing},
	wanted: FactsWanted,
	options: {signal?: AbortSignal | undefined; progress?: (progress: SeedProgress) => void; goesOn?: (standing: number) => void} = {},
): Promise<SeedResult> {
	const startedAt = performance.now();
	const {facts} = scenario;
	let expiring = 0;
	let known = 0;
	try {
		await placing.prepare();
		const seed = await placing.beginSeed(wanted, options.signal);
		known = seed.standing;
		if (seed.standing > 0) {
			options.goesOn?.(seed.standing);
		}

		const isWindow = placing.layer === 'mongo';
		const counted = function* (generated: Iterable<object>) {
			for (const fact of generated) {
				expiring += isWindow && facts.atMs(fact) < seed.wanted.nowMs - facts.window.days * dayMs ? 1 : 0;
				yield fact;
			}
		};

		const stored = await seed.insert(counted(await facts.generate(seed.wanted)), {
			signal: options.signal,
			progress(stored) {
				known = stored;
				const pace = paceOf(stored - seed.standing, wanted.count - seed.standing, performance.now() - startedAt);
				options.progress?.({stored, wanted: wanted.count, ...pace});
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
	return new StoreFailure(
		store,
		kind,
		reason,
		`${message}; ${isExact ? '' : 'at least '}${formatCount(stored)} of ${formatCount(wanted)} ${many} stand`,
		cause,
	);
}

/** What becomes of facts that are spread over more days than MongoDB keeps them; undefined where all stay, as PostgreSQL keeps them. */
export function expiryWarning({many, window, older}: Facts, wanted: FactsWanted, {layer}: Pick<Placing, 'layer'>): string | undefined {
	const {count, days} = wanted;
	if (layer !== 'mongo') {
		return undefined;
	}

	const gone = older?.(wanted, window.days) ?? Math.round(count * (1 - window.days / days));
	return gone <= 0
		? undefined
		: `about ${formatCount(gone)} of ${formatCount(count)} ${many} will be older than ${window.days} days, and MongoDB's TTL index removes them within a minute or two`;
}
