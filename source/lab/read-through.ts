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
export type Filled<V> =
	| {readonly status: 'filled'; readonly value: V}
	| {readonly status: 'failed'; readonly reason: string; readonly left?: true};

/**
 * The one thing a read asks of the world at a time. Who runs the read answers it: the live flow with Redis, MongoDB
 * and the clock, the simulator with numbers.
 * - `get`: look the key up → Lookup
 * - `fill`: ask the origin → Filled, with `expiresAtMs` to be set by the read
 * - `set`: store a value for `keepMs` → the value to serve, if that is another: a newer one that stands; a store that does
 *   not answer is not an error of the read
 * - `now`: the clock → milliseconds
 * - `join`: wait for a fill under way in this process → its Filled, or undefined when none is and this read leads one
 * - `land`: give the led fill's result to those who joined
 * - `lock` / `unlock`: the lock in the cache → true when taken, false when another holds it, 'down' without cache
 * - `pause`: wait some milliseconds
 * - `behind`: go on with another read-like task without waiting for it
 */
export type Step<V> =
	| {readonly do: 'get'}
	| {readonly do: 'fill'}
	| {readonly do: 'set'; readonly value: V; readonly keepMs: number}
	| {readonly do: 'now'}
	| {readonly do: 'join'}
	| {readonly do: 'land'; readonly filled: Filled<V>}
	| {readonly do: 'lock'; readonly keepMs: number}
	| {readonly do: 'unlock'}
	| {readonly do: 'pause'; readonly forMs: number}
	| {readonly do: 'behind'; readonly task: Reading<V, unknown>};

/** A read under way: yields steps, takes their answers, returns how it ended. */
export type Reading<V, R = Served<V>> = Generator<Step<V>, R, unknown>;

/**
 * How long a reader that has waited `waitedMs` for another's lock pauses before it looks again, in milliseconds: an eighth
 * of that, so that it is late by a sixteenth of the fill on average, and a crowd before a slow origin leaves Redis in peace.
 */
export function lockPauseMs(waitedMs: number): number {
	return Math.min(100, Math.max(25, waitedMs / 8));
}

const get: Step<never> = {do: 'get'};
const fill: Step<never> = {do: 'fill'};
const now: Step<never> = {do: 'now'};
const join: Step<never> = {do: 'join'};
const unlock: Step<never> = {do: 'unlock'};

/**
 * One read through the cache (cache-aside) under a policy.
 * @param uniform random numbers in [0, 1) for jitter and XFetch
 */
export function * readThrough<V extends Held>(policy: CachePolicy, uniform: () => number): Reading<V> {
	const lookup = (yield get) as Lookup<V>;
	if (lookup.status === 'down') {
		const filled = yield * fillTogether<V>(policy, uniform, {cached: false, patient: true});
		return filled.status === 'failed'
			? {outcome: 'error', reason: `${lookup.reason}; ${filled.reason}`}
			: {outcome: 'bypass', value: filled.value, reason: lookup.reason};
	}

	const held = lookup.status === 'found' ? lookup.value : undefined;
	let early = false;
	if (held) {
		const nowMs = (yield now) as number;
		const verdict = judge(policy, held, nowMs, () => 1 - uniform());
		if (verdict === 'serve') {
			return {outcome: 'hit', value: held};
		}

		if (verdict === 'serve-stale') {
			yield {do: 'behind', task: fillTogether<V>(policy, uniform, {cached: true, patient: false, held})};
			return {outcome: 'stale', value: held};
		}

		early = isFresh(held, nowMs);
	}

	const filled = yield * fillTogether<V>(policy, uniform, {cached: true, patient: !early, held});
	if (filled.status === 'filled') {
		const reason = lookup.status === 'empty' ? lookup.reason : undefined;
		return {outcome: filled.waited ? 'coalesced' : 'miss', value: filled.value, ...(reason !== undefined && {reason})};
	}

	return held ? yield * fallBack(policy, uniform, held, filled) : {outcome: 'error', reason: filled.reason};
}

