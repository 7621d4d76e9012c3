import {expect, test} from 'vitest';
import {viewOf} from '../../../../source/dashboard/screens/laboratory/view-of.ts';
import {presentLoad} from '../../../../source/dashboard/selectors/present-load.ts';
import type {State} from '../../../../source/dashboard/state/state.ts';
import type {ProtectionName} from '../../../../source/lab/protections.ts';
import {predictReads} from '../../../../source/lab/predict-reads.ts';
import {theoryCurve} from '../../../../source/lab/theory-curve.ts';
import {openState, statistics, truth} from '../../desk.ts';

/** The laboratory with theory's answer about two hundred laptops, and its budget. */
function looking(on: readonly ProtectionName[], arrivals: 'poll' | 'poisson' = 'poll'): State {
	const state: State = {
		...openState,
		screen: 'laboratory',
		isStreaming: true,
		truth: truth(100_000_000),
		viewers: {count: 200, arrivals, everySeconds: 5, ownProcess: true},
		protection: {...openState.protection, on: new Set(on)},
		statistics: statistics(1000, 900),
	};
	const load = presentLoad(state);
	const theory = {
		question: '',
		isCurrent: true,
		present: predictReads(load),
		band: undefined,
		reads: 0,
		seenHitRate: undefined,
		curve: theoryCurve({...load, reads: 0, ttlsSeconds: [5, 60, 600]}),
	};
	return {...state, laboratory: {...state.laboratory, theory}};
}

test('where no formula is known for the present setting no curve is drawn, and the budget names what it assumes', () => {
	const state = looking(['lock', 'swr']);
	expect(state.laboratory.theory?.curve).toHaveLength(3);
	expect(viewOf(state)).toMatchObject({
		theory: 'no formula',
		curve: 'no formula',
		budget: {answer: expect.stringMatching(/^no formula for this setting; if no answer outlives its TTL: a TTL of .* at most$/) as string},
	});
});

test('where one is known both stand, and the budget still says that stale answers are none of it', () => {
	expect(viewOf(looking(['lock']))).toMatchObject({
		theory: {hitRate: expect.any(Number) as number},
		curve: {length: 3},
		budget: {answer: expect.stringMatching(/^a TTL of .* at most$/) as string},
	});
	expect(viewOf(looking(['lock', 'swr'], 'poisson'))).toMatchObject({
		curve: {length: 3},
		budget: {answer: expect.stringMatching(/^if no answer outlives its TTL: a TTL of .* at most$/) as string},
	});
});

test('what is not computed yet is not said to have no formula', () => {
	const {laboratory, ...state} = looking(['lock']);
	expect(viewOf({...state, laboratory: {...laboratory, theory: undefined}})).toMatchObject({theory: 'computing', curve: 'computing'});
	expect(viewOf({...state, laboratory: {...laboratory, theory: {...laboratory.theory!, isCurrent: false, curve: []}}})).toMatchObject({curve: 'computing'});
});
