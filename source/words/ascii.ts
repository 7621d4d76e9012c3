import {columnsOf} from './columns.ts';

const replacements: Readonly<Record<string, string>> = {
	'─': '-', '│': '|', '╭': '+', '╮': '+', '╰': '+', '╯': '+', '┤': '+', '├': '+', '┼': '+', '┬': '+', '┴': '+',
	'█': '#', '░': '.', '›': '>', '·': ',', '–': '-', '×': 'x', '…': '~', 'σ': 's', 'β': 'b', 'λ': 'l', '±': '~',
};

/** Text with every sign that is not ASCII replaced by one that is, column for column: a wide one by two, a mark by none. */
export function toAscii(text: string): string {
	// oxlint-disable-next-line no-control-regex
	return text.replaceAll(/[^\u0000-\u007F]/gu, sign => replacements[sign] ?? (/[▉▊▋▌▍▎▏]/.test(sign) ? '|' : '?'.repeat(columnsOf(sign))));
}
