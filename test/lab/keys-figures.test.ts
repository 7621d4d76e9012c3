import {expect, test} from 'vitest';
import {zipf} from '../../source/chance/popularity.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {keysFigures, keysHints, keysSentences} from '../../source/lab/keys-figures.ts';

const load = {policy: plainPolicy(60), arrivals: {kind: 'poisson', ratePerSecond: 50}, fillSeconds: 0, popularity: zipf(10_000)} as const;

test('three sentences answer what a learner asks of many keys: the tail, more memory, jitter', () => {
	expect(keysSentences(60, keysFigures(load))).toEqual([
		'At a TTL of 1 min 9,694 of 10,000 keys end before anybody asks again, on average: 35.6 % of the reads are of these, and 81.0 % of them miss.',
		'Memory for 100 keys buys 39.0 % hits, for 500 keys 57.5 %, for 2,000 keys 64.1 %, for 10,000 keys 64.1 % (evicting the least recently used key).',
		'Jitter changes no hit rate: it keeps keys that were filled together from ending together (J, or the command stampede, measures it).',
	]);
});

test('and in a line each', () => {
	expect(keysHints(keysFigures(load))).toEqual([
		'9,694 of 10,000 keys end before anybody asks again: mostly misses.',
		'Memory for 500 keys buys 57.5 % hits, memory for all 64.1 %.',
		'Jitter changes no hit rate: it keeps keys from ending together.',
	]);
});

test('where no formula is known of a small memory nothing is said of it, and where no key is rare that', () => {
	const stale = keysFigures({...load, policy: {...plainPolicy(600), staleSeconds: 30}, popularity: zipf(100)});
	expect(stale.memory.map(({keysInMemory}) => keysInMemory)).toEqual([100]);
	expect(keysSentences(600, stale)[0]).toBe('At a TTL of 10 min each of the 100 keys is asked for more than once in its life.');
});
