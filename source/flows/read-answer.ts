import {setTimeout as pause} from 'node:timers/promises';
import type {CachePolicy} from '../lab/cache-policy.ts';
import {type Answer as StepAnswer, type Filled, type Lookup, type Outcome, type Reading, readThrough, type Step, type StepName} from '../lab/read-through.ts';
import type {Answer} from '../scenarios/scenario.ts';
import {sayFailure} from '../words/problem.ts';
import {type CachedAnswer, faultOf} from '../stores/cached-answer.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {StoreFailure, type StoreHealth} from '../stores/store-failure.ts';
import {type AnswerKey, lockKey} from './answer-key.ts';
import {aboutOf, askQuestion, type Origin} from './ask-question.ts';

/** Each store that a read asked, as the last call left it. */
type StoresAsked = {readonly redis?: StoreHealth; readonly mongo?: StoreHealth};

/** A value with what became of it in Redis; one that was found there has nothing to say of that. */
type Fetched = CachedAnswer & {readonly storing?: Storing};

type Storing = {readonly stands: boolean | undefined; readonly redis?: StoreHealth; readonly reason?: string};

/** A fill as it ended; one that failed says how it left MongoDB to all who waited for it. */
type Fill = Filled<Fetched> & {readonly mongo?: StoreHealth};

/** Fills under way in one process, for its single-flight. Readers that stand for other machines have one of their own. */
export type Flight = {
	current: Promise<Fill> | undefined;
	/** How a refill behind a stale answer went wrong; the next answer from the cache says so. */
	left?: {readonly stores: StoresAsked; readonly reason: string | undefined};
	/** The last fill that ended, with a value or without, and when (`performance.now`). */
	landed?: {readonly filled: Fill; readonly at: number};
};

/** Counts what reads ask of the origin, by what they are about. */
type Meter = {began(about: string): void; settled(fillMs: number | undefined, about: string): void};

/** What a reader reads through. */
export type ReadPath = Origin & {
	readonly cache: Pick<RedisCache, 'get' | 'set' | 'lock' | 'unlock'>;
	/** The policy in force; asked at each read, since it can change live. */
	readonly policy: () => CachePolicy;
	readonly flight: Flight;
	/** The cache key, or where it is to be had; its lock stands beside it. Without any (yet) nothing is cached. */
	readonly key: string | AnswerKey;
	/** Which one is asked about; by default the one that is shown. */
	readonly about?: string;
	/** An answer without facts is stored like any other. The lesson does not: what comes next would not be seen for a TTL. */
	readonly keepsEmpty?: boolean;
	/** The slow origin: time added to each query, in milliseconds; asked at each, since it can change live. */
	readonly addedFillMs?: () => number;
	/** Counts what this path asks of the origin. */
	readonly meter?: Meter;
	/** Random numbers in [0, 1) for jitter and XFetch. */
	readonly uniform?: () => number;
	/** Epoch milliseconds; one clock for `asOf`, expiry and age. */
	readonly clock?: () => number;
};

/** One read, as it ended. */
export type Read = {
	/** Which one it was about. */
	readonly about: string;
	/** The whole read, in milliseconds: GET and parse for a hit, GET, origin and SET for a miss. */
	readonly latencyMs: number;
	/** When it was served, in epoch milliseconds. */
	readonly servedAtMs: number;
	/** Why it was no plain hit or miss: the store that failed, the value that had to be replaced, or why its own was not stored. */
	readonly reason?: string;
	readonly stores: StoresAsked;
	/** Whether the value that it gave stands in Redis; undefined when Redis did not say, or there is none. */
	readonly stands: boolean | undefined;
} & (
	| {readonly outcome: Exclude<Outcome, 'error'>; readonly answer: Answer; readonly expiresAtMs: number; readonly ageMs: number}
	| {readonly outcome: 'error'; readonly reason: string}
);

/**
 * Reads the scenario's answer through the cache, with MongoDB behind it, under the policy in force.
 * Never rejects: a failure is the outcome `error`.
 */
