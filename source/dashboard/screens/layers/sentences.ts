import {keepingCosts} from '../../../lab/keeping-costs.ts';
import type {Scenario} from '../../../scenarios/scenario.ts';
import {formatBrief, formatFigure} from '../../../words/count.ts';
import type {State} from '../../state/state.ts';

/** What there is to see of the layers. */
export function layersSentences({
	scenario,
	scenario: {
		facts: {many, ledger},
		archive,
	},
	isStreaming,
	drill,
	audit,
}: State): string[] {
	if (audit) {
		return [
			'Esc closes the audit. A copy is what a layer holds; earlier revisions of the archive stay.',
			'Its past is what the copies themselves date: what nobody recorded is not shown.',
			'E saves this table; i looks into another one.',
		];
	}

	return [
		'A dot is something that just moved this way; no dot means no traffic.',
		isStreaming ? `The answer in Redis is as old as its fill; newer ${many} are not in it.` : `o lets ${many} arrive, s seeds many at once: watch them go.`,
		'x expires the key: the next read goes all the way back to MongoDB.',
		...keepingSentence(scenario),
		...(archive ? ['a archives: each whole day goes into the bucket, and stays there.'] : []),
		...(drill?.stage === 'done'
			? ['Esc closes the drill; everything is as it was before.']
			: archive && ledger
				? ['d drills: an archived day is lost, and restored: when is the archive needed?']
				: []),
	];
}

/** What it costs to keep all in each layer; `archive lifecycle` says how that comes about. */
function keepingSentence({facts: {many}, keeping}: Scenario): string[] {
	if (!keeping) {
		return [];
	}

	const costs = Object.fromEntries(keepingCosts(keeping, keeping.bytesPerFact, []).layers.map(({keeper, storageCents}) => [keeper, storageCents / 100]));
	const dollars = (keeper: string) => formatFigure(costs[keeper]);
	return [`ESTIMATE, $ a year for ${formatBrief(keeping.facts)} ${many}: PostgreSQL ${dollars('postgres')}, Redis ${dollars('redis')}, GCS ${dollars('gcs')}.`];
}
