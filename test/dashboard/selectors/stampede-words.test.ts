import {describe, expect, test} from 'vitest';
import {stampedeReasons, stampedeText} from '../../../source/dashboard/selectors/stampede-words.ts';
import {loadOnShownKey, presentLoad} from '../../../source/dashboard/selectors/present-load.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {predictStampede} from '../../../source/lab/predict-stampede.ts';
import type {ProtectionName} from '../../../source/lab/protections.ts';
import {merchants} from '../../../source/scenarios/merchants/merchants.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {openState, statistics} from '../desk.ts';

const measured = (originQueries: number, waited = originQueries, tookMs = 1040) => ({originQueries, waited, tookMs, fillMs: tookMs});
const load = (count: number, fillMs: number, on: readonly ProtectionName[] = ['single-flight'], changes: Partial<State> = {}): State => ({
	...openState,
	viewers: {...openState.viewers, count},
	addedFillSeconds: fillMs >= 100 ? fillMs / 1000 : 0,
	protection: {...openState.protection, on: new Set(on)},
	statistics: statistics(100, 90, {fillMs}),
	...changes,
});

test('a stampede is said beside its prediction', () => {
	expect(stampedeText(measured(42), 41.66)).toBe('stampede: 42 origin queries (predicted 41.7), 42 reads waited, 1 s');
	expect(stampedeText(measured(1, 1), undefined)).toBe('stampede: 1 origin query (no formula known), 1 read waited, 1 s');
});

describe('its reasons', () => {
	test('where there is nothing to see, say what would show something', () => {
		expect(stampedeReasons(load(0, 50), measured(1, 1, 50), 1)).toEqual([
			'0.83 reads/s × 50 ms a fill = 0.042: no crowd, so nothing to see.',
			'To see one: l slows the origin, v brings more readers; then ! again.',
		]);
		expect(stampedeReasons(load(200, 40, []), measured(2, 2, 40), 1.6)).toEqual([
			'40 reads/s × 40 ms a fill = 1.6: no crowd, so nothing to see.',
			'To see one: l slows the origin; then ! again.',
		]);
		expect(stampedeReasons(load(1, 1000, []), measured(1, 1, 1000), 1)).toEqual([
			'0.2 reads/s × 1.00 s a fill = 0.2: no crowd, so nothing to see.',
			'To see one: l slows the origin more, v brings more readers; then ! again.',
		]);
	});

	test('of one key of many they speak of its part of the reads', () => {
		const state = load(200, 1040, [], {scenario: merchants as Scenario, about: merchants.question.abouts!.all[0]});
		const share = merchants.question.abouts!.popularity[0]!;
		expect(loadOnShownKey(state).arrivals).toEqual({kind: 'poisson', ratePerSecond: share * 40, viewers: 200});
		expect(predictStampede({...loadOnShownKey(state), fillSeconds: 1.04})).toBeCloseTo(1 + share * 40 * 1.04, 9);
		expect(stampedeReasons(state, measured(5), 5.3)[0]).toBe('1 + 4.1 reads/s × 1.04 s a fill = 5.3 find no key, and all ask MongoDB.');
		// The dashboard alone asks about what is shown, and about nothing else.
		expect(loadOnShownKey({...state, viewers: {...state.viewers, count: 0}}).arrivals).toEqual({kind: 'poll', pollSeconds: 1.2, viewers: 1});
	});

	test('say what was protected, and by what', () => {
		expect(stampedeReasons(load(200, 1040), measured(1, 47), 1)).toEqual([
			'1 + 40 reads/s × 1.04 s a fill = 43 find no key; single-flight: 1 asked.',
			'p switches the protection off: then ! shows how many queries it saves.',
		]);
		expect(stampedeReasons(load(200, 1040, []), measured(42), 41.7)).toEqual([
			'1 + 40 reads/s × 1.04 s a fill = 43 find no key, and all ask MongoDB.',
			'p opens the protections: each makes fewer of them ask.',
		]);
	});

	test('of many processes the lock is what lets one ask', () => {
		const said = (on: readonly ProtectionName[], asked: number, ownProcess = true) => {
			const state = load(200, 1040, on);
			return stampedeReasons({...state, viewers: {...state.viewers, ownProcess}}, measured(asked, 47), asked)[0];
		};

		expect(said(['single-flight', 'lock'], 1)).toBe('1 + 40 reads/s × 1.04 s a fill = 43 find no key; lock in Redis: 1 asked.');
		expect(said(['single-flight', 'lock'], 5)).toBe('1 + 40 reads/s × 1.04 s a fill = 43 find no key; 5 asked.');
		expect(said(['single-flight'], 38)).toBe('1 + 40 reads/s × 1.04 s a fill = 43 find no key; 38 asked: a laptop each.');
		expect(said(['single-flight', 'lock'], 1, false)).toBe('1 + 40 reads/s × 1.04 s a fill = 43 find no key; single-flight: 1 asked.');
	});

	test('say why theory says something else, or nothing', () => {
		const shed = load(500, 1000, [], {statistics: {...statistics(100, 90, {fillMs: 1000}), shed: 414}});
		expect(stampedeReasons(shed, measured(233), 439.8).at(-1)).toBe('Not as predicted: 414 reads were not started, too many were under way.');
		expect(stampedeReasons(load(500, 1000, [], {recentDelaysMs: [56, 56, 56]}), measured(233), 439.8).at(-1)).toBe(
			'Not as predicted: this computer is saturated, and reads queue.',
		);
		expect(stampedeReasons(load(500, 1000, []), measured(233), 439.8).at(-1)).toBe('Not as predicted: fewer reads came in this fill than the average.');
		expect(
			stampedeReasons(
				load(1000, 5000, ['lock'], {protection: {...openState.protection, on: new Set(['lock']), lockSeconds: 2}}),
				measured(5, 5, 6000),
				undefined,
			).at(-1),
		).toMatch(/^No formula: the lock expires before/);
	});

	test("count who comes in the stampede's own fill, as the prediction does, and not who might have come before it", () => {
		const laptops = load(200, 14_000, [], {viewers: {...openState.viewers, count: 200, ownProcess: true}});
		const fired = {originQueries: 38, waited: 40, tookMs: 4000, fillMs: 950};
		const predicted = predictStampede({...presentLoad(laptops), fillSeconds: 0.95})!;
		expect(predicted).toBeCloseTo(39, 6);
		expect(stampedeReasons(laptops, fired, predicted)[0]).toBe('1 + 40 reads/s × 950 ms a fill = 39 find no key, and all ask MongoDB.');
	});

	test('fit a line of 80 columns', () => {
		for (const count of [0, 1, 30, 200, 1000]) {
			for (const fillMs of [2, 150, 1040, 5123]) {
				for (const on of [[], ['single-flight'], ['lock']] as const) {
					for (const [queries, predicted] of [
						[1, 1],
						[1000, 41.7],
						[233, 999.9],
						[500, undefined],
					] as const) {
						const reasons = stampedeReasons(load(count, fillMs, on), measured(queries, queries, fillMs), predicted);
						expect(reasons.filter(reason => reason.length > 78)).toEqual([]);
					}
				}
			}
		}
	});
});
