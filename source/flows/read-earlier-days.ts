import type {DayManifest, ManifestForm} from '../stores/archive-manifest.ts';
import {type ListedObject, listedDays, type Manifest, readManifest, readManifestName} from '../stores/earlier-manifest.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import {plainText} from '../words/plain-text.ts';

const dayMs = 86_400_000;

/** Whether an object's name is one that archives of before gave: `<collection>/dt=…/<collection>-<CRC32C>.jsonl.gz`. */
export function isEarlierName(name: string, {collection}: ManifestForm): boolean {
	return (
		name.startsWith(`${collection}/dt=`) &&
		new RegExp(`^dt=\\d{4}-\\d\\d-\\d\\d/${collection}-[\\da-f]{8}\\.jsonl\\.gz$`).test(name.slice(collection.length + 1))
	);
}

/**
 * The days that archives of before list, which had one manifest a run, days of UTC and no version in their lines. The newest revision has
 * taken up all before it, so it is enough, with those of before revisions that claim to be later.
 * @param manifests all that stand in the bucket
 * @param oddities gets a sentence for each that was passed over
 */
export async function readEarlierDays(
	archive: Pick<GcsArchive, 'readObject'>,
	form: ManifestForm,
	manifests: ReadonlyArray<{readonly name: string}>,
	oddities: string[],
	signal?: AbortSignal,
): Promise<DayManifest[]> {
	const names = manifests.flatMap(({name}) => {
		const said = readManifestName(name, form);
		return said ? [{name, ...said}] : [];
	});
	const read = async (name: string): Promise<Manifest | undefined> => {
		const manifest = readManifest(name, (await archive.readObject(name, signal)).toString(), form);
		if (!manifest) {
			oddities.push(`The manifest ${plainText(name)} is not one of this program's and was passed over.`);
		}

		return manifest;
	};

	let newest: Manifest | undefined;
	for (const {name} of names.filter(({revision}) => revision > 0).sort((a, b) => b.revision - a.revision)) {
		newest ??= await read(name);
	}

	const manifestsRead = newest ? [newest] : [];
	for (const {name, asOfMs = 0} of names.filter(({revision}) => revision === 0)) {
		const manifest = newest === undefined || asOfMs > newest.asOfMs ? await read(name) : undefined;
		manifestsRead.push(...(manifest ? [manifest] : []));
	}

	return [...listedDays(manifestsRead)].map(([day, [listed]]) => dayOfRun(day, listed!.manifest, listed!.objects));
}

function dayOfRun(day: string, {name, revision, asOfMs, origin}: Manifest, objects: readonly ListedObject[]): DayManifest {
	const fromMs = Date.parse(day);
	const ids = objects.flatMap(({leastId, greatestId}) => [leastId, greatestId]).sort();
	return {
		name,
		day,
		timeZone: 'UTC',
		fromMs,
		toMs: fromMs + dayMs,
		isWhole: asOfMs >= fromMs + dayMs,
		revision,
		asOfMs,
		lineSchema: 1,
		rows: objects.reduce((sum, {rows}) => sum + rows, 0),
		worth: objects.reduce((sum, {worth}) => sum + worth, 0),
		leastId: ids[0] ?? '',
		greatestId: ids.at(-1) ?? '',
		origin,
		parts: objects.map(({day: _, ...part}) => part),
	};
}