export async function readAnswer(path: ReadPath, signal?: AbortSignal): Promise<Read> {
	const clock = path.clock ?? Date.now;
	const about = aboutOf(path);
	const startedAt = performance.now();
	const stores: Asked = {};
	const served = await run(readThrough<Fetched>({policy: path.policy(), clock, uniform: path.uniform ?? Math.random}), path, stores, signal);
	const latencyMs = performance.now() - startedAt;
	const servedAtMs = clock();
	if (served.outcome === 'error') {
		return {about, outcome: 'error', latencyMs, servedAtMs, reason: served.reason, stores, stands: undefined};
	}

	const {
		outcome,
		value: {answer, expiresAtMs, storing},
	} = served;
	// Who waited for another's fill knows of the store what that one met.
	if (storing?.redis) {
		stores.redis = storing.redis;
	}

	const {left} = path.flight;
	if (left && (outcome === 'hit' || outcome === 'stale')) {
		delete path.flight.left;
		Object.assign(stores, left.stores);
	}

	const reason = served.reason ?? storing?.reason ?? left?.reason;
	return {
		about,
		outcome,
		latencyMs,
		servedAtMs,
		answer,
		expiresAtMs,
		// Clocks of computers that share a Redis differ by a little, and no age is negative.
		ageMs: Math.max(0, servedAtMs - answer.asOfMs),
		stores,
		stands: outcome === 'bypass' ? undefined : storing ? storing.stands : true,
		...(reason !== undefined && {reason}),
	};
}

type Asked = {-readonly [Name in keyof StoresAsked]: StoresAsked[Name]};

const up: StoreHealth = {state: 'up'};

/** Whether a store did not do what it was asked. */
export function isDown(health: StoreHealth | undefined): boolean {
	return health !== undefined && health.state !== 'up';
}

/** A store that failed in another way than by silence or refusal has answered. */
function healthAfter(error: unknown): StoreHealth {
	return error instanceof StoreFailure ? {state: error.kind, reason: error.reason} : up;
}

/** The real stores' answers to a read's steps. */
type Answers = {readonly [Name in StepName]: (step: Step<Fetched, Name>) => StepAnswer<Fetched, Name> | Promise<StepAnswer<Fetched, Name>>};

/** The key once the origin has said who it is. */
async function nameKey(key: AnswerKey, about: string, signal?: AbortSignal): Promise<string | undefined> {
	await key.resolve(signal).catch(() => undefined);
	return key.of(about);
}

/** Answers a read's steps with the real stores until it returns. */
async function run<R>(reading: Reading<Fetched, R>, path: ReadPath, stores: Asked, signal?: AbortSignal): Promise<R> {
	const {
		cache,
		flight,
		meter,
		scenario: {question},
	} = path;
	const about = aboutOf(path);
	const key = typeof path.key === 'string' ? path.key : (path.key.of(about) ?? (await nameKey(path.key, about, signal)));
	let land: ((filled: Fill) => void) | undefined;
	let token: string | undefined;
	let queriedAt: number | undefined;
	// A refill behind a stale answer looks nothing up: what had landed before it began is nothing for it.
	let lookedUpAt = performance.now();
	/** The fill of this read is over; what it took is known when its value stands in the cache. */
	const settle = (stands: boolean) => {
		if (queriedAt !== undefined) {
			meter?.settled(stands ? performance.now() - queriedAt : undefined, about);
			queriedAt = undefined;
		}
	};

	const heard = (filled: Fill) => {
		if (filled.mongo) {
			stores.mongo = filled.mongo;
		}

		return filled;
	};

	const get = () => {
		lookedUpAt = performance.now();
		return key === undefined ? ({status: 'empty'} as const) : lookUp(path, key, stores);
	};

	const makeAnswers = (): Answers => ({
		get,
		fill() {
			if (signal?.aborted) {
				return {status: 'failed', reason: sayFailure(signal.reason)};
			}

			queriedAt = performance.now();
			meter?.began(about);
			return fill(path, stores, signal);
		},
		set({value, keepMs}) {
			if (key === undefined || (question.isEmpty(value.answer) && !path.keepsEmpty)) {
				settle(false);
				return {...value, storing: {stands: false, reason: 'an empty answer is not kept'}};
			}

			return store(path, key, value, keepMs, stores).then(value => {
				settle(value.storing?.stands === true);
				return value;
			});
		},
		join() {
			if (flight.current) {
				return flight.current.then(heard);
			}

			// It ended after this read had looked: the two replies came in one breath.
			if (flight.landed && flight.landed.at >= lookedUpAt) {
				return heard(flight.landed.filled);
			}

			flight.current = new Promise(resolve => {
				land = resolve;
			});
			return undefined;
		},
		land({filled}) {
			flight.current = undefined;
			if (filled.status === 'filled' || !filled.left) {
				flight.landed = {filled, at: performance.now()};
			}

			land?.(filled);
		},
		lock({keepMs}) {
			// Who is cut off while waiting for another's lock waits no more.
			if (signal?.aborted || key === undefined) {
				return 'down';
			}

			token ??= crypto.randomUUID();
			return cache.lock(lockKey(key), token, keepMs).catch(() => 'down');
		},
		unlock() {
			// A lock that cannot be released ends by itself.
			return token === undefined || key === undefined ? undefined : cache.unlock(lockKey(key), token).catch(() => undefined);
		},
		pause: ({forMs}) => pause(forMs, undefined, signal && {signal}).catch(() => undefined),
		behind({task}) {
			void refillBehind(task, path, signal);
		},
	});

	// Made when the first step after the lookup comes: a hit has none.
	let answers: Answers | undefined;
	const answerTo = <Name extends StepName>(step: Step<Fetched, Name>) => (answers ??= makeAnswers())[step.do](step);
	for (let input: StepAnswer<Fetched> = undefined; ;) {
		const {done, value} = reading.next(input);
		if (done) {
			settle(false);
			return value;
		}

		const given = value.do === 'get' ? get() : answerTo(value);
		// Awaiting what is no promise would cost a hit two more turns of the event loop's queue.
		input = given instanceof Promise ? await given : given;
	}
}

