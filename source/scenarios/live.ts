import type {Asking} from './asking.ts';

/** What Redis keeps beside cached answers, written as facts come: counters, positions. Its keys start with `shopstream:live:`. */
export type Live<Fact = object, A = {readonly asOfMs: number}> = {
	/** What Redis is told of facts that MongoDB has stored. */
	writes(facts: readonly Fact[]): readonly RedisCommand[];
	/** What it is told of those that MongoDB had already and that changed since; absent: nothing. */
	rewrites?(facts: readonly Fact[]): readonly RedisCommand[];
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
	commands(asking: Asking): readonly RedisCommand[];
	/** @throws Problem when the replies are no answer that can be shown */
	answer(replies: readonly unknown[], asking: Asking): A;
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

/** Whom an upkeep asks, and when it is. */
export type UpkeepEnds = {
	readonly nowMs: number;
	/** Where "today" begins (IANA name). */
	readonly timeZone: string;
	/** Commands to Redis, in one round trip; the replies in their order. Rejects when Redis refuses one. */
	redis(commands: readonly RedisCommand[]): Promise<readonly unknown[]>;
	/** A pipeline over the scenario's collection. */
	mongo(pipeline: readonly object[]): Promise<readonly unknown[]>;
};

/** A command as Redis takes it: ['INCRBY', 'shopstream:live:x', 3]. */
export type RedisCommand = readonly [name: string, ...words: ReadonlyArray<string | number>];
