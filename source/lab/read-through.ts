import {type CachePolicy, freshMs, graceMs, type Held, isFresh, judge, servableOnError} from './cache-policy.ts';

/** How a read ended; each ends in exactly one of them. */
export const outcomes = ['hit', 'miss', 'bypass', 'stale', 'coalesced', 'error'] as const;

export type Outcome = (typeof outcomes)[number];

/** The result of one read. */
export type Served<V> =
	| {readonly outcome: Exclude<Outcome, 'error'>; readonly value: V; readonly reason?: string}
	| {readonly outcome: 'error'; readonly reason: string};

/** An answer of a store, or why there is none. */
export type Lookup<V> =
	| {readonly status: 'found'; readonly value: V}
	| {readonly status: 'empty'; readonly reason?: string}
	| {readonly status: 'down'; readonly reason: string};

/** What the origin gave; `left` when it was not asked, because another process refills already. */
export type Filled<V> = {readonly status: 'filled'; readonly value: V} | {readonly status: 'failed'; readonly reason: string; readonly left?: true};

/**
 * The steps of a read, and the answer that each step gets. Whoever runs the read answers them one at a time: the live flow with Redis, MongoDB and
 * the clock, the simulator with numbers.
 */
type Steps<V> = {
	/** Looks the key up. */
	readonly get: {readonly says: unknown; readonly answer: Lookup<V>};
	/** Asks the origin; the value's `expiresAtMs` is for the read to set. */
	readonly fill: {readonly says: unknown; readonly answer: Filled<V>};
	/**
	 * Stores a value for `keepMs`. The answer is the value to serve, if that is another: a newer one that stands. A store
	 * that does not answer is not an error of the read.
	 */
	readonly set: {readonly says: {readonly value: V; readonly keepMs: number}; readonly answer: V | undefined};
	/** Waits for a fill under way in this process; undefined when none is, and this read leads one. */
	readonly join: {readonly says: unknown; readonly answer: Filled<V> | undefined};
	/** Gives the led fill's result to those who joined. */
	readonly land: {readonly says: {readonly filled: Filled<V>}; readonly answer: void};
	/** Takes the lock in the cache; false when another holds it, `down` without a cache. */
	readonly lock: {readonly says: {readonly keepMs: number}; readonly answer: boolean | 'down'};
	readonly unlock: {readonly says: unknown; readonly answer: void};
	/** Waits some milliseconds. */
	readonly pause: {readonly says: {readonly forMs: number}; readonly answer: void};
	/** Goes on with a refill without waiting for it. */
	readonly behind: {readonly says: {readonly task: Reading<V, Filled<V>>}; readonly answer: void};
};

export type StepName = keyof Steps<unknown>;

/** One step, or any, as a read yields it: `{do: 'pause', forMs: 25}`. */
export type Step<V, Name extends StepName = StepName> = {readonly [N in Name]: {readonly do: N} & Steps<V>[N]['says']}[Name];

/** What a step, or any, is answered with. */
export type Answer<V, Name extends StepName = StepName> = Steps<V>[Name]['answer'];

/** A read under way: yields steps, takes the answer to each, returns how it ended. */
export type Reading<V, R = Served<V>> = Generator<Step<V>, R, Answer<V>>;

/** Asks one step, and takes the answer of its kind. Beside the first lookup of a read, only this trusts the world to answer what was asked. */
function ask<V, Name extends StepName>(step: Step<V> & {readonly do: Name}): Reading<V, Answer<V, Name>> {
	return askOne<V, Answer<V, Name>>(step);
}

function* askOne<V, A extends Answer<V>>(step: Step<V>): Generator<Step<V>, A, A> {
	return yield step;
}

/**
 * How long a reader that has waited `waitedMs` for another's lock pauses before it looks again, in milliseconds. It is an eighth of the wait: the
 * reader is late by a sixteenth of the fill on average, and a crowd waiting for a slow origin does not load Redis.
 */
export function lockPauseMs(waitedMs: number): number {
	return Math.min(100, Math.max(25, waitedMs / 8));
}

const get: Step<never, 'get'> = {do: 'get'};
const fill: Step<never, 'fill'> = {do: 'fill'};
const join: Step<never, 'join'> = {do: 'join'};
const unlock: Step<never, 'unlock'> = {do: 'unlock'};

/** What a read depends on. */
export type Terms = {
	readonly policy: CachePolicy;
	/** Milliseconds. */
	readonly clock: () => number;
	/** Random numbers in [0, 1) for jitter and XFetch. */
	readonly uniform: () => number;
};

