import type {State} from '../../state/state.ts';

/** What there is to see of years, each sentence in at most 79 columns. */
export function historySentences({
	history: {study, days},
	scenario: {
		facts: {many},
	},
}: State): string[] {
	if (!study) {
		return [`The warehouse is loaded from the archive: PostgreSQL is not asked for it.`];
	}

	return days
		? ['Left and right go to another day, up and down to another month; Esc leads back.']
		: [
				'Each line has its own scale: compare shapes, not heights.',
				'"+28 % a year": so much more than in the same month of the year before.',
				'The first and last month may be incomplete: growth compares whole months.',
				`y loads again, after more ${many} were archived: only days that changed.`,
			];
}
