import type {ProtectionFigure} from '../lab/protections.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem} from '../words/problem.ts';
import {decimal, percent, type Reader, share, time} from './read-value.ts';

// What flags and prompts take for the same thing.

/** The time to live of an answer, up to a week. */
export const ttlTime = time(0.1, 604_800, '5m, 45s, 24h, or 90 for seconds');

/** Time added to each query of MongoDB. */
export const addedFillTime = time(0, 5, '400ms or 2s');

/** The most signs of a fact's id. */
export const longestId = 128;

/** A fact's id, whoever gave it: one word of plain signs. */
export const factId: Reader<string> = {
	range: `up to ${longestId} signs`,
	read(name, text) {
		if (!/^\S+$/u.test(text) || text.length > longestId || plainText(text) !== text) {
			throw new Problem(`${name} wants an id, one word of at most ${longestId} plain signs`, 2);
		}

		return text;
	},
};

/** The most viewers at once. */
export const mostViewers = 1000;

/** What a flag takes for the figure of a protection. */
export function figureOfFlag({unit, least, most, examples}: ProtectionFigure): Reader<number> {
	return unit === 'seconds' ? time(least, most, examples) : unit === 'share' ? share : decimal(least, most);
}

/** What a prompt takes for it: of its narrower range, and a share in percent. */
export function figureOfPrompt({unit, least, most, examples, prompt}: ProtectionFigure): Reader<number> {
	const [from, to] = [prompt.least ?? least, prompt.most ?? most];
	return unit === 'seconds' ? time(from, to, examples) : unit === 'share' ? percent(from * 100, to * 100) : decimal(from, to);
}
