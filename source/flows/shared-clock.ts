import type {MongoWindow} from '../stores/mongo-window.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {formatDuration} from '../words/duration.ts';

/** How far the stores' clocks are ahead of this computer's, in milliseconds; undefined where one does not say. */
export type ClockDifferences = {readonly redisMs: number | undefined; readonly mongoMs: number | undefined};

/** What a look at the clocks found. */
export type ClockCheck = ClockDifferences & {
	readonly nowMs: number;
	/** How far this clock itself was moved by the check: what it called an instant before, it now calls so much later. */
	readonly movedMs: number;
	/** How far this computer's clock was set, forward or (below 0) back; undefined when it was not. */
	readonly steppedMs: number | undefined;
};

/**
 * The one clock of as-of, ages, expiry and screen: this computer's, corrected by Redis's, which every computer at the same
 * cache shares. Between two checks it runs with the computer's monotonic time, so that a clock that is set moves nothing.
 */
export type SharedClock = {
	/** Epoch milliseconds. */
	now(): number;
	readonly differences: ClockDifferences;
	/** Whether this computer's clock was set since the last check. */
	wasSet(): boolean;
	/** Compares the clocks and follows Redis's. */
	check(stores: ClockStores): Promise<ClockCheck>;
};

type ClockStores = {
	readonly cache: Pick<RedisCache, 'clockOffsetMs'>;
	readonly window: Pick<MongoWindow, 'clockOffsetMs'>;
};

/** A difference above this is said. */
export const notableDifferenceMs = 1000;

/** What the clocks differ by, a sentence a store without its full stop; none where they agree. */
export function clockSentences({redisMs = 0, mongoMs = 0}: ClockDifferences): {readonly redis?: string; readonly mongo?: string} {
	const say = (store: string, ms: number) => `${store}'s clock is ${formatDuration(Math.round(Math.abs(ms) / 1000))} ${ms < 0 ? 'behind' : 'ahead of'} this computer's`;
	return {
		...Math.abs(redisMs) > notableDifferenceMs && {redis: `${say('Redis', redisMs)}: all times here are Redis's`},
		...Math.abs(mongoMs) > notableDifferenceMs && {mongo: say('MongoDB', mongoMs)},
	};
}

/** Below this, a difference may be the measurement's. */
const correctedFromMs = 100;

export function createSharedClock(machine: () => number = Date.now, monotonic: () => number = () => performance.now()): SharedClock {
	let anchor = {machineMs: machine(), monotonicMs: monotonic()};
	let offsetMs = 0;
	let differences: ClockDifferences = {redisMs: undefined, mongoMs: undefined};
	let checking: Promise<ClockCheck> | undefined;
	/** What this computer's clock would say had nobody set it. */
	const undisturbed = () => anchor.machineMs + monotonic() - anchor.monotonicMs;
	const now = () => Math.round(undisturbed() + offsetMs);
	const stepped = () => machine() - undisturbed();

	const check = async ({cache, window}: ClockStores): Promise<ClockCheck> => {
		const [redisMs, mongoMs] = await Promise.all([
			cache.clockOffsetMs().catch(() => undefined),
			window.clockOffsetMs().catch(() => undefined),
		]);
		const beforeMs = undisturbed() + offsetMs;
		const stepMs = stepped();
		const wasSet = Math.abs(stepMs) > notableDifferenceMs;
		anchor = {machineMs: machine(), monotonicMs: monotonic()};
		if (redisMs === undefined) {
			// Nobody says what time it is: it goes on as before.
			offsetMs -= wasSet ? stepMs : 0;
		} else if (Math.abs(redisMs - offsetMs) > correctedFromMs) {
			offsetMs = Math.abs(redisMs) > correctedFromMs ? redisMs : 0;
		}

		// A store that is silent keeps its own time: what was known of it still holds, but for what this computer's was set by.
		const known = (measured: number | undefined, before: number | undefined) => measured ?? (before === undefined ? undefined : before - (wasSet ? Math.round(stepMs) : 0));
		differences = {redisMs: known(redisMs, differences.redisMs), mongoMs: known(mongoMs, differences.mongoMs)};
		return {...differences, nowMs: now(), movedMs: Math.round(anchor.machineMs + offsetMs - beforeMs), steppedMs: wasSet ? Math.round(stepMs) : undefined};
	};

	return {
		now,
		get differences() {
			return differences;
		},
		wasSet() {
			const stepMs = stepped();
			if (Math.abs(stepMs) > notableDifferenceMs) {
				return true;
			}

			// A clock that is kept right is slowed and hastened all the time.
			anchor = {machineMs: anchor.machineMs + stepMs, monotonicMs: anchor.monotonicMs};
			return false;
		},
		check: async stores => {
			checking ??= check(stores).finally(() => {
				checking = undefined;
			});
			return checking;
		},
	};
}
