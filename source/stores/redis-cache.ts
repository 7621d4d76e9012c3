import {Redis, ReplyError} from 'ioredis';
import {type CachedRevenue, decodeCachedRevenue, encodeCachedRevenue} from '../orders/cached-revenue.ts';
import {plainText} from '../orders/plain-text.ts';
import {Problem, sayFailure} from '../problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import type {Backend} from './backend.ts';
import {maskUrl} from './mask-url.ts';

/** What stands at a key: the value, nothing, or something that is not ours to serve. */
export type CacheLookup =
	| {readonly status: 'found'; readonly value: CachedRevenue}
	| {readonly status: 'empty'}
	| {readonly status: 'corrupt'; readonly reason: string};

/** The cache: answers in Redis, each with its time to live. */
export type RedisCache = {
	readonly backend: Backend;
	/** Reads and validates the value at a key. Rejects when Redis does not answer. */
	get(key: string): Promise<CacheLookup>;
	/** Stores a value that Redis drops `keepMs` milliseconds from now. */
	set(key: string, value: CachedRevenue, keepMs: number): Promise<void>;
	/**
	 * Moves the end of a standing value: rewrites `expiresAt` in its envelope and the key's own expiry (PEXPIREAT), in
	 * one transaction that gives way to whoever writes the key meanwhile. A past instant removes the key at once.
	 * @param keepBeyondMs how long Redis keeps the value beyond that end, so that it can be served stale
	 * @returns the value as it now stands, or undefined when there is none (any more)
	 */
	moveExpiry(key: string, expiresAtMs: (value: CachedRevenue) => number, keepBeyondMs?: number): Promise<CachedRevenue | undefined>;
	/** Removes a key. */
	remove(key: string): Promise<void>;
	/** Takes a lock that ends by itself after `keepMs`; `token` names the owner. False when another holds it. */
	lock(key: string, token: string, keepMs: number): Promise<boolean>;
	/** Releases a lock if `token` still owns it: one that expired may belong to another by now. */
	unlock(key: string, token: string): Promise<void>;
	close(): Promise<void>;
};

/**
 * Connects to Redis.
 * @param options.embeddedVersion set for the embedded engine: the version to show
 * @throws Problem when it does not answer within 5 s or refuses the credentials
 */
export async function openRedisCache(url: string, options: {embeddedVersion?: string} = {}): Promise<RedisCache> {
	const address = maskUrl(url);
	let connected = false;
	const client = createClient(url, address, times => connected ? Math.min(times * 100, 2000) : null);
	let lastError: unknown;
	client.on('error', error => {
		lastError = error;
	});
	let version: string;
	try {
		await client.connect();
		// A database that is not there would otherwise be the first one, silently.
		await client.select(client.options.db ?? 0);
		const info = await client.info('server');
		version = plainText(/^redis_version:(.*)$/m.exec(info)?.[1]?.trim() ?? 'unknown version');
		connected = true;
		// From here on one watch over all commands does it: a timer for each would cost a tenth of a hit.
		client.options.commandTimeout = undefined;
	} catch (error) {
		client.disconnect();
		throw sayRedisProblem(lastError ?? error, address);
	}

	let pending = 0;
	let progressMs = 0;
	const watch = setInterval(() => {
		if (pending > 0 && performance.now() - progressMs > timeLimitsMs.redisCommand) {
			progressMs = performance.now();
			// What waits is rejected, and Redis is tried afresh.
			client.disconnect(true);
		}
	}, timeLimitsMs.redisCommand / 4).unref();
	const ended = () => {
		pending--;
		progressMs = performance.now();
	};

	// Few turns of the event loop's queue: what a hit waits for beside the reply is paid at every read.
	const watched = <T>(command: Promise<T>): Promise<T> => {
		if (pending++ === 0) {
			progressMs = performance.now();
		}

		return command.then(
			value => {
				ended();
				return value;
			},
			(error: unknown) => {
				ended();
				throw error instanceof ReplyError ? error : new Problem(`Redis at ${address} does not answer`, 1, error);
			},
		);
	};

	// Transactions need a connection that no other command shares.
	let transactions: Redis | undefined;
	let lastTransaction: Promise<unknown> = Promise.resolve();
	const inTurn = async <T>(work: (connection: Redis) => Promise<T>): Promise<T> => {
		transactions ??= client.duplicate({lazyConnect: false, enableOfflineQueue: true, commandTimeout: timeLimitsMs.redisCommand}).on('error', () => undefined);
		const connection = transactions;
		const turn = lastTransaction.then(async () => work(connection));
		lastTransaction = turn.catch(() => undefined);
		return turn;
	};

	return {
		backend: options.embeddedVersion === undefined
			? {kind: 'server', label: `Redis ${version}`, version, address}
			: {kind: 'embedded', label: 'embedded engine, Redis protocol', version: options.embeddedVersion, address},
		get: key => watched(client.get(key)).then(lookUp, error => lookUp(otherType(error))),
		async set(key, value, keepMs) {
			await watched(client.set(key, encodeCachedRevenue(value), 'PX', Math.max(1, Math.round(keepMs))));
		},
		moveExpiry: async (key, expiresAtMs, keepBeyondMs = 0) => inTurn(async connection => moveExpiry(connection, key, expiresAtMs, keepBeyondMs)),
		async remove(key) {
			await watched(client.del(key));
		},
		lock: async (key, token, keepMs) => await watched(client.set(key, token, 'PX', Math.max(1, Math.round(keepMs)), 'NX')) === 'OK',
		unlock: async (key, token) => inTurn(async connection => unlock(connection, key, token)),
		async close() {
			connected = false;
			clearInterval(watch);
			transactions?.disconnect();
			client.disconnect();
		},
	};
}

