import fc from 'fast-check';
import {expect, test} from 'vitest';
import {ageText} from '../../source/words/duration.ts';
import {rateText} from '../../source/words/rate.ts';
import {errorText, formatShares, shareText} from '../../source/words/share.ts';

test('figures as text, in the unit that people count in', () => {
	expect([0, 0.0001, 0.5, 0.9836, 0.9999, 0.99998, 0.999999999, 1].map(share => shareText(share))).toEqual(['0 %', '0.1 %', '50.0 %', '98.4 %', '99.99 %', '99.998 %', '99.9999 %', '100 %']);
	expect([0, 0.00001, 0.0063, 0.083, 1.2].map(errorText)).toEqual(['0 %', '<.01 %', '0.63 %', '8.3 %', '120 %']);
	expect([0, 0.0004, 0.42, 59.9, 59.97, 150, 3596, 3599, 43_200].map(ageText)).toEqual(['0 s', '0 s', '0.42 s', '59.9 s', '1.0 m', '2.5 m', '59.9 m', '1.0 h', '12.0 h']);
	expect([0, 1e-7, 1 / 3600, 0.2, 1 / 60, 6, 200].map(rateText)).toEqual(['0 /d', '<.1 /d', '1.0 /h', '12 /m', '1.0 /m', '6.0 /s', '200 /s']);
});

test('a figure has its cell of seven columns, with a space before it', () => {
	fc.assert(fc.property(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 9, noNaN: true}), fc.double({min: 0, max: 86_400, noNaN: true}), fc.double({min: 0, max: 999, noNaN: true}), (share, error, age, rate) => {
		for (const text of [shareText(share, 1), errorText(error), ageText(age), rateText(rate)]) {
			expect(text.length).toBeLessThanOrEqual(6);
		}
	}));
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
