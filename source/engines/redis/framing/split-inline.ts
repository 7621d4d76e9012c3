const escapes: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', b: '\b', a: '\u0007'};
const blank = /[ \t\n\v\f\r]/;
const separator = /[ \t\n\r]/;

/**
 * The words of an inline command, quoted as redis-cli quotes: `"…"` with `\xff`, `\n` and the like, `'…'` with `\'`.
 * Undefined when a quote is not closed, or is followed by something else than a blank.
 */
export function splitInline(text: string): string[] | undefined {
	const words: string[] = [];
	let at = 0;
	for (;;) {
		while (at < text.length && blank.test(text.charAt(at))) {
			at++;
		}

		if (at >= text.length) {
			return words;
		}

		let word = '';
		while (at < text.length && !separator.test(text.charAt(at))) {
			const quote = text.charAt(at);
			if (quote !== '"' && quote !== "'") {
				word += quote;
				at++;
				continue;
			}

			const quoted = readQuoted(text, at + 1, quote);
			if (quoted === undefined) {
				return undefined;
			}

			word += quoted.value;
			at = quoted.end;
			break;
		}

		words.push(word);
	}
}

function readQuoted(text: string, start: number, quote: string): {value: string; end: number} | undefined {
	let value = '';
	for (let at = start; at < text.length; at++) {
		const character = text.charAt(at);
		const next = text.charAt(at + 1);
		if (character === quote) {
			return next === '' || blank.test(next) ? {value, end: at + 1} : undefined;
		}

		const hex = quote === '"' ? /^\\x([\da-f]{2})/i.exec(text.slice(at, at + 4))?.[1] : undefined;
		if (hex !== undefined) {
			value += String.fromCodePoint(Number.parseInt(hex, 16));
			at += 3;
		} else if (character === '\\' && next !== '' && (quote === '"' || next === quote)) {
			value += quote === '"' ? (escapes[next] ?? next) : next;
			at++;
		} else {
			value += character;
		}
	}

	return undefined;
}
