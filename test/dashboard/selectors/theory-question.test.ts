import {expect, test} from 'vitest';
import {theoryQuestion} from '../../../source/dashboard/selectors/theory-question.ts';
import type {Theory} from '../../../source/dashboard/state/laboratory-state.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {openState, statistics} from '../desk.ts';

const crowd: State = {...openState, viewers: {...openState.viewers, count: 30}};
const read = (state: State, reads: number, hits = reads): State => ({...state, statistics: statistics(reads, hits, {fillMs: 412.4})});
/** The state once its question of this moment is answered. */
const answered = (state: State, hasCurve: boolean, changes: Partial<Theory> = {}): State => {
	const {text, reads} = theoryQuestion(state, hasCurve)!;
	const theory: Theory = {
		question: text,
		isCurrent: true,
		present: undefined,
		band: undefined,
		reads,
		seenHitRate: undefined,
		curve: hasCurve ? [] : undefined,
		...changes,
	};
	return {...state, laboratory: {...state.laboratory, theory}};
};

test('nothing is asked before the lesson is open, nor where nobody looks and a thread is not needed', () => {
	expect(theoryQuestion({...crowd, layers: {...crowd.layers, mongo: {health: 'opening', backend: undefined}}}, true)).toBeUndefined();
	expect(theoryQuestion(openState, false)).toBeUndefined();
	expect(theoryQuestion(openState, true)).toBeDefined();
	expect(theoryQuestion(crowd, false)).toBeDefined();
});

test('a curve is asked for over TTLs where it is shown; the fill time to two digits', () => {
	expect(theoryQuestion(crowd, false)!.question.ttlsSeconds).toEqual([]);
	const {question} = theoryQuestion(read(crowd, 100, 90), true)!;
	expect([question.ttlsSeconds.length, question.load.fillSeconds]).toEqual([61, 0.41]);
});

test('a band needs reads enough, and is of those that were seen', () => {
	expect(theoryQuestion(read(crowd, 19), false)!.question.reads).toBe(0);
	expect(theoryQuestion(read(crowd, 20), false)!.question.reads).toBe(20);
	expect(theoryQuestion(read(crowd, 20, 15), false)!).toMatchObject({reads: 20, seenHitRate: 0.75, run: undefined});
});

test('what is answered is not asked again, until reads are a fifth more or the load is another', () => {
	const known = answered(read(crowd, 100, 90), false);
	expect(theoryQuestion(known, false)).toBeUndefined();
	expect(theoryQuestion(read(known, 119, 109), false)).toBeUndefined();
	expect(theoryQuestion(read(known, 120, 110), false)).toMatchObject({reads: 120, isAwaited: false});
	expect(theoryQuestion({...known, ttlSeconds: 5}, false)).toBeDefined();
	// Too few reads have no band that could grow more exact.
	const early = answered(read(crowd, 5), false);
	expect(theoryQuestion(read(early, 15), false)).toBeUndefined();
});

test('it is awaited while nothing of it stands on the screen', () => {
	expect(theoryQuestion(crowd, false)!.isAwaited).toBe(true);
	const known = answered(read(crowd, 100, 90), false);
	expect(theoryQuestion(known, true)).toMatchObject({isAwaited: true});
	const curved = answered(read(crowd, 100, 90), true);
	expect(theoryQuestion(read(curved, 200, 190), true)).toMatchObject({isAwaited: false});
	expect(theoryQuestion({...curved, laboratory: {...curved.laboratory, theory: {...curved.laboratory.theory!, isCurrent: false}}}, true)!.isAwaited).toBe(true);
});
