import type {CachePolicy, Held} from './cache-policy.ts';
import {createEventQueue} from './event-queue.ts';
import {type Filled, type Reading, readThrough, type Served, type Step} from './read-through.ts';
import {createVirtualCache} from './virtual-cache.ts';

/** A cached value in virtual time. */
export type VirtualValue = Held & {
	/** The instant the fill began, in virtual milliseconds. */
	readonly asOfMs: number;
	/** How many orders had been placed then. */
	readonly orders: number;
};

/** One read in virtual time. */
export type VirtualRead = {
	/** Its number in the order of arrival. */
	readonly index: number;
	readonly arrivedUs: number;
	/** Whether it waited for the origin: for a query of its own, for another's, or for a lock. */
	waited: boolean;
};

/** What virtual reads are made in. Times are whole microseconds, so that a poll in the very instant of expiry is one. */
export type VirtualWorldOptions = {
	readonly policy: CachePolicy;
	/** L: how long the origin takes, also to fail. */
	readonly fillUs: number;
	/** One round trip to the cache: GET, SET, the lock. */
	readonly cacheUs: number;
	/** Random numbers in [0, 1) for jitter and XFetch. */
	readonly uniform: () => number;
	readonly originFails: (atUs: number) => boolean;
	/** How many orders have been placed up to an instant; asked in the order of time. */
	readonly ordersUntil: (atUs: number) => number;
	/** A read ended. */
	readonly onServed: (read: VirtualRead, served: Served<VirtualValue>, atUs: number) => void;
	/** A query to the origin began, for `read` or behind it; `isFirst` when no other fill was under way. */
	readonly onQuery: (read: VirtualRead, isFirst: boolean) => void;
	/** A value was stored, at this instant. */
	readonly onStored?: (atUs: number) => void;
};

/** One cache, one origin and any number of reading processes, in virtual time. */
export type VirtualWorld = {
	/** Runs all that is due up to this instant, and moves the clock there. */
	advanceTo(atUs: number): void;
	/** Starts a read at the clock's instant, in the process with this number. */
	read(index: number, process: number): void;
	/** Runs on until no read is under way. */
	drain(): void;
};

/** More reads than this under way at once are refused, so that memory stays bounded. */
export const mostReadsUnderWay = 200_000;

type Task = {readonly reading: Reading<VirtualValue, unknown>; readonly read: VirtualRead; readonly process: VirtualProcess; readonly isBehind: boolean};
type VirtualProcess = {joined: Task[] | undefined};

const suspended = Symbol('suspended');

/** A world with an empty cache at instant 0. It runs the policy's own reads, `readThrough`, and answers their steps. */
export function createVirtualWorld(options: VirtualWorldOptions): VirtualWorld {
	const {policy, fillUs, cacheUs, uniform, originFails, ordersUntil, onServed, onQuery, onStored} = options;
	const events = createEventQueue<() => void>();
	const processes: VirtualProcess[] = [];
	let nowUs = 0;
	let underWay = 0;
	let fillsUnderWay = 0;
	const cache = createVirtualCache();

	const start = (reading: Reading<VirtualValue, unknown>, read: VirtualRead, process: VirtualProcess, isBehind: boolean) => {
		if (++underWay > mostReadsUnderWay) {
			throw new RangeError(`more than ${mostReadsUnderWay} reads at once: lower the rate, the viewers or the fill time`);
		}

		resume({reading, read, process, isBehind}, undefined);
	};

	const resume = (task: Task, answer: unknown) => {
		for (let given = answer; ;) {
			const {done, value} = task.reading.next(given);
			if (done) {
				underWay--;
				if (!task.isBehind) {
					onServed(task.read, value as Served<VirtualValue>, nowUs);
				}

				return;
			}

			given = answerTo(value, task);
			if (given === suspended) {
				return;
			}
		}
	};

	const after = (waitUs: number, task: Task, answer: () => unknown) => {
		if (waitUs === 0) {
			return answer();
		}

		events.push(nowUs + waitUs, () => {
			resume(task, answer());
		});
		return suspended;
	};

	const lookUp = () => cache.get(nowUs);

	const answerTo = (step: Step<VirtualValue>, task: Task): unknown => {
		switch (step.do) {
			case 'get': {
				return cacheUs === 0 ? lookUp() : after(cacheUs, task, lookUp);
			}

			case 'now': {
				return nowUs / 1000;
			}

			case 'fill': {
				return fill(task);
			}

			case 'set': {
				return after(cacheUs, task, () => {
					store(step.value, step.keepMs);
				});
			}

			case 'join': {
				task.read.waited ||= !task.isBehind;
				if (task.process.joined) {
					task.process.joined.push(task);
					return suspended;
				}

				task.process.joined = [];
				return undefined;
			}

			case 'land': {
				const joined = task.process.joined ?? [];
				task.process.joined = undefined;
				for (const other of joined) {
					resume(other, step.filled);
				}

				return undefined;
			}

			case 'lock': {
				task.read.waited ||= !task.isBehind;
				return after(cacheUs, task, () => cache.lock(task, nowUs, toUs(step.keepMs)));
			}

			case 'unlock': {
				return after(cacheUs, task, () => {
					cache.unlock(task);
				});
			}

			case 'pause': {
				return after(toUs(step.forMs), task, () => undefined);
			}

			case 'behind': {
				start(step.task, task.read, task.process, true);
				return undefined;
			}
		}
	};

	const fill = (task: Task) => {
		task.read.waited ||= !task.isBehind;
		onQuery(task.read, fillsUnderWay === 0);
		fillsUnderWay++;
		const asOf = {asOfMs: nowUs / 1000, orders: ordersUntil(nowUs)};
		const fails = originFails(nowUs);
		return after(fillUs, task, (): Filled<VirtualValue> => {
			if (!fails) {
				return {status: 'filled', value: {...asOf, fillMs: fillUs / 1000, expiresAtMs: 0}};
			}

			fillsUnderWay--;
			return {status: 'failed', reason: 'the origin fails'};
		});
	};

	const store = (value: VirtualValue, keepMs: number) => {
		// A fill is under way until its value can be read.
		fillsUnderWay--;
		cache.set({...value, expiresAtMs: toUs(value.expiresAtMs) / 1000}, nowUs, toUs(keepMs));
		onStored?.(nowUs);
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
		read(index, process) {
			const own = processes[process] ??= {joined: undefined};
			start(readThrough<VirtualValue>(policy, uniform), {index, arrivedUs: nowUs, waited: false}, own, false);
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
