import {columnsOf} from './columns.ts';

const replacements: Readonly<Record<string, string>> = {
	'─': '-',
	'│': '|',
	'╭': '+',
	'╮': '+',
	'╰': '+',
	'╯': '+',
	'┤': '+',
	'├': '+',
	'┼': '+',
	'┬': '+',
	'┴': '+',
	'▁': '_',
	'▂': '.',
	'▃': ':',
	'▄': '-',
	'▅': '=',
	'▆': '+',
	'▇': '*',
	'█': '#',
	'▉': '|',
	'▊': '|',
	'▋': '|',
	'▌': '|',
	'▍': '|',
	'▎': '|',
	'▏': '|',
	'░': '.',
	'›': '>',
	'●': 'o',
	'·': '|',
	'–': '-',
	'×': 'x',
	'…': '~',
	β: 'b',
	'±': '~',
	ß: 's',
	ø: 'o',
	Ø: 'O',
	ł: 'l',
	Ł: 'L',
	æ: 'a',
	Æ: 'A',
};

/**
 * Text with every sign that is not ASCII replaced by one that is, column for column: a letter by its plain form, `ö` by `o`,
 * any other sign that is not known by `?`, a wide one by two of them, a mark by none.
 */
export function toAscii(text: string): string {
	// oxlint-disable-next-line no-control-regex
	return text.replaceAll(/[^\u0000-\u007F]/gu, sign => replacements[sign] ?? plainForm(sign) ?? '?'.repeat(columnsOf(sign)));
}

/** The ASCII sign that a sign of one column is a form of. */
function plainForm(sign: string): string | undefined {
	const plain = sign.normalize('NFKD').replaceAll(/\p{M}/gu, '');
	return /^[ -~]$/.test(plain) && columnsOf(sign) === 1 ? plain : undefined;
}
