import {readsPerSecond} from './arrivals-choice.ts';
import {keyGroups} from './key-groups.ts';
import type {ManyKeysLoad} from './many-keys-reads.ts';

/** The tail: keys that are asked for less than once in a life, on average. */
export type RareKeys = {
	readonly keys: number;
	/** Their part of all reads, 0…1. */
	readonly readShare: number;
	/** The hit rate of these reads, 0…1. */
	readonly hitRate: number;
};

/** The keys with λpT < 1, under a plain TTL: at least every other of their reads finds nothing. */
export function rareKeys({popularity, arrivals, policy: {ttlSeconds}}: Pick<ManyKeysLoad, 'popularity' | 'arrivals' | 'policy'>): RareKeys {
	let [keys, readShare, hitShare] = [0, 0, 0];
	for (const group of keyGroups(popularity)) {
		const readsInLife = readsPerSecond(arrivals) * group.share * ttlSeconds;
		if (readsInLife < 1) {
			keys += group.keys;
			readShare += group.keys * group.share;
			hitShare += (group.keys * group.share * readsInLife) / (1 + readsInLife);
		}
	}

	return {keys, readShare, hitRate: readShare === 0 ? 0 : hitShare / readShare};
}
