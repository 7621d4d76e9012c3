import {describe, expect, test} from 'vitest';
import type {ErrorView} from '../../../../source/dashboard/screens/dashboard/cache-view.ts';
import {errorLines} from '../../../../source/dashboard/screens/dashboard/error-lines.ts';
import {said} from '../../panels/said.ts';

const text = (view: ErrorView, width = 44) =>
	errorLines(view, width).map(line =>
		line
			.map(({text}) => text)
			.join('')
			.replaceAll(/ {2,}/g, ' | '),
	);

const today = {id: 'today', name: 'today', unit: 'money', amount: -12_345, share: -0.0254, truth: 486_024} as const;
const window = {id: 'window', name: 'the last 30 days', shortName: '30 d', unit: 'money', amount: 50, share: 0.0001, truth: 500_000} as const;
const known = {kind: 'known', checkedAt: '12:00:05', everySeconds: 5, rows: [today, window], worst: undefined, part: 'category'} as const;

describe('how far the shown value is off', () => {
	test('to the cent, to which side, and what share that is', () => {
		expect(text(known)).toEqual(['error, checked 12:00:05, every 5 s', 'today | -123.45 | 2.54 %', 'the last 30 days | +0.50 | 0.01 %', 'no category is off']);
	});

	test('with the part that is furthest off', () => {
		expect(text({...known, worst: {name: 'Books', unit: 'money', amount: -9900, share: -0.5}}).at(-1)).toBe('worst: Books | -99.00 | 50.0 %');
	});

	test('nothing is off: no sign', () => {
		expect(text({...known, rows: [{...today, amount: 0, share: 0}]})[1]).toBe('today | 0.00 | 0.00 %');
	});

	test('of what the answer holds nothing of, all', () => {
		expect(text({...known, rows: [{...today, missing: 'today'}]})[1]).toBe('today: not in this answer, 123.45');
	});

	test('what is off is coloured as a miss, what is not as a hit', () => {
		const tones = (amount: number) => errorLines({...known, rows: [{...today, amount}]}, 44)[1]!.at(-1)!.tone;
		expect([tones(-1), tones(0), tones(1)]).toEqual(['miss', 'hit', 'miss']);
	});

	test('without a share the amount alone, and nothing of parts where there are none', () => {
		expect(text({...known, rows: [{...today, share: undefined}], part: undefined})).toEqual(['error, checked 12:00:05, every 5 s', 'today | -123.45 | ']);
	});

	test('names are whole from 40 columns on, and figures wider from 32 on', () => {
		expect(said(errorLines(known, 40))[2]).toMatch(/^the last 30 days +miss\(\+0\.50 {2}0\.01 %\)$/);
		expect(said(errorLines(known, 39))[2]).toMatch(/^30 d +miss/);
		expect(said(errorLines(known, 32))[2]).toMatch(/miss\(\+0\.50 {2}0\.01 %\)$/);
		expect(said(errorLines(known, 31))[2]).toMatch(/miss\(\+0\.50 0\.01 %\)$/);
	});

	test('with less and less room: the share alone, then the amount alone, then a name that is cut; figures never are', () => {
		const worst = {name: 'Books and comics', unit: 'money', amount: -9900, share: -0.5} as const;
		const last = (width: number, of: typeof worst | (Omit<typeof worst, 'share'> & {readonly share: undefined}) = worst) =>
			errorLines({...known, worst: of}, width)
				.at(-1)!
				.map(({text}) => text)
				.join('');
		expect([38, 37, 30, 29, 26, 25, 22, 21, 14].map(width => last(width).replaceAll(/ {2,}/g, '  '))).toEqual([
			'worst: Books and comics -99.00  50.0 %',
			'worst: Books and comics  -50.0 %',
			'worst: Books and comics -99.00',
			'most: Books and comics -99.00',
			'Books and comics  -50.0 %',
			'Books and comics  -50.0 %',
			'Books and comi… -99.00',
			'Books and com… -99.00',
			'Books … -99.00',
		]);
		expect(last(29, {...worst, share: undefined})).toBe('most: Books and comics -99.00');
		for (let width = 10; width <= 60; width++) {
			expect(last(width)).toHaveLength(width);
		}
	});

	test('a narrow panel keeps the figures and leaves names out', () => {
		expect(text(known, 24)).toEqual(['error, checked 12:00:05', 'today | -123.45 2.54 %', '30 d | +0.50 0.01 %', 'no category is off']);
	});
});

describe('where it is not known', () => {
	test('nothing is claimed', () => {
		expect(text({kind: 'nothing'})).toEqual(['error: nothing shown yet']);
		expect(text({kind: 'unknown', lateSeconds: undefined, rows: [today], part: 'category'})).toEqual(['error: measuring …', 'today | …', '']);
		expect(text({kind: 'unknown', lateSeconds: 75, rows: [today], part: undefined})).toEqual(['error: not measured for 1:15', 'today | –']);
	});
});