/** Runs a refill that nobody waits for. */
async function refillBehind(task: Reading<Fetched, Filled<Fetched>>, path: ReadPath, signal?: AbortSignal): Promise<void> {
	const stores: Asked = {};
	const filled = await run(task, path, stores, signal);
	if (isDown(stores.redis) || isDown(stores.mongo)) {
		path.flight.left = {stores, reason: filled.status === 'failed' ? filled.reason : filled.value.storing?.reason};
	}
}

function lookUp({cache, clock = Date.now}: ReadPath, key: string, stores: Asked): Promise<Lookup<Fetched>> {
	return cache.get(key).then(
		lookup => {
			stores.redis = up;
			const refused = (fault: string): Lookup<never> => ({status: 'empty', reason: `the value at ${key} was not ours to serve (${fault}); it is replaced`});
			if (lookup.status === 'corrupt') {
				return refused(lookup.reason);
			}

			const fault = lookup.status === 'found' ? faultOf(lookup.value, clock()) : undefined;
			return fault === undefined ? lookup : refused(fault);
		},
		(error: unknown) => {
			stores.redis = healthAfter(error);
			return {status: 'down', reason: sayFailure(error)};
		},
	);
}

async function store({cache, clock = Date.now}: ReadPath, key: string, value: Fetched, keepMs: number, stores: Asked): Promise<Fetched> {
	try {
		const result = await cache.set(key, value, keepMs, clock());
		stores.redis = up;
		return {...(result.status === 'newer' ? result.value : value), storing: {stands: true, redis: up}};
	} catch (error) {
		const redis = healthAfter(error);
		stores.redis = redis;
		return {...value, storing: {stands: redis.state === 'silent' ? undefined : false, redis, reason: sayFailure(error)}};
	}
}

async function fill(path: ReadPath, stores: Asked, signal?: AbortSignal): Promise<Fill> {
	const {clock = Date.now, addedFillMs} = path;
	const startedAt = performance.now();
	try {
		const answer = await askQuestion(path, {about: aboutOf(path), asOfMs: clock()}, signal);
		stores.mongo = up;
		const addedMs = addedFillMs?.() ?? 0;
		if (addedMs > 0) {
			await pause(addedMs, undefined, signal && {signal});
		}

		return {status: 'filled', value: {answer, fillMs: performance.now() - startedAt, expiresAtMs: 0, storing: {stands: undefined}}};
	} catch (error) {
		// A query that was cut off says nothing of MongoDB.
		if (signal?.aborted) {
			return {status: 'failed', reason: sayFailure(error)};
		}

		stores.mongo = healthAfter(error);
		return {status: 'failed', reason: sayFailure(error), mongo: stores.mongo};
	}
}
