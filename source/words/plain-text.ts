// C0 and C1 controls, DEL, line separators, and the signs that turn the direction of text.
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Text from outside, made safe for a terminal: control signs become `?`, so that it cannot write escape sequences. */
export function plainText(text: string): string {
	// Nearly all text is plain, and looking is cheaper than replacing.
	return text.search(unsafe) === -1 ? text : text.replaceAll(unsafe, '?');
}
