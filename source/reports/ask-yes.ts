import {Problem} from '../words/problem.ts';
import type {Voice} from './voice.ts';

/**
 * Asks whoever watches whether something is to be done.
 * @param what.flagged what is said to nobody who watches: which flag does it without asking
 * @throws Problem unless it is agreed to
 */
export async function askYes({ask}: Pick<Voice, 'ask'>, question: string, what: {readonly flagged: string; readonly refused: string}): Promise<void> {
	const answer = await ask(`${question}? [y/N]`);
	if (answer === undefined) {
		throw new Problem(what.flagged, 2);
	}

	if (!/^y(es)?$/i.test(answer.trim())) {
		throw new Problem(what.refused);
	}
}
