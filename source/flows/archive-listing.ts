import {keptObjects} from '../stores/earlier-manifest.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import type {Earlier} from './archive-manifests.ts';
import type {ArchivedObject} from './archive-part.ts';
import type {Run} from './archive-settle.ts';

/** A day that keeps what an earlier archive gave it, since the window lacks facts of that. */
export type KeptDay = {
	readonly day: string;
	/** All its facts that the manifest lists: the kept ones, and those that were added now. */
	readonly rows: number;
	readonly rowsInWindow: number;
};

/** The objects of each day: what this run settled, and what an earlier manifest lists of days that the window lacks. */
export function whatCounts(run: Run, earlier: Earlier): {objects: ArchivedObject[]; keptDays: KeptDay[]} {
	const objects: ArchivedObject[] = [];
	const keptDays: KeptDay[] = [];
	for (const day of [...new Set([...run.days.keys(), ...earlier.days.keys()])].sort()) {
		const now = run.days.get(day);
		const [listed] = earlier.days.get(day) ?? [];
		const ofDay = now?.objects ?? (listed ? keptObjects(listed).map(object => ({...object, created: false})) : []);
		objects.push(...ofDay);
		if (ofDay.some(({keptFrom}) => keptFrom !== undefined)) {
			keptDays.push({day, rows: ofDay.reduce((sum, {rows}) => sum + rows, 0), rowsInWindow: now?.rows ?? 0});
		}
	}

	return {objects, keptDays};
}

export type Circumstances = {
	readonly asOfMs: number;
	readonly keptDays: readonly KeptDay[];
	/** The greatest revision that was taken when the run began. */
	readonly revisionBefore: number;
	readonly tookMs: number;
};

/** What is odd about an archive, in sentences. */
export function oddities(
	{facts: {many, window}, days, rows, wanted = 0, origin}: Run,
	{newest}: Earlier,
	{asOfMs, keptDays, revisionBefore, tookMs}: Circumstances,
): string[] {
	const odd = [...days.values()].flatMap(({warning}) => warning ?? []);
	if (newest?.origin !== undefined && origin !== undefined && newest.origin !== origin && keptDays.length > 0) {
		odd.push(
			`Earlier archives in this bucket are of another MongoDB, and what is kept of them stands beside the ${many} of this one: give each database a bucket of its own.`,
		);
	}

	const instant = (ms: number) => new Date(ms).toISOString();
	// Of two that go at once, the one that began first may well be the second to end.
	if (newest && asOfMs < newest.asOfMs - tookMs && newest.revision <= revisionBefore) {
		odd.push(
			`This archive is as of ${instant(asOfMs)}, before an earlier one as of ${instant(newest.asOfMs)} (${plainText(newest.name)}): a clock is or was wrong, check this machine's.`,
		);
	}

	if (rows === 0 && wanted > 0) {
		odd.push(
			`MongoDB holds ${formatCount(wanted)} ${many} and none of them is of the ${window.days} days up to ${instant(asOfMs)}: check this machine's clock.`,
		);
	}

	return odd;
}
