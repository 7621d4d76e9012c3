import {render} from 'ink-testing-library';
import {createElement} from 'react';
import {describe, expect, test} from 'vitest';
import {errorBlock} from '../../../source/dashboard/selectors/error-block.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {CachePanel} from '../../../source/dashboard/screens/dashboard/cache-panel.tsx';
import {cacheView} from '../../../source/dashboard/screens/dashboard/cache-view.ts';
import type {ShownRead, State} from '../../../source/dashboard/state/state.ts';
import {at, type Happening, nowMs, openState, report, stateAfter, truth} from '../desk.ts';

const after = (...happenings: ReadonlyArray<Event | Happening>) => stateAfter(openState, ...happenings);
const value = (todayCents: number, asOfMs: number, servedAtMs = asOfMs): ShownRead =>
	({
		about: '',
		outcome: 'hit',
		latencyMs: 1,
		servedAtMs,
		expiresAtMs: asOfMs + 300_000,
		stands: true,
		stores: {redis: {state: 'up'}},
		ageMs: servedAtMs - asOfMs,
		answer: report({Books: todayCents}, asOfMs),
	}) as ShownRead;
const read = (...given: Parameters<typeof value>): Event => ({type: 'reads-ended', reads: [value(...given)], asked: {queries: 0, fillsMs: [], shed: 0}});
const measured = (todayCents: number, asOfMs: number, isExtra?: boolean): Event => ({
	type: 'truth-measured',
	truth: truth(todayCents, {asOfMs}),
	everySeconds: 2,
	...(isExtra && {isExtra}),
});
const tick = (atMs: number) => at(atMs, {type: 'clock-ticked'});

describe('the error of what is shown', () => {
	test('is nothing before a value is, then being measured, then known', () => {
		expect(errorBlock(openState)).toEqual({kind: 'nothing'});
		expect(errorBlock(after(read(1000, nowMs)))).toEqual({kind: 'measuring'});
		expect(errorBlock(after(read(1000, nowMs), measured(1500, nowMs + 10)))).toMatchObject({
			kind: 'measured',
			off: {rows: [{amount: -500}, {}]},
			atMs: nowMs + 10,
			forSeconds: undefined,
		});
	});

	test('is blank from the moment another value is shown until the truth of that value is known', () => {
		const known = [read(1000, nowMs), measured(1500, nowMs + 10)];
		expect(errorBlock(after(...known, read(1000, nowMs, nowMs + 1000))).kind).toBe('measured');
		const changed = [...known, read(1500, nowMs + 2000)];
		expect(errorBlock(after(...changed))).toEqual({kind: 'measuring'});
		// A truth that was asked before this value was filled is not its own.
		expect(errorBlock(after(...changed, measured(1400, nowMs + 1900)))).toEqual({kind: 'measuring'});
		expect(errorBlock(after(...changed, measured(1500, nowMs + 2010)))).toMatchObject({kind: 'measured', off: {rows: [{amount: 0}, {}]}});
	});

	test('that was not measured for long says for how long, and grows with the clock', () => {
		const known = [read(1000, nowMs), measured(1500, nowMs + 10)];
		expect(errorBlock(after(...known, tick(nowMs + 5000)))).toMatchObject({forSeconds: undefined});
		expect(errorBlock(after(...known, tick(nowMs + 93_010)))).toMatchObject({kind: 'measured', forSeconds: 93});
		expect(errorBlock(after(read(1000, nowMs), tick(nowMs + 2000)))).toEqual({kind: 'measuring'});
		expect(errorBlock(after(read(1000, nowMs), tick(nowMs + 12_000)))).toEqual({kind: 'unmeasured', forSeconds: 12});
	});

	test('that another value asked for counts in no mean', () => {
		expect(after(read(1000, nowMs), measured(1500, nowMs + 10, true)).statistics.truths).toBe(0);
		expect(after(read(1000, nowMs), measured(1500, nowMs + 10)).statistics).toMatchObject({truths: 1, offSum: 500});
	});
});

describe('on the screen of 80 × 24', () => {
	const lines = (state: State) =>
		render(createElement(CachePanel, {view: cacheView(state), width: 27, height: 12, isOpenBelow: true}))
			.lastFrame()!
			.split('\n')
			.slice(-4)
			.map(line => line.slice(2, -2).trimEnd());

	test('it is measuring, then checked, then late; nothing moves and nothing is cut', () => {
		const change = [read(123_456_00, nowMs)];
		expect(lines(after(...change))).toEqual(['error: measuring …', 'today                 …', '30 d                  …', '']);
		expect(lines(after(...change, measured(123_956_00, nowMs + 1000)))).toEqual([
			'error, checked 12:00:01',
			'today    -500.00 0.40 %',
			'30 d   -5,000.00 0.40 %',
			'worst: Books    -0.40 %',
		]);
		expect(lines(after(...change, measured(123_956_00, nowMs + 1000), tick(nowMs + 94_000)))).toEqual([
			'not measured for 1:33',
			'today                 –',
			'30 d                  –',
			'',
		]);
		expect(lines(after(...change, measured(223_456_00, nowMs + 1000)))).toEqual([
			'error, checked 12:00:01',
			'today           -44.8 %',
			'30 d            -44.8 %',
			'worst: Books    -44.8 %',
		]);
	});
});
