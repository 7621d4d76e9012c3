import type {MongoWindow} from '../stores/mongo-window.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {formatDuration} from '../words/duration.ts';

/** The layers that have a clock, in the lesson's order. */
const clocked = [
	{name: 'postgres', title: 'PostgreSQL'},
	{name: 'mongo', title: 'MongoDB'},
	{name: 'redis', title: 'Redis'},
] as const;

/** Something of each of them. */
type ByClock<T> = Readonly<Record<(typeof clocked)[number]['name'], T>>;

/** How far the stores' clocks are ahead of this computer's, in milliseconds; undefined where one does not say, or is not open. */
export type ClockDifferences = ByClock<number | undefined>;

/** What a look at the clocks found. */
export type ClockCheck = {
	readonly differences: ClockDifferences;
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
	readonly later?: {readonly ledger?: Pick<PostgresLedger, 'clockOffsetMs'>};
};

export const unknownDifferences: ClockDifferences = {postgres: undefined, mongo: undefined, redis: undefined};

/** A difference above this is said. */
const notableDifferenceMs = 1000;

/** What the clocks differ by, a sentence a store without its full stop; none where they agree. */
export function clockSentences(differences: ClockDifferences): string[] {
	return clocked.flatMap(({name}) => clockSentence(name, differences) ?? []);
}

function clockSentence(wanted: keyof ClockDifferences, {[wanted]: ms = 0}: ClockDifferences): string | undefined {
	const {title} = clocked.find(({name}) => name === wanted)!;
	return isNotable(ms)
		? `${title}'s clock is ${formatDuration(Math.round(Math.abs(ms) / 1000))} ${ms < 0 ? 'behind' : 'ahead of'} this computer's${wanted === 'redis' ? ": all times here are Redis's" : ''}`
		: undefined;
}

/** What is new about the clocks since they were compared before: a sentence a store. */
export function clockNews(before: ClockDifferences, now: ClockDifferences): string[] {
	return clocked.flatMap(({name, title}) => {
		const sentence = clockSentence(name, now);
		if (sentence !== undefined) {
			return isNotable((now[name] ?? 0) - (before[name] ?? 0)) ? sentence : [];
		}

		return isNotable(before[name] ?? 0) ? `${title}'s clock agrees with this computer's again` : [];
	});
}

/** Whether a difference is to be said. */
export function isNotable(ms: number): boolean {
	return Math.abs(ms) > notableDifferenceMs;
}

/** Below this, a difference may be the measurement's. */
const correctedFromMs = 100;

export function createSharedClock(machine: () => number = Date.now, monotonic: () => number = () => performance.now()): SharedClock {
	let anchor = {machineMs: machine(), monotonicMs: monotonic()};
	let offsetMs = 0;
	let differences = unknownDifferences;
	let checking: Promise<ClockCheck> | undefined;
	/** What this computer's clock would say had nobody set it. */
	const undisturbed = () => anchor.machineMs + monotonic() - anchor.monotonicMs;
	const now = () => Math.round(undisturbed() + offsetMs);
	const stepped = () => machine() - undisturbed();

	const check = async ({cache, window, later}: ClockStores): Promise<ClockCheck> => {
		const [redis, mongo, postgres] = await Promise.all([cache, window, later?.ledger].map(async store => store?.clockOffsetMs().catch(() => undefined)));
		const beforeMs = undisturbed() + offsetMs;
		const stepMs = stepped();
		const wasSet = isNotable(stepMs);
		anchor = {machineMs: machine(), monotonicMs: monotonic()};
		if (redis === undefined) {
			// Nobody says what time it is: it goes on as before.
			offsetMs -= wasSet ? stepMs : 0;
		} else if (Math.abs(redis - offsetMs) > correctedFromMs) {
			offsetMs = Math.abs(redis) > correctedFromMs ? redis : 0;
		}

		// A store that is silent keeps its own time: what was known of it still holds, but for what this computer's was set by.
		const known = (measured: number | undefined, before: number | undefined) =>
			measured ?? (before === undefined ? undefined : before - (wasSet ? Math.round(stepMs) : 0));
		differences = {postgres: known(postgres, differences.postgres), mongo: known(mongo, differences.mongo), redis: known(redis, differences.redis)};
		return {differences, nowMs: now(), movedMs: Math.round(anchor.machineMs + offsetMs - beforeMs), steppedMs: wasSet ? Math.round(stepMs) : undefined};
	};

	return {
		now,
		get differences() {
			return differences;
		},
		wasSet() {
			const stepMs = stepped();
			if (isNotable(stepMs)) {
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
