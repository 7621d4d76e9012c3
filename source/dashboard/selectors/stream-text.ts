import {formatCount} from '../../words/count.ts';
import {givenRateText} from '../../words/rate.ts';
import type {State} from '../state/state.ts';

/** How many come a second by the stream: as many as are wished, or how many of these where this computer does not keep up. */
export function streamText({factsPerSecond, streamPace: {reachedPerSecond}}: Pick<State, 'factsPerSecond' | 'streamPace'>): string {
	const wished = givenRateText(factsPerSecond);
	return reachedPerSecond === undefined ? wished : `${formatCount(Number(reachedPerSecond.toPrecision(2)))} of ${wished}`;
}
