import type {ThemeName} from '../../command-line/read-theme.ts';

/** Asks a terminal for the colour of its background; one that does not know the question says nothing. */
export const backgroundQuestion = '\u001B]11;?\u001B\\';

/** The relative luminance (WCAG 2.2) at which black and white contrast alike. */
const middleLuminance = 0.179;

/**
 * The theme that suits the background a terminal names in its answer: `11;rgb:ffff/ffff/ffff`, with one to four digits a
 * colour (XParseColor). Undefined for anything else.
 */
export function themeOfAnswer(answer: string): ThemeName | undefined {
	const [, ...digits] = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(answer) ?? [];
	if (digits.length === 0) {
		return undefined;
	}

	const [red, green, blue] = digits.map(text => linear(Number.parseInt(text, 16) / (16 ** text.length - 1)));
	return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! > middleLuminance ? 'light' : 'dark';
}

function linear(share: number): number {
	return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
