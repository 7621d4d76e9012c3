import fc from 'fast-check';
import {expect, test} from 'vitest';
import {onPaper} from '../../source/reports/on-paper.ts';

const plain = {ascii: false};

test('what fits stays as it is', () => {
	const text = `Total   1\n\n${'x'.repeat(80)}`;
	expect(onPaper(text, plain)).toBe(text);
});

test('a sentence is wrapped, and what has a name in front goes on beside it', () => {
	const long = 'https://storage.example/a-bucket/with/a/long/path/that/goes/on/and/on/and/on/to/its/end';
	expect(onPaper(`GCS      emulator at ${long}`, plain).split('\n')).toEqual([
		'GCS      emulator at',
		`         ${long.slice(0, 71)}`,
		`         ${long.slice(71)}`,
	]);
	expect(onPaper(`Orders are distinct: one with items of two categories counts in both, and once in the total.`, plain).split('\n')).toEqual([
		'Orders are distinct: one with items of two categories counts in both, and once',
		'in the total.',
	]);
});

test('in ASCII where that is asked for', () => {
	expect(onPaper('XFetch with β 1, – … ×', {ascii: true})).toBe('XFetch with beta 1, - ~ x');
});

test('whatever is printed: no line is wider than 80 columns, and no sign acts on the terminal', () => {
	const text = fc.string({unit: fc.constantFrom('a', 'b ', '  ', '\n', '\u001B', '\u009B', '\u202E', '\r', '…', 'β'), maxLength: 600});
	fc.assert(
		fc.property(text, fc.boolean(), (words, ascii) => {
			const lines = onPaper(words, {ascii}).split('\n');
			expect(lines.filter(line => line.length > 80)).toEqual([]);
			// oxlint-disable-next-line no-control-regex
			expect(lines.join('')).not.toMatch(ascii ? /[^ -~]/ : /[\u0000-\u001F\u007F-\u009F\u202E]/);
		}),
	);
});
