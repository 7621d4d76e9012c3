import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {columnsOf, cutColumns, fitColumns, headOf} from '../../source/words/columns.ts';
import {plainText} from '../../source/words/plain-text.ts';

test.each([
	['Books', 5],
	['本・雑誌', 8],
	['e\u0302\u0301te\u0301', 3],
	['', 0],
])('%s', (text, columns) => {
	expect(columnsOf(text)).toBe(columns);
});

test.each<[string, number, string]>([
	['Books', 5, 'Books'],
	['Books', 4, 'Boo…'],
	['Books', 1, '…'],
	['Books', 0, ''],
	['本・雑誌', 8, '本・雑誌'],
	['本・雑誌', 7, '本・雑…'],
	['本・雑誌', 6, '本・…'],
	['e\u0302\u0301tude', 3, 'e\u0302\u0301t…'],
])('%s cut to %i columns', (text, columns, cut) => {
	expect(cutColumns(text, columns)).toBe(cut);
});

test('exactly so many columns, at either side', () => {
	expect(fitColumns('本・雑誌', 6)).toBe('本・… ');
	expect(fitColumns('本', 4)).toBe('本  ');
	expect(fitColumns('12', 4, 'right')).toBe('  12');
	expect(headOf('本本', 3)).toBe('本');
});

// Scripts whose clusters every terminal draws sign by sign; conjuncts of India are one cell in some and two in others.
const sign = fc.constantFrom(
	'a',
	'é',
	'Ω',
	'д',
	'本',
	'・',
	'あ',
	'ｶ',
	'ﾞ',
	'한',
	'글',
	'ไ',
	'ำ',
	'ท',
	'่',
	'ש',
	'ָ',
	'ع',
	'😀',
	'👍',
	'🏽',
	'❤',
	'\uFE0F',
	'\u200D',
	'\u0301',
	'\u1161',
	'🇫',
	'🇷',
	'1',
	'\u20E3',
	'…',
	'─',
	'⣿',
	'×',
);

test('a terminal counts as we do, and what is fitted is exactly as wide', async () => {
	const terminal = new headless.Terminal({cols: 400, rows: 2, allowProposedApi: true});
	terminal.loadAddon(new unicode11.Unicode11Addon());
	terminal.unicode.activeVersion = '11';
	const seen = async (text: string) =>
		new Promise<number>(resolve => {
			terminal.reset();
			terminal.write(text, () => resolve(terminal.buffer.active.cursorX));
		});
	await fc.assert(
		fc.asyncProperty(fc.array(sign, {maxLength: 12}), fc.integer({min: 0, max: 30}), async (signs, columns) => {
			const text = plainText(signs.join(''));
			expect(await seen(text)).toBe(columnsOf(text));
			expect(columnsOf(fitColumns(text, columns))).toBe(columns);
		}),
		{numRuns: 500},
	);
});
