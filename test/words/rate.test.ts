import fc from 'fast-check';
import {expect, test} from 'vitest';
import {givenRateText, ratesInOneUnit, rateText} from '../../source/words/rate.ts';

test.each([
	[0, '0 a day'],
	[1e-7, '<0.1 a day'],
	[1 / 86_400, '1.0 a day'],
	[1 / 3600, '1.0 an hour'],
	[0.2, '12 a minute'],
	[1 / 60, '1.0 a minute'],
	[6, '6.0 a second'],
	[200, '200 a second'],
])('%d a second: %s', (perSecond, text) => {
	expect(rateText(perSecond)).toBe(text);
});

test('a rate that is given has no decimals it was not given', () => {
	expect([2, 0.0634, 1000].map(givenRateText)).toEqual(['2 a second', '0.0634 a second', '1,000 a second']);
});

test('rates that are compared stand in one unit', () => {
	expect(ratesInOneUnit([0.2, 1 / 3600, undefined])).toEqual({unit: 'a minute', texts: ['12', '<0.1', undefined]});
	expect(ratesInOneUnit([undefined, undefined])).toEqual({unit: 'a day', texts: [undefined, undefined]});
	expect(ratesInOneUnit([12 / 3600, 11 / 3600])).toEqual({unit: 'an hour', texts: ['12', '11']});
});

test('figures that are compared have few digits', () => {
	fc.assert(
		fc.property(fc.double({min: 0, max: 999, noNaN: true}), fc.double({min: 0, max: 999, noNaN: true}), (one, other) => {
			for (const text of ratesInOneUnit([one, other]).texts) {
				expect(text!.length).toBeLessThanOrEqual(5);
			}
		}),
	);
});
