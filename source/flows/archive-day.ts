import {archivingOf} from '../scenarios/archiving-of.ts';
import type {LineBytes} from '../scenarios/line-bytes.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {
	type ArchivedPart,
	type DayManifest,
	dayManifestBytes,
	dayManifestName,
	type ManifestForm,
	partName,
	readDayManifest,
	readDayManifestName,
	readPartName,
} from '../stores/archive-manifest.ts';
import {type GcsArchive, NameTaken} from '../stores/gcs-archive.ts';
import {Problem} from '../words/problem.ts';
import type {ArchiveSource, SourceDay, SourcePage} from './archive-source.ts';
import {openPart, type OpenPart, partTextLimit, type SealedPart} from './archive-part.ts';
import type {Catalogue} from './read-catalogue.ts';

/** What becomes of a day: its first manifest, a further revision, or nothing as it is archived already. */
type DayState = 'new' | 'changed' | 'same';

/** What one day came to. */
export type DayOutcome = {
	readonly state: DayState;
	/** What counts of the day now; undefined where it has no fact any more. */
	readonly manifest: DayManifest | undefined;
	/** What counted before this run. */
	readonly before: DayManifest | undefined;
	/** Objects that were created, and their bytes. */
	readonly created: number;
	readonly createdBytes: number;
	/** Another run archived the day at the same time, and was first. */
	readonly metAnother: boolean;
};

/** What is the same for all days of a run. */
export type DayWork = {
	readonly archive: Pick<GcsArchive, 'bucket' | 'createObject' | 'readObject'>;
	readonly scenario: Scenario;
	readonly source: ArchiveSource;
	readonly form: ManifestForm;
	readonly timeZone: string;
	readonly asOfMs: number;
	readonly origin: string | undefined;
	readonly catalogue: Catalogue;
	readonly partTextLimit?: number | undefined;
	readonly signal?: AbortSignal | undefined;
	/** Called with facts that were read. */
	readonly read: (rows: number) => void;
	/** Called when an object was created. */
	readonly stored: (part: ArchivedPart) => void;
};

/** So many names of a day that no listing had may be taken meanwhile: by other runs. A bucket that says so of more says it of any. */
const mostTaken = 100;

/**
 * Archives a day: its facts as parts, then the manifest that makes them count. Parts that stand byte for byte are taken up. Where another
 * run makes a manifest meanwhile, the day is read and compared again with that one.
 * @throws Problem where the other run's days are of another zone, and for a day whose worth no number holds
 * @param first what was read of it, or is to be
 * @param lines where its lines are written: empty, and so again afterwards
 */
export async function archiveDay(work: DayWork, day: SourceDay, first: AsyncGenerator<SourcePage, void>, lines: LineBytes): Promise<DayOutcome> {
	const {archive, form, timeZone, asOfMs, origin, catalogue, signal} = work;
	const before = catalogue.days.get(day.day);
	const isWhole = day.nextMs <= asOfMs;
	let counted = before;
	let stands = (part: ArchivedPart) => isStanding(catalogue, part);
	let created = 0;
	let createdBytes = 0;
	const listed = revisionOf(catalogue.revisions.get(day.day)?.at(-1), form);
	let taken = listed;
	for (let metAnother = false; ; metAnother = true) {
		const pages = metAnother ? work.source.pages([day], signal) : first;
		const {parts, fingerprint, ...more} = await storeFacts(work, day, pages, lines, counted, stands);
		created += more.created;
		createdBytes += more.createdBytes;
		const figures = sumOf(parts);
		if (figures.rows === 0) {
			return {state: 'same', manifest: counted, before, created, createdBytes, metAnother};
		}

		if (!Number.isSafeInteger(figures.worth)) {
			throw new Problem(`The ${work.scenario.facts.many} of ${day.day} come to more than can be told to the last digit: look for one of an absurd worth`);
		}

		if (counted && isSame(counted, parts, isWhole)) {
			return {state: 'same', manifest: counted, before, created, createdBytes, metAnother};
		}

		const revision = taken + 1;
		const manifest: DayManifest = {
			name: dayManifestName(form, day.day, revision),
			day: day.day,
			timeZone,
			fromMs: day.startMs,
			toMs: day.nextMs,
			isWhole,
			revision,
			asOfMs,
			lineSchema: archivingOf(work.scenario).lineSchema,
			...figures,
			fingerprint,
			origin,
			parts,
		};
		try {
			signal?.throwIfAborted();
			await archive.createObject(manifest.name, dayManifestBytes(manifest, form), {contentType: 'application/json'}, signal);
			return {state: counted ? 'changed' : 'new', manifest, before, created, createdBytes, metAnother};
		} catch (error) {
			if (!(error instanceof NameTaken) || revision - listed > mostTaken) {
				throw error;
			}

			const theirs = readDayManifest(manifest.name, await archive.readObject(manifest.name, signal), form);
			if (!('wrong' in theirs)) {
				requireZone(theirs.timeZone, timeZone, archive.bucket);
				counted = theirs;
				// Its parts stood before it did.
				stands = () => true;
			}

			taken = revision;
		}
	}
}

type Stored = {readonly parts: readonly ArchivedPart[]; readonly fingerprint: string | undefined; readonly created: number; readonly createdBytes: number};

