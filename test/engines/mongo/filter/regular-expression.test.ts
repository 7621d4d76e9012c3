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
		[String.raw`^a[\s\S]b$`, '', 'a\u00A0b', true],
		[String.raw`[\S]`, '', ' ', false],
		['(?<=a)b', '', 'ab', true],
	])('/%s/%s on %j: %s', (pattern, options, text, matches) => {
		expect(compileRegex(pattern, options).test(text)).toBe(matches);
	});

	test.each([['('], [')'], ['*'], ['a**'], ['a\\'], ['[a'], ['[b-a]'], ['a{3,2}'], [String.raw`\u0041`], [String.raw`\y`]])(
		'%s is no regular expression',
		pattern => {
			expect(() => compileRegex(pattern)).toThrow(expect.objectContaining({code: 51_091}) as Error);
		},
	);

	test.each([
		['[[:alpha:]]'],
		['[:alpha:]'],
		[String.raw`\A`],
		[String.raw`a\Qb`],
		[String.raw`\p{Lu}`],
		[String.raw`\pL`],
		[String.raw`\x{41}`],
		[String.raw`\101`],
		[String.raw`\v`],
		[String.raw`\e`],
		['(?P<n>a)'],
		["(?'n'a)"],
		['a++'],
		['a{2}{3}'],
		['(?>a)'],
		['(?i:a)'],
		['(?i)a'],
		['(*UTF)a'],
		// A group that matched nothing never equals in PCRE, always in JavaScript.
		[String.raw`^(a)?\1b$`],
		// PCRE wants lookbehinds of one length, and counts below 65536.
		['(?<=a+)b'],
		['a{65536}'],
	])('%s is one of PCRE, or read otherwise by it, and not here', pattern => {
		expect(() => compileRegex(pattern)).toThrow(expect.objectContaining({code: 238}) as Error);
	});
});
