import type {Scenario} from '../scenarios/scenario.ts';
import {
	type DayManifest,
	dayManifestBytes,
	readDayManifestName,
	readRunManifestName,
	type RunHead,
	runManifestBytes,
	runManifestName,
} from '../stores/archive-manifest.ts';
import {crc32cOf, type GcsArchive, NameTaken} from '../stores/gcs-archive.ts';
import {type Catalogue, formOf, readCatalogue} from './read-catalogue.ts';

export type StoredRun = {readonly name: string; readonly revision: number; readonly created: boolean};

/**
 * Stores the manifest of a run, which lists all that counts, where none lists that yet.
 * @returns undefined where nothing counts
 */
export async function storeRun(
	archive: Pick<GcsArchive, 'createObject' | 'readObject' | 'listObjects'>,
	scenario: Scenario,
	catalogue: Catalogue,
	archived: ReadonlyMap<string, DayManifest>,
	head: RunHead,
	signal?: AbortSignal,
): Promise<StoredRun | undefined> {
	const form = formOf(scenario);
	// Days of archives of before are listed by these.
	const counted = [...archived.values()].filter(({name}) => readDayManifestName(name, form) !== undefined);
	const {run} = catalogue;
	if (counted.length === 0) {
		return undefined;
	}

	const listed = new Set(run?.manifests.map(({manifest}) => manifest.name));
	if (run && listed.size === counted.length && counted.every(({name}) => listed.has(name))) {
		return {name: run.name, revision: run.revision, created: false};
	}

	const manifests = counted.map(manifest => ({crc32c: catalogue.manifests.get(manifest.name)?.crc32c ?? crc32cOf(dayManifestBytes(manifest, form)), manifest}));
	const revision = 1 + Math.max(0, ...[...catalogue.manifests.keys()].map(name => readRunManifestName(name, form) ?? 0));
	const name = runManifestName(form, revision);
	try {
		await archive.createObject(name, runManifestBytes({name, revision, manifests}, head, form), {contentType: 'application/json'}, signal);
		return {name, revision, created: true};
	} catch (error) {
		if (!(error instanceof NameTaken)) {
			throw error;
		}

		// Another run was first: what both archived stands by now, and its manifest is listed. A bucket that does not list it would say so for ever.
		const now = await readCatalogue(archive, scenario, signal);
		if (!now.manifests.has(name)) {
			throw error;
		}

		return storeRun(archive, scenario, now, now.days, head, signal);
	}
}
