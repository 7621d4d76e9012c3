import {expect, test} from 'vitest';
import {errorText, formatShares, shareText} from '../../source/words/share.ts';

test('shares as text', () => {
	expect([0, 0.0001, 0.5, 0.9836, 0.9999, 0.99998, 0.999999999, 1].map(share => shareText(share))).toEqual([
		'0 %',
		'<0.1 %',
		'50.0 %',
		'98.4 %',
		'99.99 %',
		'99.998 %',
		'99.9999 %',
		'100 %',
	]);
	expect([0, 0.00001, 0.0063, 0.083, 1.2].map(errorText)).toEqual(['0 %', '<0.01 %', '0.63 %', '8.3 %', '120 %']);
});

test.each([
	[
		[0.5, 0.25],
		['50.0', '25.0'],
	],
	[
		[0.996, 0.999_98],
		['99.6000', '99.9980'],
	],
	[
		[0.9836, 0.857],
		['98.4', '85.7'],
	],
	[
		[1, 0.999_999_9],
		['100.0000', '99.9999'],
	],
	[
		[undefined, 1],
		['–', '100.0'],
	],
	[[0], ['0.0']],
])('shares %j: %j', (shares, texts) => {
	expect(formatShares(shares)).toEqual(texts);
});
