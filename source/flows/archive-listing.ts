import {windowDays} from '../orders/revenue.ts';
import {Problem} from '../problem.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import type {Run} from './archive-days.ts';
import {type Earlier, fullerThan} from './archive-manifests.ts';
import type {ArchivedObject} from './archive-part.ts';

/** A day that keeps what an earlier archive gave it, since the window now holds fewer of its orders, or none. */
export type KeptDay = {readonly day: string; readonly rows: number; readonly rowsInWindow: number};

/** The objects of each day: what this run stored, or what an earlier manifest lists where that is more. */
export function whatCounts(run: Run, earlier: Earlier): {objects: ArchivedObject[]; keptDays: KeptDay[]} {
	const objects: ArchivedObject[] = [];
	const keptDays: KeptDay[] = [];
	for (const day of [...new Set([...run.days.keys(), ...earlier.days.keys()])].sort()) {
		const now = run.days.get(day) ?? {rows: 0, objects: []};
		const fuller = fullerThan(now.rows, earlier.days.get(day));
		if (!fuller && now.objects.length === 0) {
			throw new Problem(`An object of ${day} went from the bucket while it was archived: archive again`);
		}

		objects.push(...fuller ? fuller.objects.map(object => ({...object, created: false})) : now.objects);
		if (fuller) {
			keptDays.push({day, rows: fuller.rows, rowsInWindow: now.rows});
		}
	}

	return {objects, keptDays};
}

/** What is odd about an archive, in sentences. */
export function oddities({rows, wanted = 0, origin}: Run, {newest}: Earlier, {asOfMs, keptDays}: {readonly asOfMs: number; readonly keptDays: readonly KeptDay[]}): string[] {
	const odd: string[] = [];
	if (newest?.origin !== undefined && origin !== undefined && newest.origin !== origin && keptDays.length > 0) {
		odd.push('Earlier archives in this bucket are of another MongoDB, and what is kept of them stands beside the orders of this one: give each database a bucket of its own.');
	}

	const instant = (ms: number) => new Date(ms).toISOString();
	if (newest && asOfMs < newest.asOfMs) {
		odd.push(`This archive is as of ${instant(asOfMs)}, before an earlier one as of ${instant(newest.asOfMs)} (${plainText(newest.name)}): a clock is or was wrong, check this machine's.`);
	}

	if (rows === 0 && wanted > 0) {
		odd.push(`MongoDB holds ${formatCount(wanted)} orders and none of them was placed in the ${windowDays} days up to ${instant(asOfMs)}: check this machine's clock.`);
	}

	return odd;
}
