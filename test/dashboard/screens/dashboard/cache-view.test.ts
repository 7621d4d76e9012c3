import {describe, expect, test} from 'vitest';
import {cacheView} from '../../../../source/dashboard/screens/dashboard/cache-view.ts';
import type {State} from '../../../../source/dashboard/state/state.ts';
import {merchants} from '../../../../source/scenarios/merchants/merchants.ts';
import {at, hitOf, nowMs, openState, report, stateAfter, statistics, truth} from '../../desk.ts';

const shown = hitOf(report({Books: 120_340}, nowMs - 72_000), 72);
const view = (changes: Partial<State> = {}) => cacheView({...openState, ...changes});

test('before anything was read', () => {
	expect(view()).toMatchObject({
		ttlSeconds: 300,
		actsNextFill: false,
		leftSeconds: 0,
		graceSeconds: 0,
		keys: undefined,
		trouble: undefined,
		reads: 0,
		since: '12:00:00',
		isOldTtlRunning: false,
		error: {kind: 'nothing'},
	});
	const {endsAt, seen, why, before, shown} = view();
	expect([endsAt, seen, why, before, shown]).toEqual(Array.from({length: 5}, () => undefined));
});

test('a key that stands ends at an instant; one that has ended has none', () => {
	expect(view({keyExpiresAtMs: nowMs + 228_000})).toMatchObject({leftSeconds: 228, endsAt: '12:03:48'});
	expect(view({keyExpiresAtMs: nowMs})).toMatchObject({leftSeconds: 0, endsAt: undefined});
});

test('reads: how many and how they ended, and the figures once there are enough', () => {
	const counted = {...statistics(154, 152), shed: 3, rareMisses: 2};
	expect(view({statistics: counted})).toMatchObject({
		reads: 154,
		outcomes: counted.outcomes,
		shed: 3,
		rareMisses: 2,
		seen: {hitRate: 152 / 154, meanAgeSeconds: 60},
		since: '11:58:20',
	});
	expect(view({statistics: statistics(19, 10)}).seen).toBeUndefined();
});

test('keys are counted where the scenario has one for each of many', () => {
	const holdings = {...openState.holdings, redis: {count: 812, bytes: 40_000}};
	expect(view({holdings}).keys).toBeUndefined();
	expect(view({scenario: merchants, holdings}).keys).toEqual({count: 812, bytes: 40_000});
	expect(view({scenario: merchants, holdings: {...holdings, redis: {count: 812, bytes: undefined}}}).keys).toEqual({count: 812, bytes: 0});
	expect(view({scenario: merchants, holdings: {...holdings, redis: {count: undefined, bytes: 7}}}).keys).toBeUndefined();
	expect(view({scenario: merchants, holdings: {}}).keys).toBeUndefined();
});

test("Redis's trouble is told", () => {
	expect(view({layers: {...openState.layers, redis: {health: 'silent', backend: undefined}}}).trouble).toBe('Redis does not answer');
});

test('a change of the TTL: why reads are counted anew, and what those before came to', () => {
	const counted: State = {...openState, statistics: statistics(154, 152), shown, keyExpiresAtMs: nowMs + 228_000};
	const again = cacheView(stateAfter(counted, at(nowMs + 5000, {type: 'ttl-chosen', ttlSeconds: 60})));
	expect(again).toMatchObject({
		ttlSeconds: 60,
		since: '12:00:05',
		isOldTtlRunning: false,
		why: 'the TTL changed',
		before: 'before: 154 reads, 98.7 % hits, 1 min old',
	});
	const waiting = cacheView(stateAfter({...counted, ttlMode: 'next'}, at(nowMs, {type: 'ttl-chosen', ttlSeconds: 60})));
	expect(waiting).toMatchObject({actsNextFill: true, since: '12:03:48', isOldTtlRunning: true});
});

describe('the shown value', () => {
	test('is as old as it is now, or was when it was served, and never younger than nothing', () => {
		expect(view({shown}).shown).toEqual({ageSeconds: 72, asOf: '11:58:48'});
		expect(view({shown, nowMs: nowMs + 10_400}).shown?.ageSeconds).toBe(82);
		expect(view({shown, nowMs: nowMs - 9000}).shown?.ageSeconds).toBe(72);
		expect(view({shown: {...shown, answer: report({Books: 1}, nowMs + 900)}}).shown?.ageSeconds).toBe(0);
	});

	test('is off by what the truth says', () => {
		const compared = stateAfter({...openState, shown}, at(nowMs + 1000, {type: 'truth-measured', truth: truth(120_840), everySeconds: 2}));
		expect(cacheView({...compared, nowMs: nowMs + 1000}).error).toMatchObject({
			kind: 'known',
			checkedAt: '12:00:00',
			everySeconds: 2,
			rows: [{name: 'today', amount: -500}, {name: '30 days'}],
			worst: {name: 'Books', amount: -500},
			part: 'category',
		});
	});

	test('is not said to be right or wrong while that is measured, nor once it was too long ago', () => {
		const measuring = view({shown, shownSinceMs: nowMs - 1000}).error;
		expect(measuring).toMatchObject({kind: 'unknown', lateSeconds: undefined, rows: [{name: 'today'}, {name: '30 days'}], part: 'category'});
		expect(view({shown, shownSinceMs: nowMs - 8000}).error).toMatchObject({kind: 'unknown', lateSeconds: 8});
		const compared = stateAfter({...openState, shown}, at(nowMs, {type: 'truth-measured', truth: truth(120_840), everySeconds: 2}));
		expect(cacheView({...compared, nowMs: nowMs + 42_000}).error).toMatchObject({kind: 'unknown', lateSeconds: 42});
	});
});
