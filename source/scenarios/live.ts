import type {Asking} from './asking.ts';

/** What Redis keeps up to date as facts come, beside cached answers: counters, positions. Its keys start with `shopstream:live:`. */
export type Live<Fact = object, A = {readonly asOfMs: number}> = {
	/** The commands for facts that MongoDB has just stored. They are a change where they depend on what Redis holds. */
	writes(facts: readonly Fact[], at: LiveMoment): readonly RedisCommand[] | RedisChange;
	/** The commands for facts that MongoDB had already and that may have changed. Absent: none. */
	rewrites?(facts: readonly Fact[], at: LiveMoment): readonly RedisCommand[] | RedisChange;
	/** Its name in the diagram of the layers, in about three words: 'live positions (GEO)'. */
	readonly holds?: string;
	/** Answers the scenario's question from what Redis keeps. Absent: that is not possible. */
	readonly question?: LiveQuestion<A>;
	/** The upkeep. Absent: none is needed. */
	readonly keep?: readonly Upkeep[];
};

/** The same answer as the scenario's question gives, from what Redis keeps live. @public */
export type LiveQuestion<A = {readonly asOfMs: number}> = {
	/** The name of this way of asking, beside 'Redis hit', in at most 16 characters: 'Redis counters'. */
	readonly title: string;
	/** The commands to Redis, sent in one round trip. */
	commands(asking: LiveAsking): readonly RedisCommand[];
	/** Further commands in the same round trip, for what only the screen shows. They are left out where ways of asking are timed. */
	beside?(asking: LiveAsking): readonly RedisCommand[];
	/**
	 * @param replies the replies to `commands`, and to `beside` where it was sent
	 * @throws Problem when the replies are no answer that can be shown
	 */
	answer(replies: readonly unknown[], asking: LiveAsking): A;
	/** How it differs from the question, in a sentence. */
	readonly note?: string;
};

/** The regular upkeep of a live structure: it drops what went silent and repairs what was changed by hand. */
export type Upkeep = {
	/** One word for messages of failure: 'reconcile'. */
	readonly name: string;
	readonly everySeconds: number;
	/** @returns what it repaired, as a sentence without a full stop; undefined where nothing was wrong */
	run(at: UpkeepEnds): Promise<string | undefined>;
};

/** The MongoDB that holds the facts, as keys name it. It keeps two MongoDBs behind one Redis apart. */
type OfOrigin = {readonly origin: string};

/** One question to the live structure. */
type LiveAsking = Asking & OfOrigin;

/** When it is, and where "today" begins (IANA name). */
export type LiveMoment = OfOrigin & {readonly nowMs: number; readonly timeZone: string};

/** The stores that an upkeep may ask, and the present time. */
export type UpkeepEnds = LiveMoment & {
	/** Runs commands in Redis, in one round trip, or a change. Gives the replies in order. Rejects when Redis refuses one. */
	redis(work: readonly RedisCommand[] | RedisChange): Promise<readonly unknown[]>;
	/** Waits so many milliseconds. Rejects when the upkeep is to end. */
	pause(forMs: number): Promise<void>;
	/** Runs a pipeline over the scenario's collection. */
	mongo(pipeline: readonly object[]): Promise<readonly unknown[]>;
};

/** Reads, then writes, in one transaction. If somebody changes one of the keys in between, it starts again. */
export type RedisChange = {
	/** What is read. */
	readonly keys: readonly string[];
	readonly reads: readonly RedisCommand[];
	/** @param replies to `reads`, in their order @returns nothing where nothing is to be written */
	writes(replies: readonly unknown[]): readonly RedisCommand[];
};

/** A command as Redis takes it: ['INCRBY', 'shopstream:live:x', 3]. */
export type RedisCommand = readonly [name: string, ...words: ReadonlyArray<string | number>];
