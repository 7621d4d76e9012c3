import {localDay} from '../words/local-day.ts';
import {countedText, formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import type {DayOutcome, DayWork} from './archive-day.ts';
import type {SourceDay} from './archive-source.ts';

/** Of days and objects this many are named. */
const named = 5;

type Circumstances = {
	/** The days that the source may have facts of. */
	readonly found: readonly SourceDay[];
	readonly days: readonly DayOutcome[];
	readonly newestMs: number | undefined;
	readonly tookMs: number;
};

/** What is odd about an archive, in sentences. */
export function archiveOddities({scenario, catalogue, asOfMs, timeZone, origin, source}: DayWork, {found, days, newestMs, tookMs}: Circumstances): string[] {
	const {one, many} = scenario.facts;
	const odd: string[] = [];
	const earlier = [...catalogue.days.values()];
	const ofOther = days.filter(({state, before}) => state === 'changed' && before?.origin !== undefined && origin !== undefined && before.origin !== origin);
	if (ofOther.length > 0) {
		odd.push(
			`${daysText(ofOther.map(({before}) => before!.day))} had been archived from another database, or from MongoDB before PostgreSQL had them, and got a further revision: the earlier ones stay. Give databases of different ${many} a bucket each.`,
		);
	}

	const met = days.filter(({metAnother}) => metAnother);
	const lost = met.filter(({state}) => state === 'same').length;
	if (met.length > 0) {
		odd.push(
			`Another archive was under way at the same time and was first with ${daysText(met.map(({manifest}) => manifest!.day))}: ${
				lost === met.length ? 'it has the same' : `${formatCount(met.length - lost)} of them changed since and got a further revision`
			}.`,
		);
	}

	const shrunk = days.filter(({state, manifest, before}) => state === 'changed' && manifest!.rows < (before?.rows ?? 0));
	if (shrunk.length > 0) {
		const fewer = shrunk.reduce((sum, {manifest, before}) => sum + before!.rows - manifest!.rows, 0);
		odd.push(
			`${daysText(shrunk.map(({manifest}) => manifest!.day))} ${shrunk.length === 1 ? 'has' : 'have'} ${countedText(fewer, one, many)} fewer than were archived before: the earlier revisions stay.`,
		);
	}

	if (source.isWhole) {
		const there = new Set(found.map(({day}) => day));
		const gone = earlier.filter(({day, rows}) => rows > 0 && !there.has(day));
		if (gone.length > 0) {
			odd.push(`${source.title} has no ${one} of ${daysText(gone.map(({day}) => day))}, which the archive has: what is archived stays as it is.`);
		}
	}

	const standing = new Set([...catalogue.days.keys(), ...days.flatMap(({manifest}) => manifest?.day ?? [])]);
	for (const {manifest} of catalogue.run?.manifests.filter(({manifest}) => !standing.has(manifest.day)) ?? []) {
		const {name, rows} = manifest;
		odd.push(
			`${plainText(name)} with ${countedText(rows, one, many)}, which ${catalogue.run!.name} lists, is gone or cannot be read, and ${source.title} has no ${one} of that day.`,
		);
	}

	const damaged = earlier.flatMap(({parts, name}) =>
		parts.flatMap(part => {
			const stands = catalogue.standing.get(part.name);
			return stands?.crc32c === part.crc32c && stands.sizeBytes === part.sizeBytes ? [] : [{part: part.name, name}];
		}),
	);
	for (const {part, name} of damaged.slice(0, named)) {
		odd.push(`${plainText(part)}, which ${plainText(name)} lists, is gone from the bucket or changed there.`);
	}

	if (damaged.length > named) {
		odd.push(`So are ${formatCount(damaged.length - named)} more objects.`);
	}

	// Of two that go at once, the one that began first may well be the second to end.
	const latest = earlier.reduce((latest, manifest) => (manifest.asOfMs > latest.asOfMs ? manifest : latest), {asOfMs: Number.NEGATIVE_INFINITY, name: ''});
	if (latest.asOfMs > asOfMs + tookMs) {
		odd.push(
			`This archive is as of ${new Date(asOfMs).toISOString()}, before an earlier one as of ${new Date(latest.asOfMs).toISOString()} (${plainText(latest.name)}): a clock is or was wrong, check this machine's.`,
		);
	}

	if (newestMs !== undefined && newestMs >= localDay(asOfMs, timeZone).nextMs) {
		odd.push(
			`${source.title} has ${many} up to ${new Date(newestMs).toISOString()}, after this machine's today, and days that have not begun were left out: a clock is or was wrong.`,
		);
	}

	return odd;
}

/** `2026-11-02`, `3 days (2026-11-02, 2026-11-05 and 2026-11-07)`, `40 days from 2026-10-01 to 2026-11-20`. */
function daysText(days: readonly string[]): string {
	return days.length === 1
		? days[0]!
		: days.length <= named
			? `${days.length} days (${days.slice(0, -1).join(', ')} and ${days.at(-1)})`
			: `${formatCount(days.length)} days from ${days[0]} to ${days.at(-1)}`;
}
