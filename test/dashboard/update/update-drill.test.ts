import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import {nowMs, openState, stateAfter} from '../desk.ts';

const figures = {facts: 14, worth: 392_011, fingerprint: ''};
const loss = {day: '2026-11-20', isScratch: false, before: figures, lost: {facts: 0, worth: 0, fingerprint: ''}};
const lost: Event = {type: 'day-lost', loss, restoresAtMs: nowMs + 9000};
const drilled = (isEqual: boolean, restored = figures) =>
	({type: 'day-drilled', drill: {...loss, restored, isEqual, parts: 1, restoreMs: 1234}}) as unknown as Event;
const job = {name: 'drill', done: 0, total: 0, remarks: [], cancelling: false, worstDelayMs: 0} as const;

describe('a day that is lost', () => {
	test('is said with what it held, and comes back by itself', () => {
		const state = stateAfter(openState, lost);
		expect(state.drill).toEqual({stage: 'lost', loss, restoresAtMs: nowMs + 9000});
		expect(state.activity[0]?.text).toMatch(/^drill: .*20.* is lost, 14 orders worth 3,920\.11$/);
	});

	test('is restored at once where that is wished, and nothing is restored that is not lost', () => {
		const wish: Event = {type: 'restore-wished'};
		expect(update(stateAfter(openState, lost), wish, nowMs).commands).toEqual([{type: 'restore-now'}]);
		expect(update(openState, wish, nowMs).commands).toEqual([]);
		expect(update(stateAfter(openState, lost, drilled(true)), wish, nowMs).commands).toEqual([]);
	});
});

describe('a day that is back', () => {
	test.each([
		[true, 'done', /^drill: .* is back from the archive in 1\.2\d* s, 14 orders worth 3,920\.11, equal to the cent$/],
		[false, 'failed', /, NOT EQUAL$/],
	] as const)('equal: %s', (isEqual, kind, text) => {
		const state = stateAfter({...openState, job}, lost, drilled(isEqual));
		expect(state.activity[0]).toMatchObject({kind, text: expect.stringMatching(text) as string});
		expect([state.job, state.drill?.stage]).toEqual([undefined, 'done']);
	});

	test('one order is one order', () => {
		expect(stateAfter(openState, lost, drilled(true, {...figures, facts: 1, worth: 5})).activity[0]?.text).toContain('1 order worth 0.05');
	});

	test('is closed when it is back, not before', () => {
		const closed: Event = {type: 'drill-closed'};
		expect(stateAfter(openState, lost, closed).drill?.stage).toBe('lost');
		expect(stateAfter(openState, lost, drilled(true), closed).drill).toBeUndefined();
	});

	test('after a drill that was cut short is said', () => {
		expect(stateAfter(openState, {type: 'drill-finished', day: '2026-11-20'}).activity[0]).toMatchObject({
			kind: 'done',
			text: expect.stringMatching(/^a drill was cut short: .* is back from the archive$/) as string,
		});
	});
});
