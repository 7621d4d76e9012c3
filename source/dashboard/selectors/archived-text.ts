import type {ArchiveResult} from '../../flows/archive-facts.ts';
import {archivingOf} from '../../scenarios/archiving-of.ts';
import {formatAmount} from '../../words/amount.ts';
import {countedText, formatCount} from '../../words/count.ts';

/** What an archive came to, in a sentence. */
export function archivedText({scenario, source, days, totals, created, today}: ArchiveResult): string {
	if (days.length === 0 && totals.days === 0) {
		return `nothing to archive from ${source}: no day is over yet`;
	}

	const {
		worth: {unit},
	} = archivingOf(scenario);
	const [fresh, changed] = (['new', 'changed'] as const).map(wanted => days.filter(({state}) => state === wanted).length) as [number, number];
	const did =
		fresh + changed === 0
			? 'nothing changed'
			: [...(fresh > 0 ? [countedText(fresh, 'day')] : []), ...(changed > 0 ? [`${formatCount(changed)} changed`] : [])].join(', ');
	const left = today === undefined ? '' : '; today is left out until it is over';
	return `archived from ${source}: ${did}, ${countedText(created, 'object')}, CRC32C agrees; ${countedText(totals.days, 'day')} with ${countedText(totals.rows, scenario.facts.one, scenario.facts.many)}, ${formatAmount(unit, totals.worth)} stand${left}`;
}
