import {expect, test} from 'vitest';
import {formatBrief, formatCount, formatFigure, formatGiven} from '../../source/words/count.ts';

test.each([
	[0, '0'],
	[0.004_519, '0.00452'],
	[0.9998, '1.00'],
	[2.494, '2.49'],
	[9.999, '10.0'],
	[50, '50.0'],
	[99.96, '100'],
	[286.4, '286'],
	[1234.5, '1,235'],
	[72_000, '72,000'],
	[undefined, '–'],
	[Number.NaN, '–'],
])('%d with three digits: %s', (value, text) => {
	expect(formatFigure(value)).toBe(text);
});

test.each([
	[0, '0'],
	[9999, '9,999'],
	[10_000, '10.0k'],
	[191_780, '192k'],
	[999_400, '999k'],
	[999_600, '1.00M'],
	[10_000_000, '10.0M'],
	[2.5e9, '2.50G'],
])('%d in few digits: %s', (value, text) => {
	expect(formatBrief(value)).toBe(text);
});

test.each([
	[50, '50'],
	[0.0634, '0.0634'],
	[8.571_43, '8.571'],
	[1_728_000, '1,728,000'],
])('%d as given: %s', (value, text) => {
	expect(formatGiven(value)).toBe(text);
});

test.each([
	[0, '0'],
	[999, '999'],
	[1000, '1,000'],
	[12_345_678, '12,345,678'],
])('%i as a count', (count, text) => {
	expect(formatCount(count)).toBe(text);
});