/** Streams the day's facts into parts, and stores those that do not stand yet. */
async function storeFacts(
	work: DayWork,
	{day}: SourceDay,
	pages: AsyncGenerator<SourcePage, void>,
	lines: LineBytes,
	counted: DayManifest | undefined,
	stands: (part: ArchivedPart) => boolean,
): Promise<Stored> {
	const {archive, form, catalogue, signal} = work;
	const limit = work.partTextLimit ?? partTextLimit;
	const parts: ArchivedPart[] = [];
	let [created, createdBytes] = [0, 0];
	let number = 1 + Math.max(0, ...(counted?.parts ?? []).map(({name}) => readPartName(name, form)?.number ?? 0));
	/** An object with these bytes that stands already, else undefined. */
	const standing = ({crc32c, sizeBytes}: SealedPart) => counted?.parts.find(part => part.crc32c === crc32c && part.sizeBytes === sizeBytes && stands(part));
	const store = async ({bytes, ...sealed}: SealedPart): Promise<ArchivedPart> => {
		for (let met = 0; ; number++) {
			const name = partName(form, day, number);
			const other = catalogue.standing.get(name);
			if (other && (other.crc32c !== sealed.crc32c || other.sizeBytes !== sealed.sizeBytes)) {
				continue;
			}

			try {
				// Content type gzip, no content encoding: the object is the file, and nobody unpacks it on the way.
				const {created: isNew, ...object} = other
					? {...other, created: false}
					: await archive.createObject(name, bytes, {contentType: 'application/gzip', crc32c: sealed.crc32c}, signal);
				const part = {...sealed, ...object};
				if (isNew) {
					created++;
					createdBytes += sealed.sizeBytes;
					work.stored(part);
				}

				number++;
				return part;
			} catch (error) {
				if (!(error instanceof NameTaken) || ++met > mostTaken) {
					throw error;
				}
			}
		}
	};

	let part: OpenPart | undefined;
	let fingerprint: bigint | undefined;
	const close = async () => {
		const sealed = await part!.seal();
		part = undefined;
		signal?.throwIfAborted();
		parts.push(standing(sealed) ?? (await store(sealed)));
	};

	try {
		for await (const page of pages) {
			signal?.throwIfAborted();
			for (const {id, worth} of page.lines(lines)) {
				part ??= openPart(lines);
				const drained = part.add(id, worth);
				if (drained) {
					await drained;
				}

				if (part.textLength >= limit) {
					await close();
				}
			}

			fingerprint = page.fingerprint === undefined ? fingerprint : (fingerprint ?? 0n) + page.fingerprint;
			work.read(page.rows);
		}

		if (part) {
			await close();
		}
	} finally {
		part?.destroy();
	}

	return {parts, fingerprint: fingerprint?.toString(), created, createdBytes};
}

/** @throws Problem for an archive whose days are another zone's */
export function requireZone(theirs: string | undefined, timeZone: string, bucket: string): void {
	if (theirs !== undefined && theirs !== timeZone) {
		throw new Problem(
			`The archive in ${bucket} has days of ${theirs}, not of ${timeZone}: archive with --time-zone ${theirs}, or give days of ${timeZone} a bucket of their own`,
			2,
		);
	}
}

/** Whether what counts of a day is surely what the source has, without reading it. A day that was over is not so any less by a clock that was set back. */
export function isUnchanged({catalogue, asOfMs, scenario}: Pick<DayWork, 'catalogue' | 'asOfMs' | 'scenario'>, day: SourceDay): boolean {
	const counted = catalogue.days.get(day.day);
	return (
		counted !== undefined &&
		day.fingerprint !== undefined &&
		counted.fingerprint === day.fingerprint &&
		counted.rows === day.rows &&
		counted.worth === day.worth &&
		(counted.isWhole || day.nextMs > asOfMs) &&
		counted.fromMs === day.startMs &&
		counted.toMs === day.nextMs &&
		counted.lineSchema === archivingOf(scenario).lineSchema &&
		counted.parts.every(part => isStanding(catalogue, part))
	);
}

function isStanding({standing}: Catalogue, {name, crc32c, sizeBytes}: ArchivedPart): boolean {
	const object = standing.get(name);
	return object !== undefined && object.crc32c === crc32c && object.sizeBytes === sizeBytes;
}

function isSame(counted: DayManifest, parts: readonly ArchivedPart[], isWhole: boolean): boolean {
	return (counted.isWhole || !isWhole) && counted.parts.length === parts.length && counted.parts.every(({name}, i) => name === parts[i]!.name);
}

function sumOf(parts: readonly ArchivedPart[]): Pick<DayManifest, 'rows' | 'worth' | 'leastId' | 'greatestId'> {
	const ids = parts.flatMap(({leastId, greatestId}) => [leastId, greatestId]).sort();
	return {
		rows: parts.reduce((sum, {rows}) => sum + rows, 0),
		worth: parts.reduce((sum, {worth}) => sum + worth, 0),
		leastId: ids[0] ?? '',
		greatestId: ids.at(-1) ?? '',
	};
}

function revisionOf(name: string | undefined, form: ManifestForm): number {
	return name === undefined ? 0 : readDayManifestName(name, form)!.revision;
}
