import {expect, test} from 'vitest';
import {leftOutText} from '../../source/scenarios/left-out.ts';

test.each([
	[[], undefined],
	[
		[
			{reason: "status 'cancelled'", count: 2},
			{reason: 'placedAt is text', count: 1},
		],
		"3 documents left out: status 'cancelled' (2), placedAt is text (1)",
	],
	[[{reason: 'items is no list', count: 1}], '1 document left out: items is no list (1)'],
	[
		['a', 'b', 'c', 'd', 'e', 'f'].map((reason, i) => ({reason, count: 1000 - i})),
		'5,985 documents left out: a (1,000), b (999), c (998), d (997), other reasons (1,991)',
	],
	[[{reason: "status '\u001B[2J'", count: 1}], "1 document left out: status '?[2J' (1)"],
])('%j', (leftOut, text) => {
	expect(leftOutText(leftOut)).toBe(text);
});
