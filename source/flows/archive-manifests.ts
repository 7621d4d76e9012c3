import {type ManifestForm, manifestPrefix} from '../stores/archive-manifest.ts';
import {
	type Answered,
	answeredJson,
	type ListedDay,
	listedDay,
	listedDays,
	type ListedObject,
	type Manifest,
	manifestName,
	manifestSchema,
	readManifest,
	readManifestName,
} from '../stores/earlier-manifest.ts';
import {type GcsArchive, NameTaken} from '../stores/gcs-archive.ts';
import {plainText} from '../words/plain-text.ts';

/** What earlier archives left in the bucket. */
export type Earlier = {
	/** The greatest revision that is taken; 0 when there is none. */
	readonly revision: number;
	/** The newest of the manifests that were read; undefined when there is none. */
	readonly newest: Manifest | undefined;
	/** Of each day what they give it, as far as the objects stand; the one with the most facts first. */
	readonly days: ReadonlyMap<string, readonly ListedDay[]>;
	/** What could not be kept, in sentences. */
	readonly warnings: readonly string[];
};

/**
 * Reads what earlier manifests list. The newest revision has taken up all before it, so it is enough, with those of before
 * revisions that claim to be later.
 */
export async function readEarlier(archive: GcsArchive, form: ManifestForm, signal?: AbortSignal): Promise<Earlier> {
	const names = (await archive.listObjects(manifestPrefix, signal)).flatMap(({name}) => {
		const said = readManifestName(name, form);
		return said ? [{name, ...said}] : [];
	});
	const numbered = names.filter(({revision}) => revision > 0).sort((a, b) => b.revision - a.revision);
	const warnings: string[] = [];
	const read = async (name: string): Promise<Manifest | undefined> => {
		const manifest = readManifest(name, (await archive.readObject(name, signal)).toString(), form);
		if (!manifest) {
			warnings.push(`The manifest ${plainText(name)} is not one of this program's and was passed over.`);
		}

		return manifest;
	};

	let newest: Manifest | undefined;
	for (let i = 0; newest === undefined && i < numbered.length; i++) {
		newest = await read(numbered[i]!.name);
	}

	const manifests: Manifest[] = newest ? [newest] : [];
	for (const {name, asOfMs = 0} of names.filter(({revision}) => revision === 0)) {
		const manifest = newest === undefined || asOfMs > newest.asOfMs ? await read(name) : undefined;
		manifests.push(...(manifest ? [manifest] : []));
	}

	const listed = listedDays(manifests);
	const days = await onlyStanding(archive, form, listed, warnings, signal);
	const latest = manifests.reduce<Manifest | undefined>((last, manifest) => (last && last.asOfMs >= manifest.asOfMs ? last : manifest), newest);
	return {revision: numbered[0]?.revision ?? 0, newest: newest ?? latest, days, warnings};
}

/** The days as far as their objects stand in the bucket, byte for byte as listed; of what is gone it warns. */
async function onlyStanding(
	archive: GcsArchive,
	{collection}: ManifestForm,
	listed: Map<string, ListedDay[]>,
	warnings: string[],
	signal?: AbortSignal,
): Promise<Map<string, ListedDay[]>> {
	if (listed.size === 0) {
		return listed;
	}

	const standing = new Map((await archive.listObjects(`${collection}/`, signal)).map(({name, crc32c}) => [name, crc32c]));
	const days = new Map<string, ListedDay[]>();
	for (const [day, ofDay] of listed) {
		const stands = ({name, crc32c}: ListedObject) => standing.get(name) === crc32c;
		const left = ofDay
			.map(listed => listedDay(listed.manifest, listed.objects.filter(stands)))
			.filter(({objects}) => objects.length > 0)
			.sort((a, b) => b.rows - a.rows);
		const [fullest] = ofDay;
		if (left.length > 0) {
			days.set(day, left);
		}

		if (fullest && fullest.rows > (left[0]?.rows ?? 0)) {
			for (const gone of fullest.objects.filter(object => !stands(object))) {
				warnings.push(`${plainText(gone.name)}, which ${plainText(fullest.manifest.name)} lists, is gone from the bucket or changed there.`);
			}
		}
	}

	return days;
}

/** What a manifest is to say beside its objects. */
export type ManifestHead = {readonly asOfMs: number; readonly origin: string | undefined; readonly answered: Answered};

/**
 * Writes the next revision's manifest.
 * @returns its name; undefined when another run took that revision meanwhile, whose manifest must be looked at first
 */
export async function storeManifest(
	archive: GcsArchive,
	form: ManifestForm,
	{asOfMs, origin, answered}: ManifestHead,
	objects: readonly ListedObject[],
	revision: number,
	signal?: AbortSignal,
): Promise<string | undefined> {
	const manifest = {
		schema: manifestSchema,
		revision,
		asOf: new Date(asOfMs).toISOString(),
		origin,
		rows: objects.reduce((sum, {rows}) => sum + rows, 0),
		[form.worth]: objects.reduce((sum, {worth}) => sum + worth, 0),
		reportWindow: answeredJson(answered, form),
		objects: objects.map(({name, day, rows, worth, sizeBytes, crc32c, generation, leastId, greatestId, keptFrom}) => ({
			name,
			day,
			rows,
			[form.worth]: worth,
			sizeBytes,
			crc32c,
			generation,
			leastId,
			greatestId,
			keptFrom,
		})),
	};
	const name = manifestName(revision, form);
	try {
		await archive.createObject(name, Buffer.from(JSON.stringify(manifest, undefined, '\t') + '\n'), {contentType: 'application/json'}, signal);
		return name;
	} catch (error) {
		if (error instanceof NameTaken) {
			return undefined;
		}

		throw error;
	}
}
