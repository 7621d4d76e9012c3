// A key is a printable sign, or one of these names: `return`, `esc`, `backspace`, `tab`, `up`, `down`, `left`, `right`,
// `ctrl-c`, `ctrl-u`, `ctrl-z`. Other keys have no name here, since nothing hears them.

const controls: Readonly<Record<number, string>> = {
	0x03: 'ctrl-c',
	0x08: 'backspace',
	0x09: 'tab',
	0x0a: 'return',
	0x0d: 'return',
	0x15: 'ctrl-u',
	0x1a: 'ctrl-z',
	0x1b: 'esc',
	0x7f: 'backspace',
};

const arrows: Readonly<Record<string, string>> = {A: 'up', B: 'down', C: 'right', D: 'left'};

/** The key of a sign or a control. */
export function keyOfCodePoint(codePoint: number): string | undefined {
	return controls[codePoint] ?? (codePoint < 0x20 ? undefined : String.fromCodePoint(codePoint));
}

/** The key of `ESC O` and a letter. */
export function keyOfSs3(letter: string): string | undefined {
	return arrows[letter] ?? {M: 'return', I: 'tab'}[letter];
}

/** The key of `ESC [`, parameters and a letter; most of these are reports, and no key. */
export function keyOfCsi(parameters: string, letter: string): string | undefined {
	// A letter released is no letter pressed.
	if (!/^[\d;:]*$/.test(parameters) || /^[^;]*;\d*:3(?:;|$)/.test(parameters)) {
		return undefined;
	}

	switch (letter) {
		case 'A':
		case 'B':
		case 'C':
		case 'D': {
			return arrows[letter];
		}

		case 'Z': {
			return 'tab';
		}

		case '~': {
			return /^3(?:;|$)/.test(parameters) ? 'backspace' : undefined;
		}

		case 'u': {
			return keyOfKitty(parameters);
		}

		default: {
			return undefined;
		}
	}
}

/** The kitty keyboard protocol, which a program before this one may have left on: `code:shifted;modifiers:event;text`. */
function keyOfKitty(parameters: string): string | undefined {
	const [codes = '', modifiers = '', text = ''] = parameters.split(';');
	const [code, shifted] = codes.split(':').map(Number) as [number, number?];
	// One is no modifier, then bits: shift 1, alt 2, ctrl 4, super 8, hyper 16, meta 32; the locks change nothing here.
	const held = (Number.parseInt(modifiers, 10) || 1) - 1;
	if ((held & 0b11_1010) !== 0) {
		return undefined;
	}

	if ((held & 0b100) !== 0) {
		return {99: 'ctrl-c', 117: 'ctrl-u', 122: 'ctrl-z'}[code];
	}

	// Keys without a sign have numbers of the private use area.
	const sign = Number(text.split(':', 1)[0]) || ((held & 1) !== 0 && shifted ? shifted : code);
	const isSign = (sign > 0 && sign < 0xd800) || (sign > 0xf8ff && sign <= 0x10_ffff);
	return isSign ? keyOfCodePoint(sign) : undefined;
}
