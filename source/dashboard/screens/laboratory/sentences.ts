import {capital} from '../../../words/capital.ts';
import {formatAmount} from '../../../words/amount.ts';
import {givenRateText} from '../../../words/rate.ts';
import {keysHints} from '../../../lab/keys-figures.ts';
import {expectedErrorShare} from '../../selectors/expected-error.ts';
import type {State} from '../../state/state.ts';
import {trueHeadline} from '../../selectors/true-headline.ts';

/** What there is to see in the laboratory. */
export function laboratorySentences(state: State): string[] {
	const {
		scenario,
		factsPerSecond,
		laboratory: {answer, theory},
	} = state;
	const headline = trueHeadline(state);
	// Where nearly all of it is newer than an answer, every TTL is off by nearly all of it.
	const isYoung = headline && (expectedErrorShare(state, state.ttlSeconds / 2) ?? 0) > 0.5;
	return [
		...(theory?.isCurrent && theory.keys ? keysHints(theory.keys) : []),
		...(isYoung
			? [
					`${capital(headline.name)} is ${formatAmount(headline.unit, headline.truth)} so far; at ${givenRateText(factsPerSecond)} even a new answer lacks much.`,
				]
			: []),
		...(answer
			? [`The answer to w is of a day of even ${scenario.facts.many} at noon; "${scenario.error.headline.name} off" is of now.`]
			: ["w answers the lesson's question: what if the TTL were 24 h? W takes any TTL."]),
		'"theory" needs no reads; "seen" needs 20 reads and one whole life of the key.',
		'Guess before you look: the arrows hide the theory, Enter starts the run.',
	];
}
