import {expect, test} from 'vitest';
import type {LatencySample} from '../../../source/flows/measure-latency.ts';
import {saturationOf} from '../../../source/dashboard/selectors/saturation.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {openState} from '../desk.ts';

const samples = (count: number, kind: LatencySample['kind'], latencyMs: number): LatencySample[] => Array.from({length: count}, () => ({kind, latencyMs}));
const on = (kind: 'embedded' | 'server', changes: Partial<State> = {}): State => ({
	...openState,
	layers: {...openState.layers, redis: {health: 'up', backend: {kind, label: 'Redis', version: '1', address: ''}}},
	...changes,
});

test('three late looks of five are a saturation, and its median is of all looks', () => {
	expect(saturationOf(on('embedded', {recentDelaysMs: [1, 20, 30, 20, 2]}))).toEqual({of: 'timers', medianMs: 20});
	expect(saturationOf(on('embedded', {recentDelaysMs: [1, 20, 30, 19.9, 2]}))).toBeUndefined();
	expect(saturationOf(on('embedded'))).toBeUndefined();
});

test('hits on an embedded Redis that take 25 ms stood in a queue; misses say nothing', () => {
	expect(saturationOf(on('embedded', {samples: samples(20, 'hit', 25)}))).toEqual({of: 'hits', medianMs: 25});
	expect(saturationOf(on('embedded', {samples: samples(20, 'hit', 24)}))).toBeUndefined();
	expect(saturationOf(on('embedded', {samples: [...samples(40, 'miss', 900), ...samples(21, 'hit', 2)]}))).toBeUndefined();
	expect(saturationOf(on('embedded', {samples: samples(40, 'miss', 900)}))).toBeUndefined();
});

test('of too few hits nothing is said, nor of older reads', () => {
	expect(saturationOf(on('embedded', {samples: samples(19, 'hit', 900)}))).toBeUndefined();
	expect(saturationOf(on('embedded', {samples: [...samples(50, 'hit', 900), ...samples(40, 'hit', 1)]}))).toBeUndefined();
	expect(saturationOf(on('embedded', {samples: [...samples(50, 'hit', 900), ...samples(21, 'miss', 1)]}))).toBeUndefined();
});

test('a server may be far away, and a benchmark reads as fast as it can: neither is a queue', () => {
	const slow = samples(40, 'hit', 80);
	expect(saturationOf(on('server', {samples: slow}))).toBeUndefined();
	expect(saturationOf(on('embedded', {samples: slow, measuring: []}))).toBeUndefined();
	expect(saturationOf({...openState, samples: slow})).toBeUndefined();
});
