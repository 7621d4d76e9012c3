import type {SourceDay, SourcePage} from './archive-source.ts';

/** So many facts are read together at most: more would save little, and take memory. */
const groupRows = 4000;

/** So many days are archived one after the other at most, while other groups go beside them. */
const groupDays = 7;

/** Days in groups that are read together: such as follow each other without a gap, and have few facts. To ask for few takes nearly as long as for many. */
export function dayGroups(days: readonly SourceDay[]): ReadonlyArray<readonly SourceDay[]> {
	const groups: SourceDay[][] = [];
	let rows = Number.POSITIVE_INFINITY;
	for (const day of days) {
		const group = groups.at(-1);
		rows += day.rows ?? Number.POSITIVE_INFINITY;
		if (group?.at(-1)!.nextMs === day.startMs && group!.length < groupDays && rows <= groupRows) {
			group!.push(day);
		} else {
			groups.push([day]);
			rows = day.rows ?? Number.POSITIVE_INFINITY;
		}
	}

	return groups;
}

/** Out of pages of days that follow each other, those of one day after the other: each day's are to be read before the next one's. */
export function byDay(pages: AsyncGenerator<SourcePage, void>): (stretch: number) => AsyncGenerator<SourcePage, void> {
	let next: IteratorResult<SourcePage, void> | undefined;
	return async function* (stretch) {
		for (;;) {
			next ??= await pages.next();
			if (next.done || next.value.stretch !== stretch) {
				return;
			}

			const page = next.value;
			next = undefined;
			yield page;
			if (page.isLast) {
				return;
			}
		}
	};
}
