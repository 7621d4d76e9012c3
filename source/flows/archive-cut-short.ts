import {CutShort, sayFailure} from '../words/problem.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';

/** What stands of an archive that was cut short. */
export type Stands = {
	readonly objects: number;
	/** Facts in them, and what they are called: 'orders'. */
	readonly facts: number;
	readonly many: string;
	/** Facts that MongoDB holds; undefined while it was not asked. */
	readonly wanted: number | undefined;
	/** The manifest was on its way: whether it stands is not known. */
	readonly manifestSent: boolean;
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

function sayStands({objects, facts, many, wanted, manifestSent}: Stands): string {
	if (manifestSent) {
		return `all ${formatCount(objects)} objects stand, whether their manifest does is not known; archive again`;
	}

	if (objects === 0) {
		return 'no object of it stands';
	}

	const of = wanted === undefined ? '' : ` of ${formatCount(Math.max(wanted, facts))}`;
	return `${formatCount(objects)} object${objects === 1 ? '' : 's'} with ${formatCount(facts)}${of} ${many} ${objects === 1 ? 'stands' : 'stand'}, no manifest names ${objects === 1 ? 'it' : 'them'}; archive again to go on`;
}
