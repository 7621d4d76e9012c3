import type {RedisChange, RedisCommand} from '../scenarios/live.ts';
import type {Codec} from '../scenarios/scenario.ts';
import {timeLimitsMs} from '../time-limits.ts';
import type {Backend} from './backend.ts';
import type {CachedAnswer} from './cached-answer.ts';
import {clockOffsetMs} from './clock-offset.ts';
import type {Holdings} from './holdings.ts';
import {maskUrl} from './mask-url.ts';
import {createClient, guardHandshake, isReply, selectDatabase, versionOf} from './redis-client.ts';
import {change, runAll} from './redis-commands.ts';
import {isOtherType, redisFailure, sayRedisProblem} from './redis-failure.ts';
import {type CacheLookup, lookUp, moveExpiry, otherType, store, type StoreResult, unlock, wholeMs} from './redis-values.ts';

/** The cache: answers in Redis, each with its time to live. Every call rejects with a StoreFailure when Redis does not do it. */
export type RedisCache = {
	readonly backend: Backend;
	/** Reads and validates the value at a key. */
	get(key: string): Promise<CacheLookup>;
	/**
	 * Stores a value that Redis drops `keepMs` milliseconds from now, unless one with a later as-of stands there: the cache
	 * never goes back in time, however long a fill took.
	 * @param nowMs the clock by which a standing value is judged: one that cannot be true is replaced
	 */
	set(key: string, value: CachedAnswer, keepMs: number, nowMs?: number): Promise<StoreResult>;
	/**
	 * Moves the end of a standing value: rewrites `expiresAt` in its envelope and the key's own expiry (PEXPIREAT), in
	 * one transaction that gives way to whoever writes the key meanwhile. A past instant removes the key at once.
	 * @param keepBeyondMs how long Redis keeps the value beyond that end, so that it can be served stale
	 * @returns the value as it now stands, or undefined when there is none (any more)
	 */
	moveExpiry(key: string, expiresAtMs: (value: CachedAnswer) => number, keepBeyondMs?: number): Promise<CachedAnswer | undefined>;
	/**
	 * Whether anything stands at a key, asked so that Redis counts neither a hit nor a miss: EXISTS, TTL and TYPE would falsify
	 * the statistic beside the screen.
	 */
	holds(key: string): Promise<boolean>;
	/** How many of these keys stand and what they take, asked in the same way. */
	holdings(keys: readonly string[]): Promise<Holdings>;
	/** The keys that a pattern matches, some at a time; a key may come twice. */
	keysLike(pattern: string, signal?: AbortSignal): AsyncGenerator<readonly string[], void>;
	/** How many keys a pattern matches, and about what they take: the memory of some of them, taken for all. */
	holdingsLike(pattern: string, signal?: AbortSignal): Promise<Holdings>;
	/**
	 * Runs commands in one round trip, for the structures that a scenario keeps beside its answers; or a change, in one transaction that is begun
	 * again where another writes its keys meanwhile.
	 * @returns the replies; those to what a change wrote
	 */
	run(work: readonly RedisCommand[] | RedisChange): Promise<unknown[]>;
	/** Removes a key. */
	remove(key: string): Promise<void>;
	/** Takes a lock that ends by itself after `keepMs`; `token` names the owner. False when another holds it. */
	lock(key: string, token: string, keepMs: number): Promise<boolean>;
	/** Releases a lock if `token` still owns it: one that expired may belong to another by now. */
	unlock(key: string, token: string): Promise<void>;
	/**
	 * How far Redis's clock is ahead of this computer's, in milliseconds, by the quickest of a few answers. 0 where the
	 * difference is within the time that the answer took.
	 */
	clockOffsetMs(): Promise<number>;
	close(): Promise<void>;
};

/**
 * Connects to Redis.
 * @param codec the form of the answers that are kept there
 * @param options.embeddedVersion set for the embedded engine: the version to show
 * @throws Problem when it does not answer within 5 s, is no Redis, or refuses the credentials
 */