function createClient(url: string, address: string, retryStrategy: (times: number) => number | null): Redis {
	let reason: string;
	try {
		const client = new Redis(url, {
			lazyConnect: true,
			connectTimeout: timeLimitsMs.open,
			commandTimeout: timeLimitsMs.redisCommand,
			// A read goes to MongoDB at once while Redis is away, and Redis is tried again in the background.
			enableOfflineQueue: false,
			maxRetriesPerRequest: 0,
			autoResendUnfulfilledCommands: false,
			retryStrategy,
			connectionName: 'shopstream-tui',
		});
		if (Number.isInteger(client.options.db ?? 0)) {
			return client;
		}

		reason = 'its database is not a number';
	} catch (error) {
		reason = plainText(sayFailure(error));
	}

	throw new Problem(`The Redis URL ${address} is not valid (${reason}): write it as redis://host:6379`, 2);
}

/** A list or a hash at the key is a value like any other that is not ours: a SET replaces it. */
function otherType(error: unknown): undefined {
	if (error instanceof ReplyError && sayFailure(error).startsWith('WRONGTYPE')) {
		return undefined;
	}

	throw error;
}

/** @param text undefined for a value of another type than text */
function lookUp(text: string | null | undefined): CacheLookup {
	if (text === undefined) {
		return {status: 'corrupt', reason: 'it is no text'};
	}

	if (text === null) {
		return {status: 'empty'};
	}

	const value = decodeCachedRevenue(text);
	return 'corrupt' in value ? {status: 'corrupt', reason: value.corrupt} : {status: 'found', value};
}

async function moveExpiry(connection: Redis, key: string, expiresAtMs: (value: CachedRevenue) => number, keepBeyondMs: number): Promise<CachedRevenue | undefined> {
	// A writer between WATCH and EXEC has set a newer value with the expiry it wanted: nothing is left to move.
	await connection.watch(key);
	const lookup = lookUp(await connection.get(key).catch(otherType));
	if (lookup.status !== 'found') {
		await connection.unwatch();
		return undefined;
	}

	const moved = {...lookup.value, expiresAtMs: Math.round(expiresAtMs(lookup.value))};
	const done = await connection.multi()
		.set(key, encodeCachedRevenue(moved), 'KEEPTTL')
		.pexpireat(key, moved.expiresAtMs + Math.round(keepBeyondMs))
		.exists(key)
		.exec();
	return done?.[2]?.[1] === 1 ? moved : undefined;
}

async function unlock(connection: Redis, key: string, token: string): Promise<void> {
	// Between GET and DEL the lock may expire and be taken by another: then WATCH makes EXEC do nothing.
	await connection.watch(key);
	if (await connection.get(key) === token) {
		await connection.multi().del(key).exec();
	} else {
		await connection.unwatch();
	}
}

function sayRedisProblem(error: unknown, address: string): Problem {
	const reason = plainText(sayFailure(error));
	if (/^(WRONGPASS|NOAUTH|ERR invalid password|ERR AUTH|NOPERM)/.test(reason)) {
		return new Problem(`Redis at ${address} refused the user or password: check the credentials in the URL`, 1, error);
	}

	if (error instanceof ReplyError) {
		return new Problem(`Redis at ${address} cannot be used: ${reason}`, 1, error);
	}

	return new Problem(`Redis at ${address} did not answer within ${timeLimitsMs.open / 1000} s (${reason}): start it, check the URL, or leave it out for the embedded engine`, 1, error);
}
