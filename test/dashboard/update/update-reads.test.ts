import {describe, expect, test} from 'vitest';
import type {Read} from '../../../source/flows/read-answer.ts';
import {fillLimit} from '../../../source/dashboard/state/state.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {at, nowMs, openState, report, stateAfter, truth} from '../desk.ts';

const up = {state: 'up'} as const;
const read = (changes: Partial<Record<keyof Read | 'answer' | 'expiresAtMs' | 'ageMs', unknown>> = {}) =>
	({
		about: '',
		outcome: 'hit',
		stores: {redis: up},
		stands: true,
		latencyMs: 0.2,
		servedAtMs: nowMs,
		expiresAtMs: nowMs + 300_000,
		ageMs: 0,
		answer: report({Books: 100}),
		...changes,
	}) as unknown as Read;
const ended = (reads: readonly Read[], asked: Partial<{queries: number; fillsMs: readonly number[]; shed: number}> = {}): Event => ({
	type: 'reads-ended',
	reads,
	asked: {queries: 0, fillsMs: [], shed: 0, ...asked},
});
const after = (...events: Parameters<typeof stateAfter> extends [unknown, ...infer Rest] ? Rest : never) => stateAfter(openState, ...events);

describe('what a load asked of the origin', () => {
	test('queries, fills and what was shed are summed', () => {
		const asked = {queries: 2, fillsMs: [10, 20], shed: 3};
		expect(after(ended([read()], asked), ended([read()], asked)).statistics).toMatchObject({originQueries: 4, fills: 4, shed: 6});
	});

	test('queries of reads before the statistics began are not counted, those of no read are', () => {
		const later = {...openState, statistics: {...openState.statistics, sinceMs: nowMs + 1000}};
		expect(stateAfter(later, ended([read()], {queries: 2})).statistics.originQueries).toBe(0);
		expect(stateAfter(later, ended([], {queries: 2})).statistics.originQueries).toBe(2);
		expect(stateAfter(later, ended([read(), read({servedAtMs: nowMs + 1000})], {queries: 2})).statistics.originQueries).toBe(2);
	});

	test('the first fill of all is of cold connections, and no usual one', () => {
		const first = after(ended([], {fillsMs: []}), ended([], {fillsMs: [90, 10]}));
		expect([first.coldFillMs, first.statistics.recentFillsMs]).toEqual([90, [10]]);
		const more = stateAfter(first, ended([], {fillsMs: [11, 12]}));
		expect([more.coldFillMs, more.statistics.recentFillsMs]).toEqual([90, [10, 11, 12]]);
		const many = stateAfter(more, ended([], {fillsMs: Array.from({length: fillLimit + 5}, (_, i) => 100 + i)}));
		expect([many.statistics.recentFillsMs.length, many.statistics.recentFillsMs.at(-1)]).toEqual([fillLimit, 104 + fillLimit]);
	});
});

describe('the truth', () => {
	const measured = (todayCents: number, {asOfMs = nowMs, ...more}: {asOfMs?: number; isExtra?: boolean; about?: string} = {}): Event => {
		const {queries: _, everySeconds: __, ...told} = truth(todayCents, {asOfMs});
		return {type: 'truth-measured', truth: {...told, ...(more.about !== undefined && {about: more.about})}, everySeconds: 5, isExtra: more.isExtra ?? false};
	};

	test('is compared with what is shown, and the difference enters the mean', () => {
		const state = after(ended([read()]), measured(140), measured(90));
		expect(state.truth).toMatchObject({queries: 2, everySeconds: 5});
		expect(state.off?.rows[0].amount).toBe(10);
		expect(state.offAtMs).toBe(nowMs);
		// 40 too little, then 10 too much: both are errors.
		expect(state.statistics).toMatchObject({truths: 2, offSum: 50});
	});

	test('asked out of turn it is compared, and counts in no mean', () => {
		const state = after(ended([read()]), measured(140, {isExtra: true}));
		expect(state.off?.rows[0].amount).toBe(-40);
		expect(state.statistics).toMatchObject({truths: 0, offSum: 0});
	});

	test('older than what is shown it says nothing of that', () => {
		const state = after(ended([read()]), measured(140, {asOfMs: nowMs - 1}));
		expect([state.off, state.statistics.truths, state.truth?.queries]).toEqual([undefined, 0, 1]);
	});

	test('before anything is shown, or about something else, nothing is compared', () => {
		const nothing = after(measured(140));
		expect([nothing.off, nothing.statistics.truths]).toEqual([undefined, 0]);
		expect(after(ended([read()]), measured(140, {about: 'another'})).truth).toBeUndefined();
	});

	test('of another day it is no mean with that of the day before: the headline began again', () => {
		const midnightMs = Date.UTC(2026, 10, 25);
		const evening = after(ended([read()]), measured(140), measured(90));
		const fresh = ended([read({answer: report({Books: 6}, midnightMs + 1000), servedAtMs: midnightMs + 1000})]);
		const night = stateAfter(evening, measured(3, {asOfMs: midnightMs + 500}), fresh, measured(8, {asOfMs: midnightMs + 2000}));
		// The shown one held nothing of the new day, then 2 too little.
		expect(night.statistics).toMatchObject({truths: 2, offSum: 5});
	});

	test('what was read under another setting enters no mean', () => {
		const later = {...openState, statistics: {...openState.statistics, sinceMs: nowMs + 1}};
		expect(stateAfter(later, ended([read()]), measured(140)).statistics).toMatchObject({truths: 0, offSum: 0});
	});
});

