import {expect, test} from 'vitest';
import {streamText} from '../../../source/dashboard/selectors/stream-text.ts';
import {at, nowMs, openState, stateAfter} from '../desk.ts';

test('says how many come in truth, where a computer does not keep up with the rate that is wished', () => {
	const on = stateAfter(openState, {type: 'stream-rate-chosen', perSecond: 5000}, {type: 'stream-wished', isStreaming: true});
	const come = (state: typeof on, fromMs: number, perSecond: number, seconds = 6) =>
		Array.from({length: seconds * 2}, (_, i) => i).reduce(
			(next, i) => stateAfter(next, at(nowMs + fromMs + (i + 1) * 500, {type: 'facts-streamed', count: perSecond / 2})),
			state,
		);
	expect(streamText(on)).toBe('5,000 a second');
	expect(streamText(come(on, 0, 3120, 4))).toBe('5,000 a second');
	const slow = come(on, 0, 3120);
	expect(streamText(slow)).toBe('3,100 of 5,000 a second');
	// Of what moves some have nothing to tell.
	expect(streamText(come(on, 0, 4100))).toBe('5,000 a second');
	expect(streamText(come(slow, 6000, 4900, 12))).toBe('5,000 a second');
	expect(streamText(stateAfter(slow, {type: 'stream-rate-chosen', perSecond: 2000}))).toBe('2,000 a second');
	expect(streamText(stateAfter(slow, {type: 'stream-held', reason: 'Redis does not answer'}))).toBe('5,000 a second');
});

test('tells nothing from a few', () => {
	const on = stateAfter(openState, {type: 'stream-rate-chosen', perSecond: 2}, {type: 'stream-wished', isStreaming: true});
	expect(streamText(stateAfter(on, at(nowMs + 60_000, {type: 'facts-streamed', count: 20})))).toBe('2 a second');
});
