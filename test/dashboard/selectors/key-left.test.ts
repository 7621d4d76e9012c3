import {expect, test} from 'vitest';
import {graceLeftSeconds, leftSeconds} from '../../../source/dashboard/selectors/key-left.ts';
import {counted, heldNow, shownLayers} from '../../../source/dashboard/selectors/shown-layers.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {birds} from '../../scenarios/miniature/birds.ts';
import {nowMs, openState} from '../desk.ts';

const kept = {...openState.protection, on: new Set(['swr'] as const), staleSeconds: 30};
const ending = (inSeconds: number | undefined, changes: Partial<State> = {}): State => ({
	...openState,
	keyExpiresAtMs: inSeconds === undefined ? undefined : nowMs + inSeconds * 1000,
	...changes,
});

test('until the key ends; never less than nothing', () => {
	expect([12.5, 0, -3, undefined].map(seconds => leftSeconds(ending(seconds)))).toEqual([12.5, 0, 0, 0]);
});

test('past its end an answer is kept for as long as the protection says, and without one not at all', () => {
	expect([10, -10, -29, -31, undefined].map(seconds => graceLeftSeconds(ending(seconds, {protection: kept})))).toEqual([0, 20, 1, 0, 0]);
	expect(graceLeftSeconds(ending(-10))).toBe(0);
	expect(graceLeftSeconds(ending(0, {protection: kept}))).toBe(30);
});

test('Redis has one key while one lives or is kept, and nothing is said while it does not answer', () => {
	const keys = (state: State) => heldNow(state).redis;
	expect([10, -10, undefined].map(seconds => keys(ending(seconds)))).toEqual([1, 0, 0]);
	expect(keys(ending(-10, {protection: kept}))).toBe(1);
	expect(keys(ending(10, {isKeyKnown: false}))).toBeUndefined();
});

test('of many keys the count is the one of a little while ago, and at least the one that is known', () => {
	const holding = (count: number): Partial<State> => ({holdings: {redis: {count} as never}});
	expect(heldNow(ending(10, {scenario: birds, ...holding(17)})).redis).toBe(17);
	expect(heldNow(ending(10, {scenario: birds, ...holding(0)})).redis).toBe(1);
	expect(heldNow(ending(10, {scenario: birds})).redis).toBe(1);
	// With one key what was counted is older than what is known.
	expect(heldNow(ending(undefined, holding(17))).redis).toBe(0);
});

test('a layer that is out is not shown, and each counts what it holds', () => {
	const state = ending(10, {held: {mongo: 12}, holdings: {mongo: {count: 12, isEstimate: true} as never}});
	const without = {...state, layers: {...state.layers, gcs: {...state.layers.gcs, health: 'out' as const}}};
	expect(shownLayers(without).length).toBe(shownLayers(state).length - 1);
	expect(shownLayers(state).find(({title}) => title === 'MongoDB')).toMatchObject({held: 12, isEstimate: true, counts: {many: 'orders'}});
	expect(counted('facts', {...state, scenario: birds}).many).toBe(birds.facts.many);
	expect(counted({one: 'key', many: 'keys'}, state)).toEqual({one: 'key', many: 'keys'});
});
