import {keptObjects, type ListedDay} from '../stores/earlier-manifest.ts';
import type {Archiving, Facts} from '../scenarios/scenario.ts';
import {Problem} from '../words/problem.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import {compareDay, type Difference} from './archive-difference.ts';
import type {Earlier} from './archive-manifests.ts';
import {addLine, type ArchivedObject, openPart, type Part, type SealedPart, sealPart, storePart} from './archive-part.ts';

/** A day of the window. */
type WindowDay = {
	/** Its facts in the window. */
	rows: number;
	/** What the archive is to list of it: objects of the window's facts, and those that are kept. */
	objects: ArchivedObject[];
	/** Facts that are not archived, as an object cannot be read that may have them; a sentence. */
	warning?: string | undefined;
};

/** What one run has come to so far. */
export type Run = {
	readonly facts: Facts;
	readonly lines: Archiving;
	readonly days: Map<string, WindowDay>;
	objects: number;
	rows: number;
	storedRows: number;
	wanted: number | undefined;
	/** What tells the database from any other. */
	origin: string | undefined;
	/** The part that an answer covers. */
	readonly answered: {days: number; facts: number; worth: number};
	/** An object is closed and another of its day begun at this size. */
	readonly partLimitBytes: number;
	manifestSent: boolean;
};

/** Stores a part, and counts it. */
export async function storeCounted(archive: GcsArchive, run: Run, part: SealedPart, signal?: AbortSignal): Promise<ArchivedObject> {
	const object = await storePart(archive, part, signal);
	signal?.throwIfAborted();
	run.objects++;
	run.storedRows += object.rows;
	return object;
}

/**
 * Settles what the archive lists of a day, so that no fact is lost and none is there twice. Where the run has all that an
 * earlier manifest lists, its own objects take the place of those; else those stay, and a further object has the rest.
 * @param last the day's last facts, which are not stored yet
 */
export async function settleDay(
	archive: GcsArchive,
	run: Run,
	dayName: string,
	earlier: Earlier,
	{last, signal}: {readonly last?: SealedPart; readonly signal?: AbortSignal | undefined},
): Promise<void> {
	const day = run.days.get(dayName)!;
	const [listed] = earlier.days.get(dayName) ?? [];
	const held = [...day.objects, ...(last ? [last] : [])];
	const difference = listed && (await compareDay({archive, lineId: run.lines.lineId}, held, listed.objects, signal));
	if (!listed || !difference || difference.hasAll) {
		await checkKept(archive, day, listed, signal);
		day.objects.push(...(last ? [await storeCounted(archive, run, last, signal)] : []));
		return;
	}

	const own = new Map(day.objects.map(object => [object.name, object]));
	const kept = keptObjects(listed).map(object => own.get(object.name) ?? {...object, created: false});
	day.objects = [...kept, ...(await storeNew(archive, run, dayName, difference, signal))];
	day.warning = unsure(run.facts.many, dayName, difference);
}

/** Refuses to list a kept object that another run no longer found in the bucket. */
async function checkKept(archive: GcsArchive, {objects}: WindowDay, listed: ListedDay | undefined, signal?: AbortSignal): Promise<void> {
	for (const {name, day, crc32c} of objects.filter(({name, keptFrom}) => keptFrom !== undefined && !listed?.objects.some(object => object.name === name))) {
		const standing = await archive.listObjects(name, signal);
		if (!standing.some(object => object.name === name && object.crc32c === crc32c)) {
			throw new Problem(`An object of ${day} went from the bucket while it was archived: archive again`);
		}
	}
}

/** Settles all days anew, after another run's manifest came between. */
export async function settleAnew(archive: GcsArchive, run: Run, earlier: Earlier, signal?: AbortSignal): Promise<void> {
	for (const day of run.days.keys()) {
		await settleDay(archive, run, day, earlier, {signal});
	}
}

async function storeNew(archive: GcsArchive, run: Run, day: string, {newLines}: Difference, signal?: AbortSignal): Promise<ArchivedObject[]> {
	const objects: ArchivedObject[] = [];
	let part: Part | undefined;
	for await (const {line, id} of newLines()) {
		part ??= openPart(day);
		await addLine(part, line, {id, worth: run.lines.worth.ofLine(line)});
		if (part.sizeBytes >= run.partLimitBytes) {
			objects.push(await storeCounted(archive, run, await sealPart(part, run.facts.collection), signal));
			part = undefined;
		}
	}

	return [...objects, ...(part ? [await storeCounted(archive, run, await sealPart(part, run.facts.collection), signal)] : [])];
}

function unsure(many: string, day: string, {unsureRows, unreadable}: Difference): string | undefined {
	return unsureRows === 0
		? undefined
		: `${unreadable.map(({name}) => plainText(name)).join(', ')} cannot be read, so ${formatCount(unsureRows)} of the window's ${many} of ${day} that may be in it were not archived: mend or remove it, then archive again.`;
}
