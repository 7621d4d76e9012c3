import {shop} from '../../../source/scenarios/shop/shop.ts';
import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {sessionSummary} from '../../../source/dashboard/selectors/session-summary.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {at, type Happening, nowMs, openState, report, stateAfter} from '../desk.ts';

const read = (outcome: 'hit' | 'miss' | 'error', ageMs: number): Event => ({
	type: 'reads-ended',
	reads: [
		{
			about: '',
			outcome,
			latencyMs: 1,
			servedAtMs: nowMs,
			expiresAtMs: nowMs + 1,
			stands: true,
			stores: {},
			ageMs,
			reason: outcome === 'error' ? 'gone' : undefined,
			answer: report({Books: 1}),
		} as never,
	],
	asked: {queries: outcome === 'miss' ? 1 : 0, fillsMs: [], shed: 0},
});
const embedded = {kind: 'embedded', label: 'embedded engine, MongoDB wire protocol', version: '0.1.0', address: ''} as const;
const summary = {count: 40, p50Ms: 4, p95Ms: 5, p99Ms: undefined};
const bench = (ratio: number, atMs: number) =>
	at(atMs, {
		type: 'latency-measured',
		measurement: {mode: 'burst', addedFillMs: 0, samples: [], miss: summary, hit: summary, speedup: {ratio, low: ratio - 2.2, high: ratio + 3}},
		cancelled: false,
	});
const after = (...happenings: ReadonlyArray<Event | Happening>) => stateAfter({...openState, held: {mongo: 1412}}, ...happenings);

describe('what stays in the terminal', () => {
	test('the figures of the whole session, whatever was changed meanwhile', () => {
		const state = after(
			...Array.from({length: 4}, () => [read('miss', 0), ...Array.from({length: 3}, () => read('hit', 25_000))]).flat(),
			...Array.from({length: 3}, () => read('error', 0)),
			read('miss', 0),
			read('hit', 60_000),
			{type: 'ttl-chosen', ttlSeconds: 60},
			read('hit', 30_000),
			read('error', 0),
			read('hit', 30_000),
			bench(19.2, nowMs + 60_000),
			{type: 'benchmark-wished', mode: 'burst'},
			{type: 'added-fill-chosen', seconds: 1},
			bench(62, nowMs + 90_000),
			{type: 'facts-seeded', result: {stored: 500, wanted: 500, tookMs: 9} as never, held: {mongo: 1412}},
			{type: 'facts-streamed', count: 912},
			at(nowMs + 100_000, {
				type: 'facts-archived',
				result: {scenario: shop, source: 'PostgreSQL', days: [], totals: {days: 2, rows: 1412, worth: 1, parts: 2}, created: 2, warnings: []} as never,
			}),
			at(nowMs + 110_000, {type: 'stampede-ended', measured: {originQueries: 42, waited: 42, tookMs: 1000, fillMs: 1000}}),
		);
		expect(sessionSummary(state, nowMs + 724_000, false, 80).split('\n')).toEqual([
			'shopstream-tui ran for 12 min 4 s, until 12:12:04; embedded engines.',
			'Reads        24, 62.5 % of them hits, answers 21 s old on average; they asked',
			'             MongoDB 5 times',
			'Benchmarks   a hit was 62 × faster, 95 % interval of that run 60 to 65 (burst,',
			'             at 12:01:30); hard to compare: the slow origin changed',
			'             a hit was 19 × faster, 95 % interval of that run 17 to 22 (burst,',
			'             at 12:01:00)',
			'Stampedes    42 origin queries, predicted 1 (at 12:01:50)',
			'Orders       500 seeded, 912 arrived by the stream; MongoDB held 2,324',
			'Archive      1,412 orders in 2 objects (at 12:01:40)',
			'',
		]);
	});

	test('no share and no mean of few reads: how many they were', () => {
		const reads = (...some: readonly Event[]) => sessionSummary(after(...some), nowMs, true, 80).split('\n')[1];
		expect(reads(read('miss', 0))).toBe('Reads        1, 0 of them hits: too few for a share; they asked MongoDB once');
		expect(reads(read('miss', 0), read('hit', 9))).toBe('Reads        2, 1 of them a hit: too few for a share; they asked MongoDB once');
		const errors = Array.from({length: 30}, () => read('error', 0));
		expect(reads(...errors, read('hit', 9))).toBe('Reads        31, 1 of them a hit: too few for a share; they asked MongoDB 0');
	});

	test('each layer by its name, where servers stand beside embedded engines', () => {
		const server = {kind: 'server', label: 'PostgreSQL 15.18', version: '15.18', address: ''} as const;
		const state = {
			...after(read('miss', 0)),
			layers: {...openState.layers, postgres: {health: 'up', backend: server}, mongo: {health: 'up', backend: embedded}} as const,
		};
		expect(sessionSummary(state, nowMs, true, 80).replaceAll('\n', ' ')).toContain('; before PostgreSQL 15.18, MongoDB embedded 0.1.0.');
	});

	test('that the data of embedded engines is gone, unless a folder keeps it', () => {
		const state = after(read('miss', 0));
		const ofEngines: State = {
			...state,
			layers: {...state.layers, mongo: {...state.layers.mongo, backend: embedded}},
		};
		const said = 'Data         of the embedded engines is gone now: --data DIR keeps it';
		expect(sessionSummary(ofEngines, nowMs, false, 80).split('\n')).toContain(said);
		expect(sessionSummary(ofEngines, nowMs, true, 80)).not.toContain('is gone now');
	});

	test('lines that a narrow terminal need not cut', () => {
		const lines = (columns: number) => sessionSummary(after(read('miss', 0)), nowMs, false, columns).split('\n');
		expect(Math.max(...lines(60).map(line => line.length))).toBeLessThanOrEqual(60);
		expect(Math.max(...lines(200).map(line => line.length))).toBeLessThanOrEqual(80);
	});

	test('nothing, if nothing was read', () => {
		expect(sessionSummary(openState, nowMs, false, 80)).toBe('');
	});
});
