import {keyOfCodePoint, keyOfCsi, keyOfSs3} from './key-names.ts';

/** What a terminal sent: a key, a paste, or its answer to a question (the text of an OSC). */
export type Input =
	| {readonly type: 'key'; readonly key: string}
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'answer'; readonly text: string};

/** What has begun and is not whole yet. Texts are bytes, one sign each. */
export type Waiting =
	/** Bytes of a sign. Right after an Esc that was taken for a key, the rest of a sequence may still come. */
	| {readonly in: 'ground'; readonly bytes: readonly number[]; readonly isAfterEscape?: true}
	| {readonly in: 'escape'}
	| {readonly in: 'csi' | 'ss3'; readonly text: string}
	/** OSC, DCS, APC, PM or SOS, by the sign that begins it. */
	| {readonly in: 'string'; readonly introducer: string; readonly text: string; readonly size: number; readonly isEnding: boolean}
	/** Bytes that belong to the sequence before them: a mouse report of X10, a function key of the Linux console. */
	| {readonly in: 'rest'; readonly count: number}
	| {readonly in: 'paste'; readonly text: string};

export const ground: Waiting = {in: 'ground', bytes: []};

const [bell, cancel, substitute, escape] = [0x07, 0x18, 0x1a, 0x1b];
const pasteEnd = '\u001B[201~';

/** Bytes that are kept of a string or a paste; the rest is read and dropped. */
const keptBytes = 4096;

/** How a sequence goes on whose Esc came alone and was taken for a key: none of these is typed in one go. */
const lateRest = /^(?:\[[\d<=>?A-Z]|\]\d|P[\d!$+>|]|_[A-Z]|[X^].)/s;

/** Bytes of UTF-8 after which 0x9C is no end of a string. */
const unfinishedSign = /(?:[\u00C3-\u00DF]|[\u00E0-\u00EF][\u0080-\u00BF]?|[\u00F0-\u00F4][\u0080-\u00BF]{0,2})$/;

/** For how long what has begun is waited for, in milliseconds; undefined while nothing has. A lone Esc is a key soon. */
export function patienceMs(waiting: Waiting): number | undefined {
	return waiting.in === 'escape'
		? 50
		: waiting.in === 'ground' && waiting.bytes.length === 0 && !waiting.isAfterEscape
			? undefined
			: waiting.in === 'string'
				? 1000
				: 500;
}

/**
 * Whether all of the last this many bytes went into what is waited for still. For such a string no new wait begins: its end
 * may never come, and keys that are pressed meanwhile are taken for more of it.
 */
export function isSame(waiting: Waiting, lastBytes: number): boolean {
	return waiting.in === 'string' && waiting.size >= lastBytes;
}

/**
 * Reads what a terminal sends (ECMA-48, xterm's ctlseqs), wherever it is cut in pieces. What it sends by itself, such as
 * reports of mouse, focus and cursor and answers to questions, is no key.
 */
export function decode(before: Waiting, bytes: Uint8Array): {readonly waiting: Waiting; readonly inputs: readonly Input[]} {
	const inputs: Input[] = [];
	let waiting = before;
	if (waiting.in === 'ground' && waiting.isAfterEscape) {
		waiting = lateRest.test(Buffer.from(bytes.subarray(0, 2)).toString('latin1')) ? {in: 'escape'} : ground;
	}

	for (const byte of bytes) {
		waiting = take(waiting, byte, inputs);
	}

	return {waiting, inputs};
}

/** What becomes of something that was waited for long enough. */
export function expire(waiting: Waiting): {readonly waiting: Waiting; readonly inputs: readonly Input[]} {
	const keys = (...names: readonly string[]) => names.map((key): Input => ({type: 'key', key}));
	switch (waiting.in) {
		case 'escape': {
			return {waiting: {in: 'ground', bytes: [], isAfterEscape: true}, inputs: keys('esc')};
		}

		// Esc, and at once a letter that might have begun something.
		case 'csi':
		case 'ss3': {
			return {waiting: ground, inputs: waiting.text === '' ? keys('esc', waiting.in === 'csi' ? '[' : 'O') : []};
		}

		case 'string': {
			return {waiting: ground, inputs: waiting.isEnding ? keys('esc') : waiting.text === '' ? keys('esc', waiting.introducer) : []};
		}

		case 'paste': {
			return {waiting: ground, inputs: [{type: 'paste', text: textOf(waiting.text)}]};
		}

		case 'ground':
		case 'rest': {
			return {waiting: ground, inputs: []};
		}
	}
}

