import {type ChainableCommander, Redis, ReplyError} from 'ioredis';
import type {RedisChange, RedisCommand} from '../scenarios/live.ts';
import type {Codec} from '../scenarios/scenario.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import type {Backend} from './backend.ts';
import {type CachedAnswer, decodeCached, encodeCached, faultOf} from './cached-answer.ts';
import type {Holdings} from './holdings.ts';
import {maskUrl} from './mask-url.ts';
import {StoreFailure} from './store-failure.ts';
import {sayUnanswered} from './what-answers.ts';

/** What stands at a key: the value, nothing, or something that is not ours to serve. */
export type CacheLookup =
	| {readonly status: 'found'; readonly value: CachedAnswer}
	| {readonly status: 'empty'}
	| {readonly status: 'corrupt'; readonly reason: string};

/** What became of a value that was to be stored: it stands, or a newer one that another stored meanwhile does. */
export type StoreResult = {readonly status: 'stored'} | {readonly status: 'newer'; readonly value: CachedAnswer};

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
	let progressMs = 0;
	const watch = setInterval(() => {
		if (pending > 0 && performance.now() - progressMs > timeLimitsMs.redisCommand) {
			progressMs = performance.now();
			// What waits is rejected, and Redis is tried afresh. A peer that is silent would not answer a farewell either.
			client.stream.destroy();
		}
	}, timeLimitsMs.redisCommand / 4).unref();
	const ended = () => {
		pending--;
		progressMs = performance.now();
	};

	const fail = (error: unknown, wanted = 'refuses') => failureOf(isReply(error) ? error : (lastError ?? error), address, wanted);

	// Few turns of the event loop's queue: what a hit waits for beside the reply is paid at every read.
	const watched = <T>(command: Promise<T>, wanted?: string): Promise<T> => {
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
		clockOffsetMs: async () => clockOffset(async () => watched(client.time())),
		async close() {
			connected = false;
			clearInterval(watch);
			unguard();
			client.disconnect();
		},
	};
}

/** Keys that one SCAN looks at, and keys whose memory is asked for. */
const scanSize = 1000;
const weighedKeys = 50;

/** Makes sure of the database. One that may not ask for it is in the first one all the same. */
async function selectDatabase(client: Redis): Promise<void> {
	const database = client.options.db ?? 0;
	await client.select(database).catch((error: unknown) => {
		if (database !== 0 || !isReply(error) || errorCode(error) !== 'NOPERM') {
			throw error;
		}
	});
}

/** Redis's version; undefined where it does not tell this user. Nothing but the label depends on it. */
async function versionOf(client: Redis): Promise<string | undefined> {
	try {
		const version = /^redis_version:(.*)$/m.exec(await client.info('server'))?.[1]?.trim();
		return version === undefined ? undefined : plainText(version);
	} catch (error) {
		if (isReply(error)) {
			return undefined;
		}

		throw error;
	}
}

/**
 * Gives up a connection whose handshake is not answered, so that the client makes a new one: a tunnel or balancer may
 * take connections for a Redis that is gone.
 * @returns the function that ends the guard
 */
function guardHandshake(client: Redis, limitMs: () => number): () => void {
	let timer: NodeJS.Timeout | undefined;
	const stop = () => clearTimeout(timer);
	client
		.on('connect', () => {
			stop();
			timer = setTimeout(() => client.stream.destroy(), limitMs()).unref();
		})
		.on('ready', stop)
		.on('close', stop);
	return stop;
}

