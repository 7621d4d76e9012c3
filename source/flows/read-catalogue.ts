import {archivingOf} from '../scenarios/archiving-of.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {
	type DayManifest,
	type ManifestForm,
	manifestPrefix,
	readDayManifest,
	readDayManifestName,
	readPartName,
	readRunManifest,
	readRunManifestName,
	type RunManifest,
} from '../stores/archive-manifest.ts';
import type {GcsArchive, StandingObject} from '../stores/gcs-archive.ts';
import {plainText} from '../words/plain-text.ts';
import {inLanes} from './in-lanes.ts';
import {isEarlierName, readEarlierDays} from './read-earlier-days.ts';

/** Manifests that are read at a time. */
const lanes = 16;

/** What is archived of a scenario's facts, and what is odd about it. */
export type Catalogue = {
	/** The manifest that counts of each day, in the order of the days. Days that only an archive of before lists are among them, as days of UTC. */
	readonly days: ReadonlyMap<string, DayManifest>;
	/** The names of each day's manifests, the first revision first: all that are there. `readRevisions` reads them. */
	readonly revisions: ReadonlyMap<string, readonly string[]>;
	/** The objects that stand below the facts' folder, by their names. */
	readonly standing: ReadonlyMap<string, StandingObject>;
	/** The manifests that stand, by their names. */
	readonly manifests: ReadonlyMap<string, StandingObject>;
	/** The newest run's manifest that can be read. */
	readonly run: RunManifest | undefined;
	/** Sentences: what was passed over, and why. */
	readonly oddities: readonly string[];
	/** The zone of its days (IANA name); undefined while it has none, or only those of archives of before. */
	readonly timeZone: string | undefined;
};

type Archive = Pick<GcsArchive, 'listObjects' | 'readObject'>;

/**
 * Reads what counts as archived: of each day the manifest of the greatest revision that can be read.
 * @throws StoreFailure when the bucket does not say
 */
export async function readCatalogue(archive: Archive, scenario: Scenario, signal?: AbortSignal): Promise<Catalogue> {
	const form = formOf(scenario);
	// Manifests first: the parts of those that are listed stand by then.
	const manifests = new Map((await archive.listObjects(manifestPrefix, signal)).map(object => [object.name, object]));
	const standing = new Map((await archive.listObjects(`${form.collection}/`, signal)).map(object => [object.name, object]));
	const revisions = new Map<string, string[]>();
	const oddities: string[] = [];
	const runs: string[] = [];
	for (const name of manifests.keys()) {
		const said = readDayManifestName(name, form);
		if (said) {
			revisions.set(said.day, [...(revisions.get(said.day) ?? []), name]);
		} else if (readRunManifestName(name, form) !== undefined) {
			runs.push(name);
		} else if (name.startsWith(`${manifestPrefix}${form.collection}/`)) {
			oddities.push(`${plainText(name)} is no manifest of this program's and was passed over.`);
		}
	}

	for (const name of standing.keys()) {
		if (!readPartName(name, form) && !isEarlierName(name, form)) {
			oddities.push(`${plainText(name)} is no archived part of this program's and was passed over.`);
		}
	}

	const readRun = async (name: string) => readRunManifest(name, await archive.readObject(name, signal), form) ?? {wrong: "is not one of this program's"};
	const run = await newestOf<RunManifest>(runs, readRun, oddities);
	// What a run lists of a manifest that stands with the same bytes need not be read again.
	const known = new Map(
		(run?.manifests ?? []).flatMap(({crc32c, manifest}) => (manifests.get(manifest.name)?.crc32c === crc32c ? [[manifest.name, manifest]] : [])),
	);
	const counted = await inLanes(
		[...revisions],
		lanes,
		async ([, names]) => known.get(names.at(-1)!) ?? newestOf<DayManifest>(names, async name => readOne(archive, form, name, signal), oddities),
	);
	const days = new Map(counted.flatMap(manifest => (manifest ? [[manifest.day, manifest]] : [])));
	const timeZone = counted.find(manifest => manifest !== undefined)?.timeZone;
	for (const manifest of await readEarlierDays(archive, form, [...manifests.values()], oddities, signal)) {
		if (!days.has(manifest.day)) {
			days.set(manifest.day, manifest);
		}
	}

	return {days: new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1))), revisions, standing, manifests, run, oddities, timeZone};
}

/** All manifests of a day that can be read, the first revision first. */
export async function readRevisions(
	archive: Archive,
	scenario: Scenario,
	{revisions, days}: Catalogue,
	day: string,
	signal?: AbortSignal,
): Promise<DayManifest[]> {
	const names = revisions.get(day);
	const counted = days.get(day);
	if (!names) {
		return counted ? [counted] : [];
	}

	const read = await inLanes(names, lanes, async name => (name === counted?.name ? counted : readOne(archive, formOf(scenario), name, signal)));
	return read.flatMap(manifest => ('wrong' in manifest ? [] : [manifest]));
}

/** What a scenario's manifests are called, and their members. @throws Problem for one whose facts are not archived */
export function formOf(scenario: Scenario): ManifestForm {
	return {collection: scenario.facts.collection, worth: archivingOf(scenario).worth.name};
}

/** The last of some manifests that can be read. */
async function newestOf<T extends object>(
	names: readonly string[],
	read: (name: string) => Promise<T | {readonly wrong: string}>,
	oddities: string[],
): Promise<T | undefined> {
	for (const name of names.toReversed()) {
		const manifest = await read(name);
		if (!('wrong' in manifest)) {
			return manifest;
		}

		oddities.push(`The manifest ${plainText(name)} ${plainText(manifest.wrong)} and was passed over.`);
	}

	return undefined;
}

async function readOne(archive: Archive, form: ManifestForm, name: string, signal?: AbortSignal): Promise<DayManifest | {readonly wrong: string}> {
	return readDayManifest(name, await archive.readObject(name, signal), form);
}