/** One read through the cache (cache-aside) under a policy. */
export function* readThrough<V extends Held>(terms: Terms): Reading<V> {
	const {policy, clock, uniform} = terms;
	// Without `ask`: a hit would pay for the two generators.
	const lookup = (yield get) as Lookup<V>;
	if (lookup.status === 'down') {
		const filled = yield* fillTogether<V>(terms, {cached: false, patient: true});
		return filled.status === 'failed'
			? {outcome: 'error', reason: `${lookup.reason}; ${filled.reason}`}
			: {outcome: 'bypass', value: filled.value, reason: lookup.reason};
	}

	const held = lookup.status === 'found' ? lookup.value : undefined;
	let early = false;
	if (held) {
		const nowMs = clock();
		const verdict = judge(policy, held, nowMs, () => 1 - uniform());
		if (verdict === 'serve') {
			return {outcome: 'hit', value: held};
		}

		if (verdict === 'serve-stale') {
			yield {do: 'behind', task: fillTogether<V>(terms, {cached: true, patient: false, held})};
			return {outcome: 'stale', value: held};
		}

		early = isFresh(held, nowMs);
	}

	const filled = yield* fillTogether<V>(terms, {cached: true, patient: !early, held});
	if (filled.status === 'filled') {
		const reason = lookup.status === 'empty' ? lookup.reason : undefined;
		return {outcome: filled.waited ? 'coalesced' : 'miss', value: filled.value, ...(reason !== undefined && {reason})};
	}

	return held ? yield* fallBack(terms, held, filled) : {outcome: 'error', reason: filled.reason};
}

/** How a read ends that found a value, wanted a newer one and got none. */
function* fallBack<V extends Held>(terms: Terms, held: V, failed: Failed): Reading<V> {
	const {policy, clock} = terms;
	if (isFresh(held, clock())) {
		return failed.left ? {outcome: 'hit', value: held} : {outcome: 'hit', value: held, reason: failed.reason};
	}

	// It left the refill to another reader because its own value was fresh. That has expired since: now it waits like everybody.
	const filled = failed.left ? yield* fillTogether<V>(terms, {cached: true, patient: true, held}) : failed;
	if (filled.status === 'filled') {
		return {outcome: filled.waited ? 'coalesced' : 'miss', value: filled.value};
	}

	return servableOnError(policy, held, clock()) ? {outcome: 'stale', value: held, reason: filled.reason} : {outcome: 'error', reason: filled.reason};
}

type Failed = Extract<Filled<never>, {status: 'failed'}>;

type How = {
	/** False while the cache does not answer: then nothing is locked or stored there. */
	readonly cached: boolean;
	/** False for a refill that no reader waits for (behind a stale answer, or before a fresh one expires): it gives up when another has the lock. */
	readonly patient: boolean;
	/** The value that is to be replaced. */
	readonly held?: Held | undefined;
};

type Together<V> = Filled<V> & {readonly waited: boolean};

/** A fill shared within the process when the policy says so: one leads, the others wait for what it brings. */
function* fillTogether<V extends Held>(terms: Terms, how: How): Reading<V, Together<V>> {
	if (!terms.policy.singleFlight) {
		return yield* fillLocked<V>(terms, how);
	}

	for (;;) {
		const joined = yield* ask<V, 'join'>(join);
		if (!joined) {
			break;
		}

		// The leader may have given up because it needed no value. A reader that needs one goes on.
		if (joined.status === 'filled' || !joined.left || !how.patient) {
			return {...joined, waited: true};
		}
	}

	const filled = yield* fillLocked<V>(terms, how);
	yield {do: 'land', filled};
	return filled;
}

/**
 * A fill shared between processes when the policy says so: the holder of the lock fills, the others look again until the value is there.
 * A reader that has waited for two lives of a lock fills without it, so that no read queues forever for a failing origin.
 */
function* fillLocked<V extends Held>(terms: Terms, how: How): Reading<V, Together<V>> {
	const {policy, clock} = terms;
	if (policy.lockSeconds === 0 || !how.cached) {
		return yield* fillAndStore<V>(terms, how.cached);
	}

	const keepMs = policy.lockSeconds * 1000;
	for (let waitedMs = 0; waitedMs < 2 * keepMs;) {
		const taken = yield* ask<V, 'lock'>({do: 'lock', keepMs});
		if (taken === 'down') {
			break;
		}

		// Whoever takes the lock looks again: between its miss and now another may have filled.
		const lookup = yield* ask<V, 'get'>(get);
		const fresh = lookup.status === 'found' && lookup.value.expiresAtMs !== how.held?.expiresAtMs && isFresh(lookup.value, clock()) ? lookup.value : undefined;
		if (taken) {
			const filled = fresh ? ({status: 'filled', value: fresh, waited: true} as const) : yield* fillAndStore<V>(terms, how.cached);
			yield unlock;
			return filled;
		}

		if (!how.patient) {
			return {status: 'failed', reason: 'another process refills', left: true, waited: true};
		}

		if (fresh) {
			return {status: 'filled', value: fresh, waited: true};
		}

		// The lock of an owner that dies expires. Then one of the waiting readers takes it.
		const forMs = Math.min(lockPauseMs(waitedMs), 2 * keepMs - waitedMs);
		yield {do: 'pause', forMs};
		waitedMs += forMs;
	}

	return yield* fillAndStore<V>(terms, how.cached);
}

function* fillAndStore<V extends Held>({policy, clock, uniform}: Terms, cached: boolean): Reading<V, Together<V>> {
	const filled = yield* ask<V, 'fill'>(fill);
	if (filled.status === 'failed') {
		return {...filled, waited: false};
	}

	const forMs = freshMs(policy, uniform);
	const value = {...filled.value, expiresAtMs: clock() + forMs};
	const standing = cached ? yield* ask<V, 'set'>({do: 'set', value, keepMs: forMs + graceMs(policy)}) : undefined;
	return {status: 'filled', value: standing ?? value, waited: false};
}