function createClient(url: string, address: string, retryStrategy: (times: number) => number | null): Redis {
	let reason: string;
	try {
		const client = new Redis(url, {
			lazyConnect: true,
			connectTimeout: timeLimitsMs.open,
			commandTimeout: timeLimitsMs.open,
			// A read goes to MongoDB at once while Redis is away, and Redis is tried again in the background.
			enableOfflineQueue: false,
			// Whether it is ready, each answer tells: one that loads its data or asks for a password says so itself.
			enableReadyCheck: false,
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
	if (isOtherType(error)) {
		return undefined;
	}

	throw error;
}

function isOtherType(error: unknown): boolean {
	return isReply(error) && errorCode(error) === 'WRONGTYPE';
}

/** @param text undefined for a value of another type than text */
function lookUp(text: string | null | undefined, codec: Codec): CacheLookup {
	if (text === undefined) {
		return {status: 'corrupt', reason: 'it is no text'};
	}

	if (text === null) {
		return {status: 'empty'};
	}

	const value = decodeCached(text, codec);
	return 'corrupt' in value ? {status: 'corrupt', reason: value.corrupt} : {status: 'found', value};
}

/** How often a value is tried again because others write the key in the same instant; each time one of them has got through. */
const mostConflicts = 50;

const tooManyConflicts = 'others write the key all the time';

/** A key, and the form of the answers at it. */
type Place = {readonly client: Redis; readonly key: string; readonly codec: Codec};

async function store(place: Place, value: CachedAnswer, keepMs: number, nowMs: number): Promise<StoreResult> {
	const {client, key, codec} = place;
	for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
		const standing = await watchAndGet(place);
		if (standing.status === 'found' && standing.value.answer.asOfMs > value.answer.asOfMs && faultOf(standing.value, nowMs) === undefined) {
			await client.unwatch();
			return {status: 'newer', value: standing.value};
		}

		const done = await client.multi().set(key, encodeCached(value, codec), 'PX', wholeMs(keepMs)).exec();
		if (done?.[0]?.[0]) {
			throw done[0][0];
		}

		if (done) {
			return {status: 'stored'};
		}
	}

	throw new Error(tooManyConflicts);
}

async function moveExpiry(place: Place, expiresAtMs: (value: CachedAnswer) => number, keepBeyondMs: number): Promise<CachedAnswer | undefined> {
	const {client, key, codec} = place;
	// A writer between WATCH and EXEC has set a newer value with the expiry it wanted: nothing is left to move.
	const standing = await watchAndGet(place);
	if (standing.status !== 'found') {
		await client.unwatch();
		return undefined;
	}

	const moved = {...standing.value, expiresAtMs: Math.round(expiresAtMs(standing.value))};
	const done = await client
		.multi()
		.set(key, encodeCached(moved, codec), 'KEEPTTL')
		.pexpireat(key, moved.expiresAtMs + Math.round(keepBeyondMs))
		.exists(key)
		.exec();
	const refused = done?.find(([error]) => error)?.[0];
	if (refused) {
		throw refused;
	}

	return done?.[2]?.[1] === 1 ? moved : undefined;
}

async function runAll(client: Redis, commands: readonly RedisCommand[]): Promise<unknown[]> {
	return repliesOf(await called(client.pipeline(), commands).exec());
}

async function change(client: Redis, {keys, reads, writes}: RedisChange): Promise<unknown[]> {
	if (keys.length === 0) {
		return [];
	}

	for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
		const [, ...read] = repliesOf(await called(client.pipeline().watch(...keys), reads).exec());
		const written = writes(read);
		if (written.length === 0) {
			await client.unwatch();
			return [];
		}

		const done = await called(client.multi(), written).exec();
		if (done) {
			return repliesOf(done);
		}
	}

	throw new Error(tooManyConflicts);
}

function called(pipeline: ChainableCommander, commands: readonly RedisCommand[]): ChainableCommander {
	for (const [name, ...words] of commands) {
		pipeline.call(name, ...words);
	}

	return pipeline;
}

/** @throws what Redis refused first */
function repliesOf(done: ReadonlyArray<[error: Error | null, reply: unknown]> | null): unknown[] {
	const refused = done?.find(([error]) => error)?.[0];
	if (refused) {
		throw refused;
	}

	return (done ?? []).map(([, reply]) => reply);
}

async function unlock(client: Redis, key: string, token: string): Promise<void> {
	// Between GET and DEL the lock may expire and be taken by another: then WATCH makes EXEC do nothing.
	await client.watch(key);
	if ((await client.get(key)) === token) {
		await client.multi().del(key).exec();
	} else {
		await client.unwatch();
	}
}

/** What stands at a key, watched from now on; in one round trip. What follows in the same turn is on the same connection. */
async function watchAndGet({client, key, codec}: Place): Promise<CacheLookup> {
	const [watched, got] = (await client.pipeline().watch(key).get(key).exec())!;
	if (watched![0]) {
		throw watched![0];
	}

	return lookUp(got![0] ? otherType(got![0]) : (got![1] as string | null), codec);
}

async function clockOffset(ask: () => Promise<ReadonlyArray<string | number>>): Promise<number> {
	let [offsetMs, leastMs] = [0, Number.POSITIVE_INFINITY];
	for (let answers = 0; answers < 3; answers++) {
		const [askedMs, startedAt] = [Date.now(), performance.now()];
		const [seconds, microseconds] = await ask();
		const tookMs = performance.now() - startedAt;
		if (tookMs < leastMs) {
			leastMs = tookMs;
			// The answer was given half-way, at best.
			offsetMs = Number(seconds) * 1000 + Number(microseconds) / 1000 - askedMs - tookMs / 2;
		}
	}

	// Date counts whole milliseconds.
	return Math.abs(offsetMs) <= leastMs / 2 + 1 ? 0 : offsetMs;
}

/** A time to live as Redis takes it: whole milliseconds, at least one. */
function wholeMs(ms: number): number {
	return Math.max(1, Math.round(ms));
}

/** What Redis means by the first word of an error, in plain words. */
const refusals: Readonly<Record<string, string>> = {
	OOM: 'out of memory',
	READONLY: 'read-only replica',
	NOREPLICAS: 'too few replicas',
	MISCONF: 'it cannot save to its disk',
	WRONGTYPE: 'something of another type stands at the key',
	NOAUTH: 'asks for a password',
	WRONGPASS: 'wrong user or password',
	NOPERM: 'this user may not do that',
	LOADING: 'still loading its data',
	BUSY: 'busy with a script',
	CLUSTERDOWN: 'its cluster is down',
	MASTERDOWN: 'replica that has lost its master',
	MOVED: 'another node of its cluster holds the key',
	ASK: 'another node of its cluster holds the key',
	TRYAGAIN: 'its cluster is being rearranged',
};

function isReply(error: unknown): error is Error {
	return error instanceof ReplyError;
}

/** The code of an error reply is its first word; of a transaction that was discarded, that of the command which was refused. */
function errorCode(error: Error): string {
	const {previousErrors: [refused] = []} = error as Error & {readonly previousErrors?: readonly Error[]};
	if (refused) {
		return errorCode(refused);
	}

	const text = error.message.replace(/^EXECABORT Transaction discarded because of: /, '');
	return /^[A-Z]+/.exec(text)?.[0] ?? '';
}

/** What an older Redis, or one whose commands were renamed, says with all of the words it was given. */
function missingCommand(error: Error): string | undefined {
	const command = /^ERR unknown command [`'"]?([\w|]+)/.exec(error.message)?.[1];
	return command === undefined ? undefined : `it has no command ${command.toUpperCase()}`;
}

/** @param wanted what was wanted of Redis, as it refuses it: "refuses to store" */
function failureOf(error: unknown, address: string, wanted: string): StoreFailure {
	if (isReply(error)) {
		const reason = refusals[errorCode(error)] ?? missingCommand(error) ?? plainText(sayFailure(error).replace(/^ERR /, ''));
		return new StoreFailure('redis', 'refuses', reason, `Redis at ${address} ${wanted}: ${reason}`, error);
	}

	return new StoreFailure('redis', 'silent', 'no answer', `Redis at ${address} does not answer`, error);
}

async function sayRedisProblem(error: unknown, address: string, {options}: Redis): Promise<Problem> {
	if (!isReply(error)) {
		const {path, host = '127.0.0.1', port = 6379} = options;
		return new Problem(await sayUnanswered('redis', address, error, path ? {path} : {host, port}), 1, error);
	}

	const reason = plainText(sayFailure(error));
	const code = errorCode(error);
	if (code === 'WRONGPASS' || code === 'NOAUTH' || /^ERR (invalid password|AUTH)/.test(reason)) {
		return new Problem(`Redis at ${address} refused the user or password: check the credentials in the URL`, 1, error);
	}

	if (code === 'NOPERM') {
		const command = /'([\w|]+)' command/.exec(reason)?.[1];
		return new Problem(
			`Redis at ${address} refuses: this user may not ${command === undefined ? 'do that' : `run ${command.toUpperCase()}`}: grant it, or name another user in the URL`,
			1,
			error,
		);
	}

	return new Problem(`Redis at ${address} cannot be used: ${reason}`, 1, error);
}
