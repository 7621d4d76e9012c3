import {spreadSeconds} from '../lab/expiring-together.ts';
import {protectionsOn} from '../lab/protections.ts';
import {formatCount, formatFigure, formatGiven} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {seenEachSecond, type TogetherPhase, type TogetherPhases} from './measure-together.ts';

// What came of keys that end together, in the words of screen and paper.

/** The busiest second, beside theory. */
export function peakSentence(phase: TogetherPhase): string {
	const seen = Math.max(...seenEachSecond(phase));
	const names = protectionsOn(phase.protection).some(({name}) => name === 'jitter') ? 'With jitter' : 'With one TTL for all';
	const theory = phase.predicted ? `; by theory the mean rate is ${formatFigure(Math.max(...phase.predicted))} a second at most` : '; no formula is known';
	return `${names} the busiest second brought ${formatGiven(Number(seen.toFixed(1)))} queries to the origin${theory}.`;
}

/** The 95 % quantile of the standard normal distribution. */
const reach = 1.645;

/** In how many seconds the queries lie where nine of ten should; the greatest of many is no mean. */
export function agreementSentence(phase: TogetherPhase): string | undefined {
	const {predicted, measured} = phase;
	if (!predicted) {
		return undefined;
	}

	const seen = seenEachSecond(phase);
	const inside = seen.filter(
		(queries, second) => Math.abs(queries - predicted[second]!) <= reach * Math.sqrt(predicted[second]! / measured.length) + 0.5 / measured.length,
	).length;
	return `In ${inside} of ${seen.length} seconds the queries lie where theory expects nine of ten.`;
}

/** What jitter changes, and what not. */
export function jitterSentence({load: {policy}}: TogetherPhase): string {
	return `Jitter saves no query: each key is fetched once. It spreads them over ${formatDuration(spreadSeconds(policy))}.`;
}

/** The same in few words: "1,000 keys ended together: 110 queries in the busiest second, 74 with jitter". */
export function peakText({first, withJitter}: TogetherPhases): string {
	const most = (phase: TogetherPhase) => formatCount(Math.round(Math.max(...seenEachSecond(phase))));
	const keys = `${formatCount(first.measured[0]!.keys)} keys ended together`;
	return `${keys}: ${most(first)} queries in the busiest second${withJitter ? `, ${most(withJitter)} with jitter` : ''}`;
}
