import type {FactsWanted, Move} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {inBatches} from './in-batches.ts';
import {orAborted} from './or-aborted.ts';
import {type Ends, writeLive} from './write-live.ts';

type Options = {
	readonly signal?: AbortSignal | undefined;
	/** Called with the number that stands so far, after each batch. */
	readonly progress?: (stored: number) => void;
};

/** A seed that has begun, or goes on. */
type BegunSeed = {
	/** What is to be generated: as it was wanted first, where it goes on. */
	readonly wanted: FactsWanted;
	/** How many of its facts stand already, from the first one on. */
	readonly standing: number;
	/**
	 * Places the facts of `wanted` in batches, but for those that stand already.
	 * @returns how many stand of all; fewer than wanted after the signal fired
	 * @throws CutShort when the store fails meanwhile: how many stand of all
	 */
	insert(facts: Iterable<object>, options?: Options): Promise<number>;
};

/** A way in which facts are placed. */
type Way = {
	/** The layer that they are placed in. */
	readonly layer: 'postgres' | 'mongo';
	/** How facts go on once they are placed. */
	readonly moves: readonly Move[];
	/** Makes what facts are kept in, where it is missing. The first thing that placing does. */
	prepare(): Promise<void>;
	/** Begins a seed, which is set apart from what is there already; or goes on with one that was cut short, where the store remembers it. */
	beginSeed(wanted: FactsWanted, signal?: AbortSignal): Promise<BegunSeed>;
	/**
	 * Places facts in batches.
	 * @returns how many stand; fewer than given after the signal fired
	 * @throws CutShort when the store fails meanwhile: how many stand
	 */
	insert(facts: Iterable<object>, options?: Options): Promise<number>;
	/** Lets up to `count` facts that are due at an instant go on. @returns how many did */
	move(move: Move, count: number, atMs: number): Promise<number>;
};

/** Where facts are placed: in the ledger where one is open, else straight in the window. Whoever places them does not ask which it is. */
export type Placing = Way & {
	/** Places facts that happen now, up to 1,000 in one transaction where the store has any. They wait for the last step of a take-over alone. */
	arrive(facts: readonly object[]): Promise<void>;
	/**
	 * From now on facts are placed in a ledger, which takes over first what the window holds and it lacks. Facts that arrive meanwhile are
	 * in both; many at once wait until it is over. Should it fail, facts are placed as before.
	 * @param told called with how many of the window's facts the ledger has
	 * @returns how many it took over
	 */
	takeOver(ledger: PostgresLedger, options: {readonly signal: AbortSignal; readonly told?: (facts: number) => void}): Promise<number>;
};

/** The latest instant that is asked about: facts of a clock that is ahead are taken over too. */
const latestMs = Date.UTC(9999, 11, 31);

/** Facts that are taken over at a time. */
const batchSize = 1000;

type IntoWindow = Ends & {readonly window: Pick<MongoWindow, 'prepare' | 'identity' | 'count' | 'insert' | 'stream'>};

type Ledger = Pick<PostgresLedger, 'prepare' | 'estimate' | 'beginSeed' | 'insert' | 'move' | 'outbox'>;