export async function openRedisCache(url: string, codec: Codec, options: {embeddedVersion?: string} = {}): Promise<RedisCache> {
	const address = maskUrl(url);
	let connected = false;
	const client = createClient(url, address, times => (connected ? Math.min(times * 100, timeLimitsMs.redisReconnect) : null));
	/** Why there is no connection; undefined while there is one. */
	let lastError: unknown;
	client
		.on('error', error => {
			lastError = error;
		})
		.on('ready', () => {
			lastError = undefined;
		});
	const unguard = guardHandshake(client, () => (connected ? timeLimitsMs.redisCommand : timeLimitsMs.open));
	let version: string | undefined;
	try {
		await client.connect();
		// A database that is not there would otherwise be the first one, silently.
		await selectDatabase(client);
		version = await versionOf(client);
		connected = true;
		// From here on one watch over all commands does it: a timer for each would cost a tenth of a hit.
		client.options.commandTimeout = undefined;
	} catch (error) {
		unguard();
		client.disconnect();
		throw await sayRedisProblem(lastError ?? error, address, client);
	}

	let pending = 0;
	// Counted, not timed: while a computer stands still, or this process is stopped, nobody is silent.
	let looks = 0;
	const watch = setInterval(() => {
		if (pending > 0 && looks++ * lookEveryMs >= timeLimitsMs.redisCommand) {
			looks = 0;
			// What waits is rejected, and Redis is tried afresh. A peer that is silent would not answer a farewell either.
			client.stream.destroy();
		}
	}, lookEveryMs).unref();
	const ended = () => {
		pending--;
		looks = 0;
	};

	const fail = (error: unknown, wanted = 'refuses') => redisFailure(isReply(error) ? error : (lastError ?? error), address, wanted);

	// Few turns of the event loop's queue: what a hit waits for beside the reply is paid at every read.
	const watched = <T>(command: Promise<T>, wanted?: string): Promise<T> => {
		if (pending++ === 0) {
			looks = 0;
		}

		return command.then(
			value => {
				ended();
				return value;
			},
			(error: unknown) => {
				ended();
				throw isOtherType(error) ? error : fail(error, wanted);
			},
		);
	};

	// EXEC ends what the whole connection watches: one transaction after the other. Other commands may go between.
	let lastTransaction: Promise<unknown> = Promise.resolve();
	const inTurn = async <T>(work: () => Promise<T>, wanted?: string): Promise<T> => {
		const turn = lastTransaction.then(async () => watched(work(), wanted));
		lastTransaction = turn.catch(() => undefined);
		return turn;
	};

	async function* keysLike(pattern: string, signal?: AbortSignal): AsyncGenerator<readonly string[], void> {
		let cursor = '0';
		do {
			signal?.throwIfAborted();
			const [next, found] = await watched(client.scan(cursor, 'MATCH', pattern, 'COUNT', scanSize));
			yield found;
			cursor = next;
		} while (cursor !== '0');
	}

	return {
		backend:
			options.embeddedVersion === undefined
				? {kind: 'server', label: version === undefined ? 'Redis, version not told' : `Redis ${version}`, version: version ?? 'not told', address}
				: {kind: 'embedded', label: 'embedded engine, Redis protocol', version: options.embeddedVersion, address},
		get: key =>
			watched(client.get(key)).then(
				text => lookUp(text, codec),
				error => lookUp(otherType(error), codec),
			),
		set: async (key, value, keepMs, nowMs = Date.now()) => inTurn(async () => store({client, key, codec}, value, keepMs, nowMs), 'refuses to store'),
		moveExpiry: async (key, expiresAtMs, keepBeyondMs = 0) => inTurn(async () => moveExpiry({client, key, codec}, expiresAtMs, keepBeyondMs)),
		holds: async key => (await watched(client.memory('USAGE', key))) !== null,
		async holdings(keys) {
			const taken = await Promise.all(keys.map(async key => watched(client.memory('USAGE', key))));
			return {count: taken.filter(bytes => bytes !== null).length, bytes: taken.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)};
		},
		keysLike,
		async holdingsLike(pattern, signal) {
			const keys = new Set<string>();
			for await (const found of keysLike(pattern, signal)) {
				found.forEach(key => keys.add(key));
			}

			// Evenly over all, wherever the popular ones are.
			const every = Math.max(1, Math.floor(keys.size / weighedKeys));
			const weighed = await Promise.all([...keys].filter((_, i) => i % every === 0).map(async key => watched(client.memory('USAGE', key))));
			const bytes = weighed.filter(one => one !== null);
			return {count: keys.size, bytes: bytes.length === 0 ? 0 : Math.round((bytes.reduce((sum, one) => sum + one, 0) / bytes.length) * keys.size)};
		},
		run: async work =>
			('reads' in work ? inTurn(async () => change(client, work), 'refuses to store') : watched(runAll(client, work))).catch((error: unknown) => {
				throw isOtherType(error) ? fail(error) : error;
			}),
		async remove(key) {
			await watched(client.del(key));
		},
		lock: async (key, token, keepMs) => (await watched(client.set(key, token, 'PX', wholeMs(keepMs), 'NX'))) === 'OK',
		unlock: async (key, token) => inTurn(async () => unlock(client, key, token)),
		clockOffsetMs: async () =>
			(await clockOffsetMs(async () => {
				const [seconds, microseconds] = await watched(client.time());
				return Number(seconds) * 1000 + Number(microseconds) / 1000;
			})) ?? 0,
		async close() {
			connected = false;
			clearInterval(watch);
			unguard();
			client.disconnect();
		},
	};
}

/** Keys that one SCAN looks at, and keys whose memory is asked for. */
/** So often it is looked whether Redis answers. */
const lookEveryMs = timeLimitsMs.redisCommand / 4;
const scanSize = 1000;
const weighedKeys = 50;
