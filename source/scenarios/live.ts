import type {Asking} from './asking.ts';

/** What Redis keeps beside cached answers, written as facts come: counters, positions. Its keys start with `shopstream:live:`. */
export type Live<Fact = object, A = {readonly asOfMs: number}> = {
	/** What Redis is told of facts that MongoDB has stored: as a change where it depends on what Redis was told before. */
	writes(facts: readonly Fact[], at: LiveMoment): readonly RedisCommand[] | RedisChange;
	/** What it is told of those that MongoDB had already and that may have changed since; absent: nothing. */
	rewrites?(facts: readonly Fact[], at: LiveMoment): readonly RedisCommand[] | RedisChange;
	/** What it is, for the diagram of the layers, in some three words: 'live positions (GEO)'. */
	readonly holds?: string;
	/** The scenario's question, answered by what Redis keeps; absent: it cannot be. */
	readonly question?: LiveQuestion<A>;
	/** What else is done about it; absent: nothing has to be. */
	readonly keep?: readonly Upkeep[];
};

/** The same answer as the scenario's question gives, from what Redis keeps live. @public */
export type LiveQuestion<A = {readonly asOfMs: number}> = {
	/** Names this way of asking beside 'Redis hit', in at most 16 signs: 'Redis counters'. */
	readonly title: string;
	/** What Redis is asked, in one round trip. */
	commands(asking: LiveAsking): readonly RedisCommand[];
	/** What the screen shows besides, asked in the same round trip for it alone: where ways of asking are timed, it is not a part of any. */
	beside?(asking: LiveAsking): readonly RedisCommand[];
	/**
	 * @param replies to `commands`, and to `beside` where that was asked
	 * @throws Problem when the replies are no answer that can be shown
	 */
	answer(replies: readonly unknown[], asking: LiveAsking): A;
	/** In which way it is not quite the same question, in a sentence. */
	readonly note?: string;
};

/** What is done about a live structure every so often, beside its writes: what went silent is dropped, what was changed by hand is mended. */
export type Upkeep = {
	/** In a word, for a failure: 'reconcile'. */
	readonly name: string;
	readonly everySeconds: number;
	/** @returns what it mended, in a sentence without its end; undefined where nothing was wrong */
	run(at: UpkeepEnds): Promise<string | undefined>;
};

/** Whose facts they are: what keys call the MongoDB that has them, so that two of them behind one Redis are kept apart. */
type OfOrigin = {readonly origin: string};

/** One asking of what is live. */
type LiveAsking = Asking & OfOrigin;

/** When it is, and where "today" begins (IANA name). */
export type LiveMoment = OfOrigin & {readonly nowMs: number; readonly timeZone: string};

/** Whom an upkeep asks, and when it is. */
export type UpkeepEnds = LiveMoment & {
	/** Commands to Redis, in one round trip, or a change; the replies in their order. Rejects when Redis refuses one. */
	redis(work: readonly RedisCommand[] | RedisChange): Promise<readonly unknown[]>;
	/** Waits so many milliseconds. Rejects when the upkeep is to end. */
	pause(forMs: number): Promise<void>;
	/** A pipeline over the scenario's collection. */
	mongo(pipeline: readonly object[]): Promise<readonly unknown[]>;
};

/** What is written once something was read, in one transaction: where another changes one of the keys in between, it is read anew. */
export type RedisChange = {
	/** What is read. */
	readonly keys: readonly string[];
	readonly reads: readonly RedisCommand[];
	/** @param replies to `reads`, in their order @returns nothing where nothing is to be written */
	writes(replies: readonly unknown[]): readonly RedisCommand[];
};

/** A command as Redis takes it: ['INCRBY', 'shopstream:live:x', 3]. */
export type RedisCommand = readonly [name: string, ...words: ReadonlyArray<string | number>];
