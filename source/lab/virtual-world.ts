import type {CachePolicy} from './cache-policy.ts';
import {createEventQueue} from './event-queue.ts';
import {type Answer, type Filled, type Reading, readThrough, type Served, type Step, type StepName} from './read-through.ts';
import {createVirtualCache, type VirtualValue} from './virtual-cache.ts';

/** One read in virtual time. */
export type VirtualRead = {
	/** Its number in the order of arrival. */
	readonly index: number;
	/** The key that it asks for, by its number. */
	readonly key: number;
	readonly arrivedUs: number;
};

/** The surroundings of virtual reads. The cache answers at once. Times are whole microseconds, so that a poll can fall on the very instant of expiry. */
export type VirtualWorldOptions = {
	readonly policy: CachePolicy;
	/** L: how long the origin takes. */
	readonly fillUs: number;
	/** Random numbers in [0, 1) for jitter and XFetch. */
	readonly uniform: () => number;
	/** How many orders have been placed up to an instant; asked in the order of time. */
	readonly factsUntil: (atUs: number) => number;
	/** A read ended. */
	readonly onServed: (read: VirtualRead, served: Served<VirtualValue>, atUs: number) => void;
	/** How many of many keys memory holds; absent: all. */
	readonly keysInMemory?: number | undefined;
	/** The first value of each key lives for any part of its time; false by default. */
	readonly isScattered?: boolean;
	/** A query to the origin began, for `read` or behind it; `isFirst` when no other fill of its key was under way. */
	readonly onQuery: (read: VirtualRead, isFirst: boolean) => void;
	/** A value was stored. */
	readonly onStored?: () => void;
};

/** One cache of any number of keys, one origin and any number of reading processes, in virtual time. */
export type VirtualWorld = {
	/** Runs all that is due up to this instant, and moves the clock there. */
	advanceTo(atUs: number): void;
	/** Starts a read at the clock's instant, in the process with this number, of the key with this one: 0 by default. */
	read(index: number, process: number, key?: number): void;
	/** Runs on until no read is under way. */
	drain(): void;
};

/** More reads than this under way at once are refused, so that memory stays bounded. */
const mostReadsUnderWay = 200_000;

/** A read, or a refill behind one, that has not ended. */
type Ending = Served<VirtualValue> | Filled<VirtualValue>;
type Task = {readonly reading: Reading<VirtualValue, Ending>; readonly read: VirtualRead; readonly process: VirtualProcess};

/** Those who wait in one process for another's fill, by key. */
type VirtualProcess = Map<number, Task[]>;

/** Returned for a step whose answer comes later. */
const suspended = Symbol('suspended');

type Answers = {readonly [Name in StepName]: (step: Step<VirtualValue, Name>, task: Task) => Answer<VirtualValue, Name> | typeof suspended};

/** A world with an empty cache at instant 0. It runs the policy's own reads, `readThrough`, and answers their steps. */
export function createVirtualWorld(options: VirtualWorldOptions): VirtualWorld {
	const {policy, fillUs, uniform, factsUntil, onServed, onQuery, onStored, keysInMemory, isScattered = false} = options;
	const events = createEventQueue<() => void>();
	const processes: VirtualProcess[] = [];
	let nowUs = 0;
	let underWay = 0;
	/** By key. */
	const fillsUnderWay: number[] = [];
	const stored = new Set<number>();
	const cache = createVirtualCache(keysInMemory === undefined ? undefined : {keysInMemory, uniform});
	const terms = {policy, uniform, clock: () => nowUs / 1000};

	const start = (task: Task) => {
		if (++underWay > mostReadsUnderWay) {
			throw new RangeError(`more than ${mostReadsUnderWay} reads at once: lower the rate, the viewers or the fill time`);
		}

		resume(task, undefined);
	};

	const resume = (task: Task, answer: Answer<VirtualValue>) => {
		for (let given = answer; ;) {
			const {done, value} = task.reading.next(given);
			if (done) {
				underWay--;
				if ('outcome' in value) {
					onServed(task.read, value, nowUs);
				}

				return;
			}

			const next = answerTo(value, task);
			if (next === suspended) {
				return;
			}

			given = next;
		}
	};

	const after = <A extends Answer<VirtualValue>>(waitUs: number, task: Task, answer: () => A): A | typeof suspended => {
		if (waitUs === 0) {
			return answer();
		}

		events.push(nowUs + waitUs, () => {
			resume(task, answer());
		});
		return suspended;
	};

	const answers: Answers = {
		get: (_, {read}) => cache.get(read.key, nowUs),
		fill: (_, task) => fill(task),
		set: ({value, keepMs}, {read}) => store(read.key, value, keepMs),
		join(_, task) {
			const joined = task.process.get(task.read.key);
			if (joined) {
				joined.push(task);
				return suspended;
			}

			task.process.set(task.read.key, []);
			return undefined;
		},
		land({filled}, {process, read}) {
			const joined = process.get(read.key) ?? [];
			process.delete(read.key);
			for (const other of joined) {
				resume(other, filled);
			}
		},
		lock: ({keepMs}, task) => cache.lock(task.read.key, task, nowUs, toUs(keepMs)),
		unlock: (_, task) => cache.unlock(task.read.key, task),
		pause: ({forMs}, task) => after(toUs(forMs), task, () => undefined),
		behind({task}, {read, process}) {
			start({reading: task, read, process});
		},
	};

	const answerTo = <Name extends StepName>(step: Step<VirtualValue, Name>, task: Task) => answers[step.do](step, task);

	const fill = (task: Task) => {
		const others = fillsUnderWay[task.read.key] ?? 0;
		onQuery(task.read, others === 0);
		fillsUnderWay[task.read.key] = others + 1;
		const asOf = {asOfMs: nowUs / 1000, facts: factsUntil(nowUs)};
		return after(fillUs, task, (): Filled<VirtualValue> => ({status: 'filled', value: {...asOf, fillMs: fillUs / 1000, expiresAtMs: 0}}));
	};

	const store = (key: number, value: VirtualValue, keepMs: number): undefined => {
		// The fill is not over until its value can be read.
		fillsUnderWay[key]!--;
		const goneMs = isScattered && !stored.has(key) ? uniform() * (value.expiresAtMs - nowUs / 1000) : 0;
		stored.add(key);
		cache.set(key, {...value, expiresAtMs: toUs(value.expiresAtMs - goneMs) / 1000}, nowUs, toUs(keepMs - goneMs));
		onStored?.();
	};

	const advanceTo = (atUs: number) => {
		while (events.nextAt <= atUs) {
			nowUs = events.nextAt;
			events.pop()!();
		}

		nowUs = Math.max(nowUs, atUs);
	};

	return {
		advanceTo,
		read(index, process, key = 0) {
			const own = (processes[process] ??= new Map());
			start({reading: readThrough<VirtualValue>(terms), read: {index, key, arrivedUs: nowUs}, process: own});
		},
		drain() {
			while (events.size > 0) {
				advanceTo(events.nextAt);
			}
		},
	};
}

function toUs(milliseconds: number): number {
	return Math.round(milliseconds * 1000);
}
