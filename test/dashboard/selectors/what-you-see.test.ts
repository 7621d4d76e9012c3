import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {screenOf} from '../../../source/dashboard/screens/screens.ts';
import {whatYouSee} from '../../../source/dashboard/selectors/what-you-see.ts';
import {offBy} from '../../../source/scenarios/shop/revenue-off.ts';
import {at, type Happening, nowMs, openState, report, stateAfter, statistics, truth} from '../desk.ts';

const shown = {
	about: '',
	outcome: 'hit',
	latencyMs: 1,
	servedAtMs: nowMs,
	expiresAtMs: nowMs + 300_000,
	stands: true,
	stores: {},
	ageMs: 0,
	answer: report({Books: 12_345_678}),
} as unknown as State['shown'];
const running: State = {...openState, shown, keyExpiresAtMs: nowMs + 250_000, held: {mongo: 1_234_567}, statistics: statistics(1_234_567, 1_200_000)};
const lesson = 'A longer TTL buys hits, saves queries, costs age: today is further off.';
const said = (state: State) =>
	whatYouSee(state, screenOf(state).sentences(state))
		.map(({text}) => text)
		.join('');

/** All that is said in the minutes after. */
function turns(state: State): string[] {
	return [...new Set(Array.from({length: 200}, (_, i) => said({...state, nowMs: state.nowMs + i * 1000})))];
}

const states: Readonly<Record<string, State>> = {
	'before anything is shown': openState,
	'the dashboard': running,
	'an error known': {
		...running,
		isStreaming: true,
		truth: truth(22_345_678),
		off: offBy(report({Books: 12_345_678}), report({Books: 12_345_778})),
		offAtMs: nowMs + 1e6,
	},
	'the laboratory': {...running, screen: 'laboratory'},
	'the laboratory with a young day and an answer': {
		...running,
		screen: 'laboratory',
		isStreaming: true,
		factsPerSecond: 1000,
		truth: truth(999_999_999),
		laboratory: {...running.laboratory, answer: {askedSeconds: 86_400, sentences: []}},
	},
	'a crowd': {...running, viewers: {...running.viewers, count: 1000}},
	'after a change': stateAfter(running, {type: 'protection-chosen', protection: running.protection}),
	'after a seed': {...running, seededAtMs: nowMs + 1, held: {mongo: 1_234_567}},
};

test.each(Object.entries(states))('%s: every sentence fits a screen of 80 columns', (_, state) => {
	expect(turns(state).filter(text => text.length > 79)).toEqual([]);
	expect(turns(state).length).toBeGreaterThan(1);
});

test('the lesson is said on both screens', () => {
	expect(turns(running)).toContain(` ${lesson}`);
	expect(turns({...running, screen: 'laboratory'})).toContain(` ${lesson}`);
});

test('errors of today and of 30 days that differ say why: the learner would take one of them for false', () => {
	const why = ' Old orders are returned, or leave the 30 days: so 30 d and today differ.';
	const off = (windowCents: number): State['off'] => {
		const {rows, worst} = offBy(report({Books: 100}), report({Books: 300}));
		return {rows: [rows[0], {...rows[1]!, amount: windowCents}], worst};
	};
	const beforeMidnight = off(-500)!;
	const ofYesterday = {...beforeMidnight, rows: [{...beforeMidnight.rows[0], missing: 'today (Tue 24 Nov)'}, beforeMidnight.rows[1]!] as const};
	const off200 = (windowCents: number) => turns({...running, isStreaming: true, off: off(windowCents), offAtMs: nowMs + 1e6});
	expect(off200(-150)).toContain(why);
	expect(off200(-200)).not.toContain(why);
	expect(turns({...running, isStreaming: true, off: ofYesterday, offAtMs: nowMs + 1e6}), 'its own day goes on after it').not.toContain(why);
});

describe('a saturated computer', () => {
	const late = (...delaysMs: readonly number[]) => stateAfter(running, ...delaysMs.map(delayMs => ({type: 'delay-measured', delayMs}) as const));
	const sentence = ' Timers are late by 33 ms (median): part of the latencies is waiting time.';

	test('is told once in a turn, beside the lesson, and says no figure of the latencies themselves', () => {
		const told = turns(late(1, 33, 40, 33, 2));
		expect(told).toContain(sentence);
		expect(told).toContain(` ${lesson}`);
	});

	test('is none after a busy second or two, nor any longer once it has passed', () => {
		expect(turns(late(900, 400, 1, 1, 1))).toEqual(turns(running));
		expect(turns(late(33, 33, 33, 1, 1, 1))).toEqual(turns(running));
	});
});

describe('what has just changed comes first', () => {
	const after = (happening: Event | Happening, seconds = 1) => stateAfter(running, happening, at(nowMs + seconds * 1000, {type: 'clock-ticked'}));

	test('why reads are counted anew, and what stood before, until it is no news', () => {
		const changed: Event = {type: 'ttl-chosen', ttlSeconds: 60};
		expect(
			turns({...after(changed), nowMs})
				.slice(0, 2)
				.sort(),
		).toEqual([' Before: 1,234,567 reads, 97.2 % hits, 1 min old at TTL 5 min.', ' Counting again since 12:00:00: the TTL changed.']);
		expect(said(after(changed, 30))).not.toMatch(/again|Before/);
	});

	test('that seeded orders are in MongoDB and not yet in the answer', () => {
		expect(said(after(at(nowMs + 500, {type: 'facts-seeded', result: {stored: 500, wanted: 500, tookMs: 9} as never, held: {mongo: 1000}})))).toBe(
			' MongoDB holds 1,000; the table is the answer of 12:00:00 for another 4:09.',
		);
	});
});
