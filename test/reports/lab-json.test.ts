import {expect, test} from 'vitest';
import {labJson, stampedeJson} from '../../source/reports/lab-json.ts';
import {boundedLab, comparedStampede, emptyLab, lab, stampede, tradingLab, wordyLab} from './lab-results.ts';
import {shownBackends} from './results.ts';

/** As whoever reads the document gets it. */
const written = (document: object) => JSON.parse(JSON.stringify(document)) as unknown;

test('shopstream.lab/1', () => {
	expect(written(labJson(lab))).toEqual({
		schema: 'shopstream.lab/1',
		load: {ttlSeconds: 2, arrivals: {kind: 'poll', pollSeconds: 5, viewers: 30}, fillSeconds: 0.0042, ownProcess: false, protection: ['single-flight']},
		measured: {
			reads: 360,
			hits: 331,
			hitRate: 331 / 360,
			meanAgeSeconds: 0.9231,
			maxAgeSeconds: 2.0042,
			originQueries: 27,
			outcomes: {hit: 331, miss: 27, bypass: 0, stale: 0, coalesced: 2, error: 0},
			shed: 0,
			fillSeconds: 0.0042,
			seconds: 60,
			reasons: [],
		},
		predicted: {hitRate: 0.923, low: 0.9167, high: 0.9306, meanAgeSeconds: 0.925, originPerSecond: 0.46},
		error: null,
		backends: shownBackends,
	});
	expect(written(labJson(tradingLab))).toMatchObject({
		error: {
			comparisons: 57,
			orders: 118,
			todayMeanCents: 12_345.6,
			todayMostCents: 34_567,
			todayMeanPercent: 0.63,
			windowMeanCents: 12_100,
			windowMeanPercent: 0.021,
			predictedTodayMeanPercent: 0.61,
		},
	});
});

test('what is not known is null, not zero and not left out', () => {
	expect(written(labJson(emptyLab))).toMatchObject({
		measured: {reads: 0, hits: 0, hitRate: null, meanAgeSeconds: null, originQueries: 0, fillSeconds: null},
		predicted: null,
	});
	expect(written(labJson(wordyLab))).toMatchObject({
		load: {protection: ['single-flight', 'lock', 'swr', 'xfetch', 'jitter', 'stale-on-error'], ownProcess: true},
		measured: {shed: 1_234_567},
		predicted: {low: null, high: null, meanAgeSeconds: 0.925},
	});
});

test('shopstream.stampede/1 has the means, and each firing', () => {
	expect(written(stampedeJson(stampede))).toEqual({
		schema: 'shopstream.stampede/1',
		load: {ttlSeconds: 3600, arrivals: {kind: 'poll', pollSeconds: 5, viewers: 100}, fillSeconds: 0.4061, ownProcess: true, protection: []},
		measured: {originQueries: 9.5, waited: 9, recoverySeconds: 0.407_75, fillSeconds: 0.4061, shed: 0},
		firings: [
			{originQueries: 8, waited: 8, recoverySeconds: 0.4055},
			{originQueries: 11, waited: 10, recoverySeconds: 0.41},
		],
		predicted: {originQueries: 9.122, by: 'formula'},
		withLock: null,
		backends: shownBackends,
	});
});

test('shopstream.stampede/1 without a protection asked for: the first is without any, and what the lock makes of it stands beside it', () => {
	expect(written(stampedeJson(comparedStampede))).toMatchObject({
		load: {protection: []},
		measured: {originQueries: 9.5},
		withLock: {
			load: {protection: ['lock']},
			measured: {originQueries: 1, waited: 10},
			firings: [{originQueries: 1}, {originQueries: 1}],
			predicted: {originQueries: 1, by: 'formula'},
		},
	});
});

test('no document has a password in it', () => {
	expect(JSON.stringify([labJson(lab), stampedeJson(stampede)])).not.toMatch(/teacher|\*\*\*/);
});

test('many keys: how full Redis was, and the hit rate over how many keys fit', () => {
	expect(written(labJson(boundedLab))).toMatchObject({
		load: {keys: 1000, keysInMemory: 120},
		measured: {keys: {held: 120, evicted: 220, room: 120, memory: {maxBytes: 96_000, policy: 'allkeys-lru'}}},
		memory: [{keysInMemory: 1}, {keysInMemory: 100, hitRate: 0.51}, {keysInMemory: 1000}],
	});
});
