import {countedText, formatCount} from '../words/count.ts';
import {shareText} from '../words/share.ts';
import type {ManyKeysLoad} from './many-keys-reads.ts';
import {memoryCurve, memoryGrid, type MemoryPoint} from './memory-curve.ts';
import {type RareKeys, rareKeys} from './rare-keys.ts';
import {rareSentence} from './rare-sentence.ts';

/** What theory says of many keys beside hit rate and age. */
export type KeysFigures = {
	readonly keys: number;
	readonly rare: RareKeys;
	/** The hit rate in a few memories, fewest keys first; empty where no formula is known. */
	readonly memory: readonly MemoryPoint[];
	/** The same as a curve, from one key to all. */
	readonly curve: readonly MemoryPoint[];
};

/** Sizes of memory to compute, as shares of all keys. */
const memoryShares = [0.01, 0.05, 0.2, 1] as const;

/** Points of the curve. */
const curvePoints = 33;

export function keysFigures(load: ManyKeysLoad): KeysFigures {
	const keys = load.popularity.length;
	const sizes = memoryShares.map(share => Math.max(1, Math.round(keys * share)));
	return {keys, rare: rareKeys(load), memory: memoryCurve(load, sizes), curve: memoryCurve(load, memoryGrid(keys, curvePoints))};
}

/** The same, each short enough for a line of the narrowest screen. */
export function keysHints({keys, rare, memory: [, small, , all]}: KeysFigures): string[] {
	return [
		...(rare.keys > 0 ? [`${formatCount(rare.keys)} of ${formatCount(keys)} keys end before anybody asks again: mostly misses.`] : []),
		...(small && all
			? [`Memory for ${countedText(small.keysInMemory, 'key')} buys ${shareText(small.hitRate, 1)} hits, memory for all ${shareText(all.hitRate, 1)}.`]
			: []),
		'Jitter changes no hit rate: it keeps keys from ending together.',
	];
}

/** What a learner asks of many keys: why rare ones are misses, what more memory buys, what jitter does. */
export function keysSentences(ttlSeconds: number, {keys, rare, memory}: KeysFigures): string[] {
	return [
		rareSentence(ttlSeconds, keys, rare),
		...(memory.length > 0
			? [
					`Memory for ${memory.map(({keysInMemory, hitRate}, i) => `${countedText(keysInMemory, 'key')} ${i === 0 ? `buys ${shareText(hitRate, 1)} hits` : shareText(hitRate, 1)}`).join(', for ')} (evicting the least recently used key).`,
				]
			: []),
		'Jitter changes no hit rate: it keeps keys that were filled together from ending together (J, or the command stampede, measures it).',
	];
}
