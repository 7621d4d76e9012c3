import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Theory} from '../../../source/dashboard/state/laboratory-state.ts';
import {zipf} from '../../../source/chance/popularity.ts';
import {theoryQuestion} from '../../../source/dashboard/selectors/theory-question.ts';
import {predictedReads, settlesInSeconds} from '../../../source/dashboard/selectors/predicted-reads.ts';
import {presentLoad} from '../../../source/dashboard/selectors/present-load.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {predictReads} from '../../../source/lab/predict-reads.ts';
import {birds} from '../../scenarios/miniature/birds.ts';
import {nowMs, openState, statistics} from '../desk.ts';

const crowd: State = {...openState, viewers: {...openState.viewers, count: 30}};
const present = {hitRate: 0.9, meanAgeSeconds: 2, greatestAgeSeconds: 5, originPerSecond: 0.2};
const theory: Theory = {question: 'q', isCurrent: true, present, band: undefined, reads: 0, seenHitRate: undefined, curve: []};
const told = (state: State, changes: Partial<Theory>): State => ({...state, laboratory: {...state.laboratory, theory: {...theory, ...changes}}});

describe('what theory says of the present load', () => {
	test('is computed at once for one poller and for Poisson reads, whatever the thread answered last', () => {
		expect(predictedReads(openState)).toEqual(predictReads(presentLoad(openState)));
		const poisson: State = {...crowd, viewers: {...crowd.viewers, arrivals: 'poisson'}};
		expect(predictedReads(told(poisson, {}))).toEqual(predictReads(presentLoad(poisson)));
	});

	test("is the thread's answer for several pollers, and computing until it is of this load", () => {
		expect(predictedReads(crowd)).toBe('computing');
		expect(predictedReads(told(crowd, {isCurrent: false}))).toBe('computing');
		expect(predictedReads(told(crowd, {}))).toBe(present);
	});

	test('is of all keys together while viewers read many, and of the one that is shown while they do not', () => {
		const many: State = {...openState, scenario: birds};
		expect(predictedReads(many)).toEqual(predictReads(presentLoad(openState)));
		const watched: State = {...many, viewers: {...crowd.viewers, arrivals: 'poisson'}};
		expect(predictedReads(watched)).toBe('computing');
		expect(theoryQuestion(watched, false)?.question.load.popularity).toEqual(zipf(2, 0));
		// What is asked as text does not hold a hundred thousand keys.
		expect(theoryQuestion(watched, false)?.text).not.toContain('popularity');
	});

	test('is said to have no formula where there is none', () => {
		expect(predictedReads(told(crowd, {present: undefined}))).toBe('no formula');
		const early: State = {...openState, ttlSeconds: 2, addedFillSeconds: 1, protection: {...openState.protection, on: new Set(['xfetch']), beta: 5}};
		expect(predictedReads(early)).toBe('no formula');
	});
});

describe('until seen and predicted may be compared', () => {
	test('a whole life of the key and one read more must pass', () => {
		const begun = {...openState, statistics: statistics(0, 0, {sinceMs: nowMs})};
		expect(settlesInSeconds(begun, nowMs)).toBeCloseTo(301.2, 9);
		expect(settlesInSeconds(begun, nowMs + 300_000)).toBeCloseTo(1.2, 9);
		expect(settlesInSeconds({...begun, viewers: {...crowd.viewers, count: 10}}, nowMs)).toBeCloseTo(300.5, 9);
	});

	test('it falls as time passes and is never negative', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 10 ** 9}), fc.integer({min: 0, max: 10 ** 9}), (early, later) => {
				const begun = {...openState, statistics: statistics(0, 0, {sinceMs: nowMs})};
				const [first, second] = [Math.min(early, later), Math.max(early, later)].map(passedMs => settlesInSeconds(begun, nowMs + passedMs)) as [number, number];
				expect(first).toBeGreaterThanOrEqual(second);
				expect(second).toBeGreaterThanOrEqual(0);
			}),
		);
	});
});
