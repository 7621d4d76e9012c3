/** Nearly all text is of these: ASCII, Latin, Greek, Cyrillic, punctuation, arrows, mathematics, box and Braille signs, a column each. */
export const surelyPlain =
	/^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u0370-\u0377\u0384-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u2190-\u22FF\u2500-\u259F\u2800-\u28FF]*$/;

const control = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** Controls, separators of lines, and what shows nothing or turns the text about it (Default_Ignorable has every bidi control). */
const controls = String.raw`\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}`;

/**
 * Beside these, signs whose width terminals and libraries disagree about: skin tones, flags, keycaps and Korean letters that are
 * no syllable; and marks that would stand on what is before the text, or pile up over other lines.
 */
const unsafe = new RegExp(`[${controls}\\p{Emoji_Modifier}\\p{Regional_Indicator}\\u20E3\\u1160-\\u11FF]|^\\p{M}+|(?<=\\p{M}{4})\\p{M}`, 'gu');

/** How a sign before it is drawn, which is one column wide without it everywhere. */
const variation = /(?<=[^\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}])[\uFE00-\uFE0F]/gu;

/**
 * Text from outside, made safe for a terminal: a control is a `?`, and what else is no plain sign is written out, `\u202e`,
 * so that it can neither write escape sequences nor turn, hide or shift what stands about it.
 */
export function plainText(text: string): string {
	return surelyPlain.test(text)
		? text
		: text
				.normalize('NFC')
				.replaceAll(variation, '')
				.replaceAll('\u0E33', '\u0E4D\u0E32')
				.replaceAll('\u0EB3', '\u0ECD\u0EB2')
				.replaceAll(control, '?')
				.replaceAll(unsafe, writtenOut);
}

/** The same for text of several lines. */
export function plainLines(text: string): string {
	return text.split('\n').map(plainText).join('\n');
}

const unsafeInJson = new RegExp(`(?!\\n)[${controls}]`, 'gu');

/** JSON with the same values that is safe for a terminal. */
export function plainJson(json: string): string {
	// JSON has no such sign outside of its strings, except for the ends of lines.
	return json.replaceAll(unsafeInJson, writtenOut);
}

/** The same in ASCII. */
export function asciiJson(json: string): string {
	// oxlint-disable-next-line no-control-regex
	return json.replaceAll(/[^\n -~]/gu, writtenOut);
}

function writtenOut(signs: string): string {
	return Array.from({length: signs.length}, (_, i) => `\\u${signs.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