/** How a read ends that found a value, wanted a newer one and got none. */
function * fallBack<V extends Held>(policy: CachePolicy, uniform: () => number, held: V, failed: Failed): Reading<V> {
	if (isFresh(held, (yield now) as number)) {
		return failed.left ? {outcome: 'hit', value: held} : {outcome: 'hit', value: held, reason: failed.reason};
	}

	// It left the refill to another while its own value was fresh, and now that is over: wait as everybody does.
	const filled = failed.left ? yield * fillTogether<V>(policy, uniform, {cached: true, patient: true, held}) : failed;
	if (filled.status === 'filled') {
		return {outcome: filled.waited ? 'coalesced' : 'miss', value: filled.value};
	}

	return servableOnError(policy, held, (yield now) as number)
		? {outcome: 'stale', value: held, reason: filled.reason}
		: {outcome: 'error', reason: filled.reason};
}

type Failed = Extract<Filled<never>, {status: 'failed'}>;

type How = {
	/** False while the cache does not answer: then nothing is locked or stored there. */
	readonly cached: boolean;
	/** False for a refill that nobody needs, behind a stale answer or before the end of a fresh one: it leaves when another has the lock. */
	readonly patient: boolean;
	/** The value that is to be replaced. */
	readonly held?: Held | undefined;
};

type Together<V> = Filled<V> & {readonly waited: boolean};

/** A fill shared within the process when the policy says so: one leads, the others wait for what it brings. */
function * fillTogether<V extends Held>(policy: CachePolicy, uniform: () => number, how: How): Reading<V, Together<V>> {
	if (!policy.singleFlight) {
		return yield * fillLocked<V>(policy, uniform, how);
	}

	for (;;) {
		const joined = (yield join) as Filled<V> | undefined;
		if (!joined) {
			break;
		}

		// Who led may have left, needing nothing; one who needs a value then goes on.
		if (joined.status === 'filled' || !joined.left || !how.patient) {
			return {...joined, waited: true};
		}
	}

	const filled = yield * fillLocked<V>(policy, uniform, how);
	yield {do: 'land', filled};
	return filled;
}

/**
 * A fill shared between processes when the policy says so: who holds the lock fills, the others look again until it has.
 * Who has looked for two lives of a lock fills without it: no read waits without end in a queue for a failing origin.
 */
function * fillLocked<V extends Held>(policy: CachePolicy, uniform: () => number, how: How): Reading<V, Together<V>> {
	if (policy.lockSeconds === 0 || !how.cached) {
		return yield * fillAndStore<V>(policy, uniform, how.cached);
	}

	const keepMs = policy.lockSeconds * 1000;
	for (let waitedMs = 0; waitedMs < 2 * keepMs;) {
		const taken = (yield {do: 'lock', keepMs}) as boolean | 'down';
		if (taken === 'down') {
			break;
		}

		// Whoever takes the lock looks again: between its miss and now another may have filled.
		const lookup = (yield get) as Lookup<V>;
		const fresh = lookup.status === 'found' && lookup.value.expiresAtMs !== how.held?.expiresAtMs && isFresh(lookup.value, (yield now) as number)
			? lookup.value
			: undefined;
		if (taken) {
			const filled = fresh ? {status: 'filled', value: fresh, waited: true} as const : yield * fillAndStore<V>(policy, uniform, how.cached);
			yield unlock;
			return filled;
		}

		if (!how.patient) {
			return {status: 'failed', reason: 'another process refills', left: true, waited: true};
		}

		if (fresh) {
			return {status: 'filled', value: fresh, waited: true};
		}

		// An owner that dies leaves a lock that expires: then one of those who wait takes it.
		const forMs = Math.min(lockPauseMs(waitedMs), 2 * keepMs - waitedMs);
		yield {do: 'pause', forMs};
		waitedMs += forMs;
	}

	return yield * fillAndStore<V>(policy, uniform, how.cached);
}

function * fillAndStore<V extends Held>(policy: CachePolicy, uniform: () => number, cached: boolean): Reading<V, Together<V>> {
	const filled = (yield fill) as Filled<V>;
	if (filled.status === 'failed') {
		return {...filled, waited: false};
	}

	const forMs = freshMs(policy, uniform);
	const value = {...filled.value, expiresAtMs: ((yield now) as number) + forMs};
	const standing = cached ? (yield {do: 'set', value, keepMs: forMs + graceMs(policy)}) as V | undefined : undefined;
	return {status: 'filled', value: standing ?? value, waited: false};
}
