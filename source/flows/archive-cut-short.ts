import {CutShort, sayFailure} from '../words/problem.ts';
import {countedText, formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';

/** What stands of an archive that was cut short. */
export type Stands = {
	/** Days that it archived: each has its manifest. */
	readonly days: number;
	/** Facts in them, and what they are called: 'orders'. */
	readonly facts: number;
	readonly many: string;
	/** Facts that it was to look at; undefined while that was not known. */
	readonly wanted: number | undefined;
	/** Objects of facts that it created, and those of them that are of days under way: no manifest names these. */
	readonly objects: number;
	readonly loose: number;
	/** Objects, of facts or manifests, of which the bucket had not said what became of them. */
	readonly unanswered: number;
};

/** An archive that was cancelled, or failed when some of it stood. */
export class ArchiveCutShort extends CutShort {
	readonly stands: Stands;

	constructor(stands: Stands, isCancelled: boolean, cause: unknown) {
		super(`${isCancelled ? 'archive cancelled: ' : `${plainText(sayFailure(cause)).replace(/\.$/, '')}; `}${sayStands(stands)}`, cause);
		this.name = 'ArchiveCutShort';
		this.stands = stands;
	}
}

function sayStands({days, facts, many, wanted, loose, unanswered}: Stands): string {
	const without =
		loose === 0
			? ''
			: `, ${countedText(loose, 'object')} of days under way stand${loose === 1 ? 's' : ''} and no manifest ${unanswered === 0 ? 'names' : 'is known to name'} ${loose === 1 ? 'it' : 'them'}`;
	const open = unanswered === 0 ? '' : `, ${countedText(unanswered, 'more object')} may stand, as the bucket had not answered`;
	if (days === 0) {
		return `no day of it is ${unanswered === 0 ? '' : 'known to be '}archived${without}${open}${loose + unanswered === 0 ? '' : '; archive again to go on'}`;
	}

	const of = wanted === undefined ? '' : ` of ${formatCount(Math.max(wanted, facts))}`;
	return `${countedText(days, 'day')} with ${formatCount(facts)}${of} ${many} ${days === 1 ? 'is' : 'are'} archived${without}${open}; archive again to go on`;
}
