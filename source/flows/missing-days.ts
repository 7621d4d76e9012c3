import type {Scenario} from '../scenarios/scenario.ts';
import {formatCount} from '../words/count.ts';
import type {SourceDay} from './archive-source.ts';
import type {Catalogue} from './read-catalogue.ts';
import type {Difference} from './verify-day.ts';

/**
 * Days that the newest run's manifest lists and that do not count any more, and days of the ledger between two archived ones: they are missing.
 * What the ledger has before the oldest archived day or behind the newest one was never archived yet.
 * @returns the latter
 */
export function missingDays(
	{days, run}: Catalogue,
	inLedger: readonly SourceDay[],
	{facts: {many}}: Scenario,
	differs: (difference: Difference) => void,
): readonly string[] {
	const listed = new Map((run?.manifests ?? []).map(({manifest}) => [manifest.day, manifest]));
	for (const {day, rows, name} of listed.values()) {
		if (!days.has(day)) {
			differs({day, kind: 'missing-day', object: name, text: `${name} with ${formatCount(rows)} ${many}, which ${run!.name} lists, is gone or cannot be read`});
		}
	}

	const [oldest = '', newest = ''] = [[...days.keys()][0], [...days.keys()].at(-1)];
	const without = inLedger.filter(({day}) => !days.has(day) && !listed.has(day));
	const isBetween = ({day}: SourceDay) => day > oldest && day < newest;
	for (const {day, rows = 0} of without.filter(isBetween)) {
		differs({
			day,
			kind: 'missing-day',
			text: `PostgreSQL has ${formatCount(rows)} ${many} of this day, and the archive, which has days before and behind it, has none`,
		});
	}

	return without.filter(each => !isBetween(each)).map(({day}) => day);
}
