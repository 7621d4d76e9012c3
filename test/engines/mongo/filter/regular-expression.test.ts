import {describe, expect, test} from 'vitest';
import {compileRegex} from '../../../../source/engines/mongo/filter/regular-expression.ts';

describe('regular expressions', () => {
	test.each<readonly [pattern: string, options: string, text: string, matches: boolean]>([
		['^a.c$', '', 'abc', true],
		['a.c', '', 'a\nc', false],
		['a.c', 's', 'a\nc', true],
		['a.c', '', 'a\rc', true],
		['a$', '', 'a\n', true],
		['a$', '', 'a\nb', false],
		['^b', '', 'a\nb', false],
		['^b', 'm', 'a\nb', true],
		['a$', 'm', 'a\nb', true],
		['ABC', 'i', 'abc', true],
		['(?i)ABC', '', 'abc', true],
		['a b # comment', 'x', 'ab', true],
		[String.raw`foo\-bar`, '', 'foo-bar', true],
		[String.raw`[\w\-]+\.txt`, '', 'a-b.txt', true],
		[String.raw`\s`, '', '\u00A0', false],
		[String.raw`\d{2,3}`, '', '12', true],
		['a{', '', 'a{', true],
		['[]a]', '', ']', true],
		['[^]a]', '', 'b', true],
		['^.$', '', '😀', true],
		[String.raw`\/x`, '', '/x', true],
		['a]', '', 'a]', true],
	])('/%s/%s on %j: %s', (pattern, options, text, matches) => {
		expect(compileRegex(pattern, options).test(text)).toBe(matches);
	});

	test.each([['('], ['*'], ['a\\'], ['[a']])('%s is no regular expression', pattern => {
		expect(() => compileRegex(pattern)).toThrow(expect.objectContaining({code: 51_091}) as Error);
	});

	test.each([['[[:alpha:]]'], [String.raw`\A`], [String.raw`a\Qb`], ['(?P<n>a)'], ['a++'], ['(?>a)'], ['(?i:a)'], ['(*UTF)a']])(
		'%s is one of PCRE, and not here',
		pattern => {
			expect(() => compileRegex(pattern)).toThrow(expect.objectContaining({code: 238}) as Error);
		},
	);
});
