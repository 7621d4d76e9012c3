import {expect, test} from 'vitest';
import {zipf} from '../../source/chance/popularity.ts';
import {policyOf, usualProtection} from '../../source/lab/protections.ts';
import type {TogetherResult} from '../../source/reports/run-together.ts';
import {togetherJson, togetherText} from '../../source/reports/together-text.ts';
import {togetherTable} from '../../source/tables/together-table.ts';
import {birds} from '../scenarios/miniature/birds.ts';
import {backends} from './results.ts';

const jitter = {...usualProtection, on: new Set(['single-flight', 'jitter'] as const)};
const load = {arrivals: {kind: 'poisson', ratePerSecond: 200, viewers: 100}, fillSeconds: 0, ownProcess: false, popularity: zipf(1000)} as const;
const result: TogetherResult = {
	scenario: birds,
	first: {
		load: {...load, policy: policyOf(10, usualProtection)},
		protection: usualProtection,
		measured: [{keys: 1000, queries: [110, 70, 60, 50, 44], reads: 1000, shed: 0}],
		predicted: [108, 72, 59, 50, 45],
	},
	withJitter: {
		load: {...load, policy: policyOf(10, jitter)},
		protection: jitter,
		measured: [{keys: 1000, queries: [31, 60, 74, 40, 45, 41, 35], reads: 1400, shed: 3}],
		predicted: [29.6, 62.1, 71.2, 60, 55, 47, 40],
	},
	why: undefined,
	backends,
};

test('queries second by second, seen beside theory, without jitter and with it', () => {
	expect(togetherText(result)).toContain(
		[
			'        one TTL for all   with jitter',
			'second     seen  theory  seen  theory',
			'1         110.0   108.0  31.0    29.6',
			'2          70.0    72.0  60.0    62.1',
			'3          60.0    59.0  74.0    71.2',
			'4 to 5     47.0    47.5  42.5    57.5',
			'6 to 7        –       –  38.0    43.5',
		].join('\n'),
	);
	const text = togetherText(result).replaceAll('\n', ' ');
	expect(text).toContain('With jitter the busiest second brought 74 queries to the origin; by theory the mean rate is 71.2 a second at most.');
	expect(text).toContain('Jitter saves no query: each key is fetched once. It spreads them over 2 s.');
	expect(text).toContain('In 5 of 5 seconds the queries lie where theory expects nine of ten.');
	expect(text).toContain('In 6 of 7 seconds');
	expect(text).toContain('Shed 3 reads');
});

test('a file has the rows in figures, and JSON every second of every firing', () => {
	expect(togetherTable({first: result.first, withJitter: undefined}).data.rows[3]).toEqual([3, 5, 47, 47.5]);
	expect(togetherJson(result)).toMatchObject({
		schema: 'shopstream.stampede-together/1',
		keys: 1000,
		load: {jitterFraction: 0, keys: 1000},
		measured: {queriesEachSecond: [110, 70, 60, 50, 44]},
		withJitter: {load: {jitterFraction: 0.1}, firings: [{shed: 3}], predicted: {queriesEachSecond: result.withJitter!.predicted}},
	});
	expect(togetherJson({...result, withJitter: undefined})).toMatchObject({withJitter: null});
});