export function placeFacts({later, ...ends}: IntoWindow & {readonly later?: {readonly ledger?: Ledger}}): Placing {
	const {window} = ends;
	let way = later?.ledger ? intoLedger(ends, later.ledger) : intoWindow(ends);
	/** What is being placed. */
	const underWay = new Set<Promise<unknown>>();
	/** While a ledger takes over: what arrived in the window meanwhile. */
	let takingOver: {readonly taking: Promise<unknown>; readonly arrived: object[]} | undefined;
	/** While the last of these are taken over, when nothing is placed. */
	let switching: Promise<unknown> | undefined;
	const counted = async <T>(placing: Promise<T>): Promise<T> => {
		underWay.add(placing);
		return placing.finally(() => underWay.delete(placing));
	};

	const afterTakeOver = async <T>(place: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
		while (takingOver && !signal?.aborted) {
			await ended(takingOver.taking, signal);
		}

		return counted(place());
	};

	const settled = async (signal: AbortSignal) =>
		orAborted(async () => {
			await Promise.allSettled(underWay);
		}, signal);

	const takeOver = async (ledger: Ledger, arrived: object[], signal: AbortSignal, told?: (facts: number) => void) => {
		await ledger.prepare();
		const identity = await window.identity(signal);
		if (identity !== undefined && (await ledger.estimate(signal)) === 0) {
			// It is no other MongoDB than the one that is filled from there: it need not get back what comes from it.
			await ledger.outbox.follow(identity, signal);
			await ledger.outbox.queueWindow(identity, {unlessFilled: true}, signal);
		}

		// What was begun before may be anywhere in the window's days.
		await settled(signal);
		let taken = 0;
		let before = 0;
		for await (const facts of inBatches(window.stream(0, latestMs, signal), batchSize)) {
			taken += (await ledger.insert(facts, {signal})).added;
			signal.throwIfAborted();
			before += facts.length;
			told?.(before);
		}

		const last = async () => {
			await settled(signal);
			taken += (await ledger.insert(arrived, {signal})).added;
			signal.throwIfAborted();
			way = intoLedger(ends, ledger);
		};

		switching = last();
		await switching;
		return taken;
	};

	return {
		get layer() {
			return way.layer;
		},
		get moves() {
			return way.moves;
		},
		prepare: async () => way.prepare(),
		beginSeed: async (wanted, signal) =>
			afterTakeOver(async () => {
				const begunIn = way;
				const {insert, ...seed} = await way.beginSeed(wanted, signal);
				// Between the two a ledger may have taken over: the seed is whole there too.
				return {
					...seed,
					insert: async (facts, options) => afterTakeOver(async () => (way === begunIn ? insert(facts, options) : way.insert(facts, options)), options?.signal),
				};
			}, signal),
		insert: async (facts, options) => afterTakeOver(async () => way.insert(facts, options), options?.signal),
		async arrive(facts) {
			while (switching) {
				await ended(switching);
			}

			takingOver?.arrived.push(...facts);
			await counted(way.insert(facts));
		},
		move: async (move, count, atMs) => way.move(move, count, atMs),
		async takeOver(ledger, {signal, told}) {
			const arrived: object[] = [];
			const taking = takeOver(ledger, arrived, signal, told);
			takingOver = {taking, arrived};
			try {
				return await taking;
			} finally {
				takingOver = undefined;
				switching = undefined;
			}
		},
	};
}

function intoWindow(ends: IntoWindow): Way {
	const {window} = ends;
	const insert: Way['insert'] = async (facts, options) => window.insert(facts, {...options, told: async batch => writeLive(ends, batch)});
	return {
		layer: 'mongo',
		moves: [],
		prepare: async () => window.prepare(),
		beginSeed: async (wanted, signal) => ({
			wanted: (await window.count(signal)) === 0 ? wanted : {...wanted, apart: String(wanted.nowMs)},
			standing: 0,
			insert,
		}),
		insert,
		move: async () => 0,
	};
}

/** What is placed there reaches the window by itself, and Redis from there. */
function intoLedger({scenario: {facts}}: Ends, ledger: Ledger): Way {
	return {
		layer: 'postgres',
		moves: facts.ledger?.moves ?? [],
		prepare: async () => ledger.prepare(),
		async beginSeed(wanted, signal) {
			const {insert, ...seed} = await ledger.beginSeed(wanted, signal);
			return {...seed, insert: async (facts, options) => (await insert(facts, options)).stored};
		},
		insert: async (wanted, options) => (await ledger.insert(wanted, options)).stored,
		move: async ({sql}, count, atMs) => ledger.move(sql, count, atMs),
	};
}

/** Resolves once something has ended, well or not, or the signal has fired. */
async function ended(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
	await orAborted(async () => work, signal).catch(() => undefined);
}