describe('the key', () => {
	test('ends as its value says, unless its end was moved or it was removed since', () => {
		expect(after(ended([read()])).keyExpiresAtMs).toBe(nowMs + 300_000);
		const moved = {...after(ended([read()])), keyExpiresAtMs: nowMs + 7};
		expect(stateAfter(moved, ended([read()])).keyExpiresAtMs).toBe(nowMs + 7);
		expect(stateAfter(moved, ended([read({answer: report({Books: 1}, nowMs + 1)})])).keyExpiresAtMs).toBe(nowMs + 300_000);
		const removed = {...moved, keyExpiresAtMs: undefined, keyRemovedAtMs: nowMs};
		expect(stateAfter(removed, ended([read()])).keyExpiresAtMs).toBeUndefined();
		expect(stateAfter(removed, ended([read({servedAtMs: nowMs + 1})])).keyExpiresAtMs).toBe(nowMs + 300_000);
	});

	test('is not known once Redis is silent, and stays known where only the origin fails', () => {
		const error = (redis: object) => read({outcome: 'error', reason: 'no', stands: undefined, stores: {redis}, answer: undefined});
		const known = after(ended([read()]));
		expect(stateAfter(known, ended([error(up)]))).toMatchObject({isKeyKnown: true, keyExpiresAtMs: nowMs + 300_000});
		const lost = stateAfter(known, ended([error({state: 'silent', reason: 'no'})]));
		expect([lost.isKeyKnown, lost.keyExpiresAtMs]).toEqual([false, undefined]);
		expect(stateAfter(known, ended([read({stands: undefined})])).isKeyKnown).toBe(false);
	});
});

test('another value is shown since it was read, and the error of the one before is not its', () => {
	const first = after(ended([read()]), {type: 'truth-measured', truth: truth(140), everySeconds: 5});
	const same = stateAfter(first, ended([read({servedAtMs: nowMs + 5})]));
	expect([same.shownSinceMs, same.off === undefined]).toEqual([nowMs, false]);
	const other = stateAfter(first, ended([read({servedAtMs: nowMs + 5, answer: report({Books: 1}, nowMs + 1)})]));
	expect([other.shownSinceMs, other.off]).toEqual([nowMs + 5, undefined]);
});

test('a read about something else is counted, and what is shown stays', () => {
	const state = after(ended([read()]), at(nowMs, ended([read({about: 'another', answer: report({Books: 7})})])));
	expect([state.statistics.reads, state.shown?.about]).toEqual([2, '']);
});

test('the clock never runs behind a read, nor back with one', () => {
	expect(after(ended([read({servedAtMs: nowMs + 400})])).nowMs).toBe(nowMs + 400);
	expect(after(ended([read({servedAtMs: nowMs - 400})])).nowMs).toBe(nowMs);
});

describe('the reason of a read', () => {
	const empty = (outcome: string, servedAtMs: number) => read({outcome, reason: 'an empty answer is not kept', stands: false, servedAtMs});
	const told = (reads: readonly Read[]) =>
		after(ended(reads))
			.activity.filter(({text}) => text.includes('not kept'))
			.map(({text}) => text);

	test('is said once where many viewers miss, share a query and hit in turn', () => {
		const inTurn = [0, 100, 200, 300].flatMap(ms => [
			empty('miss', nowMs + ms),
			empty('coalesced', nowMs + ms),
			read({about: 'another', servedAtMs: nowMs + ms}),
		]);
		expect(told(inTurn)).toEqual(['miss: an empty answer is not kept']);
	});

	test('is said again a minute later, if another read was between', () => {
		expect(told([empty('miss', nowMs), read({about: 'another', servedAtMs: nowMs + 59_000}), empty('miss', nowMs + 60_000)])).toHaveLength(2);
		expect(told([empty('miss', nowMs), empty('miss', nowMs + 60_000)])).toHaveLength(1);
	});
});
