import {describe, expect, test} from 'vitest';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {labText} from '../../source/reports/lab-text.ts';
import {onPaper} from '../../source/reports/on-paper.ts';
import {boundedLab, emptyLab, lab, tradingLab, wordyLab} from './lab-results.ts';

const lines = (text: string) => text.split('\n');

test('lab: what was seen beside what theory says, and whether the two agree', () => {
	expect(lines(labText(lab)).slice(0, 9)).toEqual([
		'Live: TTL 2 s, 30 viewers, each polling every 5 s, in one process, with single-flight; 1 min from an empty cache.',
		'',
		'                           seen  theory  5-95 % of such runs',
		'hit rate                 91.9 %  92.3 %     91.7 % to 93.1 %',
		'mean age                 923 ms  925 ms',
		'origin queries a minute    27.0    27.6',
		'',
		'360 reads: hit 331, miss 27, coalesced 2.',
		'The hit rate lies inside the predicted 90 % band.',
	]);
});

describe('the verdict', () => {
	const withRate = (hitRate: number) => labText({...lab, measured: {...lab.measured, hitRate}});

	test.each([0.9167, 0.92, 0.9306])('%d is inside', hitRate => {
		expect(withRate(hitRate)).toContain('lies inside the predicted');
	});

	test.each([0.9166, 0.9307])('%d is outside, and one run in ten is', hitRate => {
		expect(withRate(hitRate)).toMatch(/lies outside the predicted 90 % band\. One run in ten does: run it again\./);
	});

	test('without a band, or a formula, says which is lacking', () => {
		expect(labText({...lab, predicted: {...lab.predicted!, band: undefined}})).toContain('No band is known for such a run.');
		expect(labText({...lab, predicted: undefined})).toContain('No formula is known for this load.');
	});
});

test('nothing read: dashes, and no NaN', () => {
	const text = labText(emptyLab);
	expect(text).toMatch(/^hit rate +– +– +–$/m);
	expect(text).toMatch(/^mean age +– +–$/m);
	expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('what went wrong is said with its count: sheds, and the reasons', () => {
	expect(labText(wordyLab).replaceAll('\n', ' ')).toContain('shed 1,234,567, more than could be under way');
	expect(labText(wordyLab)).toContain('12 of the reads failed or bypassed a store: MongoDB at');
	expect(labText(lab)).not.toMatch(/shed|their way/);
});

test('every line keeps within 80 columns on paper, as long as texts get', () => {
	for (const text of [lab, emptyLab, wordyLab, tradingLab, boundedLab].map(result => onPaper(labText(result), {ascii: false}))) {
		expect(lines(text).filter(line => line.length > 80)).toEqual([]);
		expect(text).not.toMatch(/ $/m);
	}
});

describe('how far off the answers were', () => {
	test('in money and percent, beside what theory expects', () => {
		const text = labText(tradingLab);
		expect(text).toMatch(/^today off by +0\.63 % +0\.61 %$/m);
		expect(text).toContain(
			'How far off the answers were, by 57 comparisons with MongoDB: today by 123.46 on average, 0.63 %, and by 345.67 at most; the last 30 days by 121.00, 0.02 %. 118 orders arrived.',
		);
	});

	test('or why that is not known', () => {
		expect(labText(lab)).toContain('not measured, since no orders arrived (--orders-per-second 2 lets them).');
		expect(labText({...tradingLab, error: undefined})).toContain('not measured, since the run was too short for a comparison with MongoDB.');
	});
});

describe('a run too short for its figures says how long would do', () => {
	const of = (ttlSeconds: number, seconds: number) =>
		labText({...lab, load: {...lab.load, policy: plainPolicy(ttlSeconds)}, measured: {...lab.measured, seconds}});
	test.each([
		[300, 20, '20 s is too short for a TTL of 5 min: the mean age grows until the key has ended twice. --for 15m would do.'],
		[30, 50, '50 s is too short for a TTL of 30 s: the mean age grows until the key has ended twice. --for 90s would do.'],
		[3600, 600, '10 min is too short for a TTL of 1 h: the mean age grows until the key has ended twice. --for 3h would do.'],
		[86_400, 600, '10 min is too short for a TTL of 24 h: the mean age grows until the key has ended twice. Take a shorter --ttl.'],
	])('TTL %d s in %d s', (ttlSeconds, seconds, sentence) => {
		expect(of(ttlSeconds, seconds)).toContain(sentence);
	});

	test.each([
		[2, 60],
		[30, 60],
		[300, 600],
	])('TTL %d s in %d s is long enough', (ttlSeconds, seconds) => {
		expect(of(ttlSeconds, seconds)).not.toContain('too short');
	});
});

test('a band that leaves out theory says why, and a load that was not asked for why it is so', () => {
	const text = labText({...lab, predicted: {...lab.predicted!, hitRate: 0.95}, why: 'so that a minute holds reads enough to measure'});
	expect(text).toContain("Theory's own hit rate lies above that band: it is of an endless run,");
	expect(text).toContain('The lesson has 1 viewer who reads every 1.2 s; here are 30, so that a minute holds reads enough to measure.');
	expect(labText(lab)).not.toMatch(/Theory's own|The lesson has/);
});

test('many keys: what Redis held, how full it was, and the hit rate over how many keys fit', () => {
	const text = labText(boundedLab);
	expect(text).toContain('340 of 1,000 keys were asked for; Redis held 120 of them at the end, 54.0 kB.');
	expect(text).toContain('It uses 96.0 kB of 96.0 kB (maxmemory, allkeys-lru), and evicted 220 keys: room for 120 such keys.');
	expect(text).toContain(
		[
			'keys in memory  hit rate by theory    seen',
			'             1               0.1 %',
			'           100              51.0 %',
			'           120              92.3 %  91.9 %',
			'         1,000              60.0 %',
		].join('\n'),
	);
	const {keys} = boundedLab.measured;
	const untold = labText({...boundedLab, measured: {...boundedLab.measured, keys: {...keys!, memory: undefined, evicted: undefined, room: undefined}}});
	expect(untold).toContain('Redis does not tell how much memory it has, nor how many keys it evicted.');
});

test('a server whose clock is too coarse for the load says so', () => {
	const server = {...boundedLab.backends, redis: {kind: 'server', label: 'Redis 7.0', version: '7.0', address: 'redis://h'}} as const;
	const rate = (viewers: number) => ({
		...boundedLab,
		backends: server,
		load: {...boundedLab.load, policy: plainPolicy(300), arrivals: {kind: 'poll' as const, pollSeconds: 1, viewers}},
	});
	expect(labText(rate(1000))).toMatch(/A key that nobody asks for stays for \d+ ms here, and this Redis notes the time of a use to the second/);
	expect(labText(rate(10))).not.toContain('to the second');
	expect(labText({...rate(1000), backends: boundedLab.backends})).not.toContain('to the second');
});
