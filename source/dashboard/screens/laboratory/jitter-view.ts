import {agreementSentence, jitterSentence, peakSentence} from '../../../flows/together-words.ts';
import {togetherTable} from '../../../tables/together-table.ts';
import {formatCount} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import type {State} from '../../state/state.ts';
import type {JitterView} from './view.ts';

/** All keys that ended together, without jitter and with it; while it is measured, how far that is. */
export function jitterView({laboratory: {jitter}, job, scenario, ttlSeconds}: State): JitterView {
	const isMeasuring = job?.name === 'jitter';
	const keys = formatCount(scenario.question.abouts?.all.length ?? 0);
	if (isMeasuring) {
		return {
			note: '',
			sheet: undefined,
			sentences: [
				`All ${keys} keys, one for each ${scenario.question.abouts?.one ?? ''}, are filled in one instant with a TTL of ${formatDuration(ttlSeconds)}. When they end together, each one's next read is a query of MongoDB. Then the same with jitter.`,
				job.total === 0 ? 'They are filled now.' : `${formatCount(job.done)} of ${formatCount(job.total)} s counted. Esc cancels.`,
			],
		};
	}

	if (!jitter) {
		return {note: '', sheet: undefined, sentences: ['It was not measured to its end: J begins again.']};
	}

	const {first, withJitter, loadText} = jitter;
	return {
		note: `TTL ${formatDuration(first.load.policy.ttlSeconds)}, ${loadText}`,
		sheet: togetherTable(jitter),
		sentences: [
			...(withJitter ? [jitterSentence(withJitter)] : []),
			peakSentence(first),
			...(withJitter ? [peakSentence(withJitter)] : []),
			...[first, withJitter].flatMap((phase, i) => {
				const said = phase && agreementSentence(phase);
				return said === undefined ? [] : [`${i === 0 ? 'Without jitter' : 'With it'}: ${said.charAt(0).toLowerCase()}${said.slice(1)}`];
			}),
		],
	};
}
