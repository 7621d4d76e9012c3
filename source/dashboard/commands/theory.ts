import type {TheoryAnswer} from '../../lab/laboratory.ts';
import type {TheoryQuestion} from '../selectors/theory-question.ts';
import {createLaboratoryThread} from './laboratory-thread.ts';
import type {Keeper, Surroundings} from './surroundings.ts';

/** What merely makes theory more exact is asked so often at most, in milliseconds. */
const refineEveryMs = 1000;

/** Asks theory off the screen's thread, one question at a time. */
export function createTheoryKeeper({say}: Pick<Surroundings, 'say'>): Keeper<TheoryQuestion> & {close(): Promise<void>} {
	const thread = createLaboratoryThread();
	let isAsking = false;
	let askedAtMs = Number.NEGATIVE_INFINITY;

	const ask = async ({question, text, run, reads, seenHitRate}: TheoryQuestion) => {
		isAsking = true;
		askedAtMs = performance.now();
		// A load that no formula takes is answered with none.
		const {present, band, curve, keys} = await thread
			.ask({kind: 'theory', theory: question})
			.catch((): TheoryAnswer => ({present: undefined, band: undefined, curve: []}));
		isAsking = false;
		say({
			type: 'theory-found',
			theory: {question: text, present, band, reads, seenHitRate, curve: question.ttlsSeconds.length > 0 ? curve : undefined, keys},
			run,
		});
	};

	return {
		follow(wanted) {
			if (wanted && !isAsking && (wanted.isAwaited || performance.now() - askedAtMs >= refineEveryMs)) {
				void ask(wanted);
			}
		},
		close: thread.close,
	};
}
