import type {Held} from './cache-policy.ts';
import type {Lookup} from './read-through.ts';

/** A cached value in virtual time. */
export type VirtualValue = Held & {
	/** The instant the fill began, in virtual milliseconds. */
	readonly asOfMs: number;
	/** How many facts there had been then. */
	readonly facts: number;
};

/** The cache in virtual time: one key and its lock. Instants and lengths in whole microseconds. */
export type VirtualCache = {
	/** The key's value, also in the very instant of its end, as Redis has it. */
	get(atUs: number): Lookup<VirtualValue>;
	set(value: VirtualValue, atUs: number, keepUs: number): void;
	/** Takes the lock for `owner`; false while another's has not expired. */
	lock(owner: object, atUs: number, keepUs: number): boolean;
	/** Gives the lock back, if it is still this owner's. */
	unlock(owner: object): void;
};

const empty: Lookup<never> = {status: 'empty'};

/** An empty cache. */
export function createVirtualCache(): VirtualCache {
	let stored: Lookup<VirtualValue> = empty;
	let storedUntilUs = 0;
	let lockOwner: object | undefined;
	let lockedUntilUs = 0;
	return {
		get: atUs => (atUs <= storedUntilUs ? stored : empty),
		set(value, atUs, keepUs) {
			stored = {status: 'found', value};
			storedUntilUs = atUs + keepUs;
		},
		lock(owner, atUs, keepUs) {
			if (lockOwner && atUs < lockedUntilUs) {
				return false;
			}

			lockOwner = owner;
			lockedUntilUs = atUs + keepUs;
			return true;
		},
		unlock(owner) {
			lockOwner = lockOwner === owner ? undefined : lockOwner;
		},
	};
}
