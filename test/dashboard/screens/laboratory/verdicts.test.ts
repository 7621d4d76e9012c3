import {describe, expect, test} from 'vitest';
import {bandLines, guessLines, placingLines, simulatedLines} from '../../../../source/dashboard/screens/laboratory/verdicts.ts';
import type {LaboratoryView} from '../../../../source/dashboard/screens/laboratory/view.ts';
import {said} from '../../panels/said.ts';
import {emptyView, fewReadsView, fullView, placingView, runningView} from './views.ts';

const width = 40;
const verdict = (hitRate: number): LaboratoryView['verdict'] => ({band: {low: 0.61, high: 0.72}, reads: 1240, hitRate});

describe('whether chance alone explains the hit rate', () => {
	test.each([
		[0.61, '  inside'],
		[0.72, '  inside'],
	])('%f is inside', (hitRate, word) => {
		expect(said(bandLines({...runningView, verdict: verdict(hitRate)}, width))).toEqual([
			`5-95 %: 61.0 to 72.0 %hit(${word})`,
			'dim(9 runs in 10 of 1,240 reads lie there)',
		]);
	});

	test.each([0.609, 0.721])('%f is outside', hitRate => {
		expect(said(bandLines({...runningView, verdict: verdict(hitRate)}, width))[0]).toBe('5-95 %: 61.0 to 72.0 %bad(  OUTSIDE)');
	});

	test('a narrow panel says no more than that', () => {
		expect(said(bandLines({...runningView, verdict: verdict(0.7)}, width - 1))).toEqual(['5-95 %: 61.0 to 72.0 %hit(  inside)']);
	});

	test('not before one life of the key is over', () => {
		const settling = {...runningView, settlesInSeconds: 75};
		expect(said(bandLines(settling, 48))).toEqual(['dim(comparable in 1:15, after one life of the key)']);
		expect(said(bandLines(settling, 30))).toEqual(['dim(comparable in 1:15)']);
		expect(said(bandLines({...settling, settlesInSeconds: Number.POSITIVE_INFINITY}, 48))).toEqual(['dim(comparable in –, after one life of the key)']);
	});

	test('nothing where there are no figures, no theory, or a guess is being placed', () => {
		expect(bandLines(fewReadsView, width)).toEqual([]);
		expect(bandLines({...runningView, verdict: undefined}, width)).toEqual([]);
		expect(bandLines(placingView, width)).toEqual([]);
	});
});

describe('how far the guess was', () => {
	const guessed = (hitRate: number, changes: Partial<LaboratoryView> = {}) =>
		said(guessLines({...runningView, guess: {hitRate, ttlSeconds: runningView.ttlSeconds, isPlacing: false}, ...changes}, width));

	test.each([
		[0.66, 'your guess 66 %: spot on'],
		[0.67, 'your guess 67 %: 1 point high'],
		[0.6, 'your guess 60 %: 6 points low'],
		[0.9, 'your guess 90 %: 24 points high'],
	])('%f where 66.3 in a hundred were seen: %s', (hitRate, words) => {
		expect(guessed(hitRate)).toEqual([`guess(${words})`]);
	});

	test('it is judged once the figures can be compared', () => {
		expect(guessed(0.6, {settlesInSeconds: 75})).toEqual(['guess(your guess 60 %: judged in 1:15)']);
		expect(guessed(0.6, {settlesInSeconds: Number.POSITIVE_INFINITY}).join('')).toMatch(/judged after one/);
		expect(guessed(0.6, {reads: 7}).join('')).toMatch(/judged after 20/);
	});

	test('none was made, it is being placed, or it was of another TTL', () => {
		expect(guessed(0.6, {guess: undefined})).toEqual([]);
		expect(guessLines(placingView, width)).toEqual([]);
		expect(guessed(0.6, {ttlSeconds: runningView.ttlSeconds + 1})).toEqual([]);
	});
});

test('while a guess is placed: the question, its value, and the keys', () => {
	const lines = [
		'strong(What will the hit rate be?)',
		'',
		'guess(your guess )guess(60 %)',
		'',
		'accent(arrows  )move it',
		'accent(Enter   )starts the run',
		'accent(Esc     )leaves it',
		'',
		'Theory and what was seen are',
		'hidden while you guess.',
	];
	expect(said(placingLines(placingView))).toEqual(lines);
	expect(said(placingLines(emptyView))[2]).toBe('guess(your guess )guess(0 %)');
});

describe('what was simulated', () => {
	const result = (ttlSeconds: number, hitRate: number) => ({
		ttlSeconds,
		hitRate,
		meanAgeSeconds: 90,
		originPerSecond: 0.02,
		errorShare: undefined,
		reads: 10_000,
	});
	const view = {...fullView, whatIf: [result(60, 0.9), result(300, 0.98), result(3600, 0.998)]};

	test('the newest first, no more than there is room for', () => {
		expect(said(simulatedLines(view, 44, 2))).toEqual([
			'simulated(s SIMULATED TTL 1 h)dim(, 10,000 reads)',
			'  99.8 % hits, 1 min 30 s old, 1.2 a minute',
			'simulated(s SIMULATED TTL 5 min)dim(, 10,000 reads)',
			'  98.0 % hits, 1 min 30 s old, 1.2 a minute',
		]);
	});

	test('how many reads they were is left out where it does not fit whole', () => {
		expect(said(simulatedLines(view, 33, 1))[0]).toBe('simulated(s SIMULATED TTL 1 h)dim(, 10,000 reads)');
		expect(said(simulatedLines(view, 32, 1))[0]).toBe('simulated(s SIMULATED TTL 1 h)');
	});

	test('one that runs is said before them', () => {
		expect(said(simulatedLines({...view, simulating: 'TTL 1 h: 40 %'}, 44, 1))[0]).toBe('simulated(simulating TTL 1 h: 40 %)');
		expect(simulatedLines({...view, whatIf: []}, 44, 2)).toEqual([]);
	});
});
