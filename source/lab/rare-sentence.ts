import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {shareText} from '../words/share.ts';
import type {RareKeys} from './rare-keys.ts';

/** Why rare keys always miss: they expire before anybody asks again. */
export function rareSentence(ttlSeconds: number, allKeys: number, {keys, readShare, hitRate}: RareKeys): string {
	const ttl = formatDuration(ttlSeconds);
	return keys === 0
		? `At a TTL of ${ttl} each of the ${formatCount(allKeys)} keys is asked for more than once in its life.`
		: `At a TTL of ${ttl} ${formatCount(keys)} of ${formatCount(allKeys)} keys end before anybody asks again, on average: ${shareText(readShare)} of the reads are of these, and ${shareText(1 - hitRate)} of them miss.`;
}
