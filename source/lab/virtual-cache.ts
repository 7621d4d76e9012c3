import type {Held} from './cache-policy.ts';
import type {Lookup} from './read-through.ts';
import {type Bound, createVirtualMemory} from './virtual-memory.ts';

/** A cached value in virtual time. */
export type VirtualValue = Held & {
	/** The instant the fill began, in virtual milliseconds. */
	readonly asOfMs: number;
	/** How many facts there had been then. */
	readonly facts: number;
};

/** The cache in virtual time: keys by their numbers from 0, each with its lock. Instants and lengths in whole microseconds. */
export type VirtualCache = {
	/** The key's value, also in the very instant of its end, as Redis has it. */
	get(key: number, atUs: number): Lookup<VirtualValue>;
	set(key: number, value: VirtualValue, atUs: number, keepUs: number): void;
	/** Takes the key's lock for `owner`; false while another's has not expired. */
	lock(key: number, owner: object, atUs: number, keepUs: number): boolean;
	/** Gives the lock back, if it is still this owner's. */
	unlock(key: number, owner: object): void;
};

const empty: Lookup<never> = {status: 'empty'};

/** An empty cache; without a bound it holds any number of keys. */
export function createVirtualCache(bound?: Bound): VirtualCache {
	const stored: Array<{readonly found: Lookup<VirtualValue>; readonly untilUs: number} | undefined> = [];
	const locks = new Map<number, {readonly owner: object; readonly untilUs: number}>();
	const memory = bound && createVirtualMemory(bound, key => (stored[key] = undefined));
	return {
		get(key, atUs) {
			const standing = stored[key];
			if (!standing || atUs > standing.untilUs) {
				return empty;
			}

			memory?.use(key, atUs);
			return standing.found;
		},
		set(key, value, atUs, keepUs) {
			stored[key] = {found: {status: 'found', value}, untilUs: atUs + keepUs};
			memory?.hold(key, atUs, atUs + keepUs);
		},
		lock(key, owner, atUs, keepUs) {
			const held = locks.get(key);
			if (held && atUs < held.untilUs) {
				return false;
			}

			locks.set(key, {owner, untilUs: atUs + keepUs});
			return true;
		},
		unlock(key, owner) {
			if (locks.get(key)?.owner === owner) {
				locks.delete(key);
			}
		},
	};
}
