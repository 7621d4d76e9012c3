/**
 * Whether a pattern matches as Redis's KEYS has it: `*`, `?`, `[a-c]`, `[^x]`, `\` before a special character.
 * Bytes are compared; `ignoreCase` (default no) makes no difference between A–Z and a–z.
 */
export function matchesGlob(pattern: string, text: string, ignoreCase = false): boolean {
	return ignoreCase ? match(lower(pattern), lower(text), 0, 0, {isHopeless: false}) : match(pattern, text, 0, 0, {isHopeless: false});
}

const lower = (text: string) => text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());

/** `search.isHopeless`: no later place in the text can match, so that many stars cost no exponential time. */
function match(pattern: string, text: string, patternStart: number, textStart: number, search: {isHopeless: boolean}): boolean {
	let p = patternStart;
	let t = textStart;
	while (p < pattern.length && t < text.length) {
		const symbol = pattern[p];
		if (symbol === '*') {
			return matchStar(pattern, text, p, t, search);
		}

		if (symbol === '[') {
			const group = matchGroup(pattern, p + 1, text.charCodeAt(t));
			if (!group.matches) {
				return false;
			}

			p = group.end;
		} else if (symbol !== '?') {
			if (symbol === '\\' && p + 1 < pattern.length) {
				p++;
			}

			if (pattern[p] !== text[t]) {
				return false;
			}
		}

		p++;
		t++;
	}

	if (t === text.length) {
		while (t > textStart && pattern[p] === '*') {
			p++;
		}
	}

	return p >= pattern.length && t === text.length;
}

function matchStar(pattern: string, text: string, start: number, textStart: number, search: {isHopeless: boolean}): boolean {
	let p = start;
	while (pattern[p + 1] === '*') {
		p++;
	}

	if (p + 1 >= pattern.length) {
		return true;
	}

	for (let t = textStart; t < text.length; t++) {
		if (match(pattern, text, p + 1, t, search)) {
			return true;
		}

		if (search.isHopeless) {
			return false;
		}
	}

	search.isHopeless = true;
	return false;
}

/** A group from behind its `[`; `end` is its `]`, or the pattern's last character when it has none. */
function matchGroup(pattern: string, start: number, code: number): {matches: boolean; end: number} {
	const negated = pattern[start] === '^';
	const found = signed(code);
	let matches = false;
	let p = negated ? start + 1 : start;
	for (; ; p++) {
		if (pattern[p] === '\\' && p + 1 < pattern.length) {
			p++;
			matches ||= pattern.charCodeAt(p) === code;
		} else if (pattern[p] === ']') {
			break;
		} else if (p >= pattern.length) {
			p--;
			break;
		} else if (pattern[p + 1] === '-' && p + 2 < pattern.length) {
			const ends = [signed(pattern.charCodeAt(p)), signed(pattern.charCodeAt(p + 2))] as const;
			matches ||= found >= Math.min(...ends) && found <= Math.max(...ends);
			p += 2;
		} else {
			matches ||= pattern.charCodeAt(p) === code;
		}
	}

	return {matches: matches !== negated, end: p};
}

/** Redis compares ranges as C compares char, which is signed here. */
const signed = (code: number) => (code > 127 ? code - 256 : code);
