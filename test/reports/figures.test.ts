import {expect, test} from 'vitest';
import {formatFigure, formatGiven, formatShares, wrapText} from '../../source/reports/figures.ts';

test.each([
	[0, '0'], [0.004_519, '0.00452'], [0.9998, '1.00'], [2.494, '2.49'], [9.999, '10.0'], [50, '50.0'], [99.96, '100'], [286.4, '286'], [1234.5, '1,235'], [72_000, '72,000'],
	[undefined, '–'], [Number.NaN, '–'],
])('%d with three digits: %s', (value, text) => {
	expect(formatFigure(value)).toBe(text);
});

test.each([[50, '50'], [0.0634, '0.0634'], [8.571_43, '8.571'], [1_728_000, '1,728,000']])('%d as given: %s', (value, text) => {
	expect(formatGiven(value)).toBe(text);
});

test.each([
	[[0.5, 0.25], ['50.0', '25.0']],
	[[0.996, 0.999_98], ['99.6000', '99.9980']],
	[[0.9836, 0.857], ['98.4', '85.7']],
	[[1, 0.999_999_9], ['100.0000', '99.9999']],
	[[undefined, 1], ['–', '100.0']],
	[[0], ['0.0']],
])('shares %j: %j', (shares, texts) => {
	expect(formatShares(shares)).toEqual(texts);
});

test('lines break between words, never between a number and its unit', () => {
	expect(wrapText('it is off by 12 % now', 14)).toEqual(['it is off by', '12 % now']);
	expect(wrapText('a TTL of 5 min', 10)).toEqual(['a TTL of', '5 min']);
});
