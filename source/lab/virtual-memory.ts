import {createEventQueue} from './event-queue.ts';

/** A memory that is too small for all keys. */
export type Bound = {
	readonly keysInMemory: number;
	/** Random numbers in [0, 1) for the sample that is looked at when a key must go. */
	readonly uniform: () => number;
};

/** Which keys are in a memory that is too small for all. Instants in microseconds. */
export type VirtualMemory = {
	/** A key was stored, until an instant; another may go for it. */
	hold(key: number, atUs: number, untilUs: number): void;
	/** A key that is held was asked for. */
	use(key: number, atUs: number): void;
};

/** As in Redis: each eviction looks at a sample of so many keys, and remembers the best candidates of earlier samples. */
const sampled = 5;
const poolAtMost = 16;

/**
 * Evicts as Redis does under allkeys-lru: of five random keys and the best candidates of earlier samples, the least recently used one goes.
 * An expired key takes no room.
 * @param evicted is told the key that goes
 */
export function createVirtualMemory({keysInMemory, uniform}: Bound, evicted: (key: number) => void): VirtualMemory {
	/** The keys that are held, in no order, and where each stands. */
	const held: number[] = [];
	const places: Array<number | undefined> = [];
	const usedUs: number[] = [];
	const untilUs: number[] = [];
	const ends = createEventQueue<number>();
	let pool: number[] = [];

	const drop = (key: number) => {
		const place = places[key]!;
		const last = held.pop()!;
		if (last !== key) {
			held[place] = last;
			places[last] = place;
		}

		places[key] = undefined;
	};

	const dropExpired = (atUs: number) => {
		while (ends.nextAt < atUs) {
			const key = ends.pop()!;
			// A later fill may have given it more time.
			if (places[key] !== undefined && untilUs[key]! < atUs) {
				drop(key);
			}
		}
	};

	const evictOne = () => {
		for (let i = 0; i < sampled; i++) {
			const key = held[Math.floor(uniform() * held.length)]!;
			if (!pool.includes(key)) {
				pool.push(key);
			}
		}

		pool = pool
			.filter(key => places[key] !== undefined)
			.sort((a, b) => usedUs[a]! - usedUs[b]!)
			.slice(0, poolAtMost);
		const key = pool.shift()!;
		drop(key);
		evicted(key);
	};

	return {
		hold(key, atUs, endUs) {
			dropExpired(atUs);
			if (places[key] === undefined) {
				if (held.length >= keysInMemory) {
					evictOne();
				}

				places[key] = held.push(key) - 1;
			}

			usedUs[key] = atUs;
			untilUs[key] = endUs;
			ends.push(endUs, key);
		},
		use(key, atUs) {
			usedUs[key] = atUs;
		},
	};
}