function take(waiting: Waiting, byte: number, inputs: Input[]): Waiting {
	switch (waiting.in) {
		case 'ground': {
			return takeOfSign(waiting.bytes, byte, inputs);
		}

		case 'escape': {
			return afterEscape(byte, inputs);
		}

		case 'csi': {
			return takeOfCsi(waiting.text, byte, inputs);
		}

		case 'ss3': {
			if (byte >= 0x30 && byte <= 0x3b) {
				return {in: 'ss3', text: kept(waiting.text, byte)};
			}

			return byte >= 0x40 && byte <= 0x7e ? press(keyOfSs3(String.fromCodePoint(byte)), inputs) : take(ground, byte, inputs);
		}

		case 'string': {
			return takeOfString(waiting, byte, inputs);
		}

		case 'rest': {
			// No byte of a report is a control.
			return byte < 0x20 ? take(ground, byte, inputs) : waiting.count > 1 ? {in: 'rest', count: waiting.count - 1} : ground;
		}

		case 'paste': {
			const text = waiting.text + String.fromCodePoint(byte);
			if (text.endsWith(pasteEnd)) {
				inputs.push({type: 'paste', text: textOf(text.slice(0, -pasteEnd.length))});
				return ground;
			}

			return {in: 'paste', text: text.length > 2 * keptBytes ? text.slice(0, keptBytes) + text.slice(-pasteEnd.length) : text};
		}
	}
}

/** Signs are UTF-8; a byte that is none is left out. */
function takeOfSign(bytes: readonly number[], byte: number, inputs: Input[]): Waiting {
	if (bytes.length > 0 && (byte & 0xc0) !== 0x80) {
		return take(ground, byte, inputs);
	}

	const all = [...bytes, byte];
	const [lead] = all as [number];
	const length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
	if (all.length < length) {
		return {in: 'ground', bytes: all};
	}

	// A control of eight bits alone is no UTF-8, but it is one.
	const codePoint = length === 1 ? lead : Buffer.from(all).toString().codePointAt(0)!;
	if (codePoint === escape) {
		return {in: 'escape'};
	}

	if (codePoint >= 0x80 && codePoint <= 0x9f) {
		return introduce(String.fromCodePoint(codePoint - 0x40)) ?? ground;
	}

	return codePoint > 0x9f && length === 1 ? ground : press(keyOfCodePoint(codePoint), inputs);
}

function afterEscape(byte: number, inputs: Input[]): Waiting {
	const begun = introduce(String.fromCodePoint(byte));
	if (begun) {
		return begun;
	}

	// The end of a string that was given up.
	if (byte === 0x5c) {
		return ground;
	}

	inputs.push({type: 'key', key: 'esc'});
	return take(ground, byte, inputs);
}

function introduce(sign: string): Waiting | undefined {
	return sign === '['
		? {in: 'csi', text: ''}
		: sign === 'O'
			? {in: 'ss3', text: ''}
			: [']', 'P', '_', '^', 'X'].includes(sign)
				? {in: 'string', introducer: sign, text: '', size: 0, isEnding: false}
				: undefined;
}

function takeOfCsi(text: string, byte: number, inputs: Input[]): Waiting {
	const sign = String.fromCodePoint(byte);
	if (sign === '[' && text === '') {
		return {in: 'rest', count: 1};
	}

	// Keys of rxvt with shift end in what is else the middle of a sequence.
	if (sign === '$' && /^[235678]$/.test(text)) {
		return ground;
	}

	if (byte >= 0x20 && byte <= 0x3f) {
		return {in: 'csi', text: kept(text, byte)};
	}

	if (byte < 0x40 || byte > 0x7e) {
		return byte === cancel || byte === substitute ? ground : take(ground, byte, inputs);
	}

	return sign === 'M' && text === '' ? {in: 'rest', count: 3} : sign === '~' && text === '200' ? {in: 'paste', text: ''} : press(keyOfCsi(text, sign), inputs);
}

function takeOfString({introducer, text, size, isEnding}: Waiting & {in: 'string'}, byte: number, inputs: Input[]): Waiting {
	if (isEnding && byte !== 0x5c) {
		return take({in: 'escape'}, byte, inputs);
	}

	if (isEnding || byte === bell || (byte === 0x9c && !unfinishedSign.test(text))) {
		if (introducer === ']') {
			inputs.push({type: 'answer', text: textOf(text.replace(/\u00C2$/, ''))});
		}

		return ground;
	}

	if (byte === cancel || byte === substitute) {
		return ground;
	}

	return {in: 'string', introducer, text: byte === escape ? text : kept(text, byte), size: size + 1, isEnding: byte === escape};
}

function press(key: string | undefined, inputs: Input[]): Waiting {
	if (key !== undefined) {
		inputs.push({type: 'key', key});
	}

	return ground;
}

function kept(text: string, byte: number): string {
	return text.length < keptBytes ? text + String.fromCodePoint(byte) : text;
}

function textOf(bytes: string): string {
	return Buffer.from(bytes, 'latin1').toString();
}
