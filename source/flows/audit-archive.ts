import type {Scenario} from '../scenarios/scenario.ts';
import type {ArchivedPart, DayManifest} from '../stores/archive-manifest.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import {readCatalogue, readRevisions} from './read-catalogue.ts';
import {DamagedPart, readPart} from './read-part.ts';

/** A fact as a revision of its day's archive has it. */
export type ArchivedFact = {
	readonly fact: object;
	readonly day: string;
	readonly revision: number;
	/** Whether this is the revision that counts. */
	readonly isCounted: boolean;
	/** The manifest that lists it, and the instant of which that is. */
	readonly manifest: string;
	readonly asOfMs: number;
	readonly part: ArchivedPart;
	/** From 1. */
	readonly line: number;
};

/** What the archive has of a fact, and where it was looked for. */
export type ArchiveSearch = {
	/** The first revision first. */
	readonly found: readonly ArchivedFact[];
	readonly days: readonly string[];
	/** Parts that were read. */
	readonly parts: number;
	/** `instant`: the days of when it happened; `ids`: those whose ids lie about it, since its id does not tell when. */
	readonly by: 'instant' | 'ids';
	/** Sentences: parts that could not be read. */
	readonly damaged: readonly string[];
};

/**
 * Looks for a fact in the archive, in every revision of the days where it can be.
 * @param atMs when it happened, by its id and by each layer that holds it; none: days are taken by their least and greatest ids
 */
export async function searchArchive(
	{scenario, archive}: {readonly scenario: Scenario; readonly archive: Pick<GcsArchive, 'listObjects' | 'readObject'>},
	id: string,
	atMs: readonly number[],
	{signal, progress}: {readonly signal?: AbortSignal | undefined; readonly progress?: ((done: number, total: number) => void) | undefined} = {},
): Promise<ArchiveSearch> {
	const catalogue = await readCatalogue(archive, scenario, signal);
	const isIn = (of: {readonly leastId: string; readonly greatestId: string}) => of.leastId <= id && id <= of.greatestId;
	const days = [...catalogue.days.values()].filter(day => (atMs.length > 0 ? atMs.some(ms => day.fromMs <= ms && ms < day.toMs) : isIn(day)));
	const lists = await Promise.all(days.map(async ({day}) => readRevisions(archive, scenario, catalogue, day, signal)));
	const listed = lists.flat().flatMap(manifest => manifest.parts.filter(isIn).map(part => ({manifest, part})));
	// A later revision may list parts of an earlier one: each is read once.
	const parts = new Map(listed.map(({part}) => [part.name, part]));
	const lines = new Map<string, {readonly fact: object; readonly line: number}>();
	const damaged: string[] = [];
	let done = 0;
	for (const part of parts.values()) {
		progress?.(done++, parts.size);
		try {
			const line = await findLine(archive, part, scenario, id, signal);
			if (line) {
				lines.set(part.name, line);
			}
		} catch (error) {
			if (!(error instanceof DamagedPart)) {
				throw error;
			}

			damaged.push(`${error.message}.`);
		}
	}

	return {
		found: listed.flatMap(({manifest, part}) => {
			const line = lines.get(part.name);
			return line ? [{...line, ...placeOf(manifest), isCounted: catalogue.days.get(manifest.day)?.name === manifest.name, part}] : [];
		}),
		days: days.map(({day}) => day),
		parts: parts.size,
		by: atMs.length > 0 ? 'instant' : 'ids',
		damaged,
	};
}

function placeOf({day, revision, name, asOfMs}: DayManifest): Pick<ArchivedFact, 'day' | 'revision' | 'manifest' | 'asOfMs'> {
	return {day, revision, manifest: name, asOfMs};
}

/** The whole part is read, though the line may come early: only then its figures are known to be right. */
async function findLine(
	archive: Pick<GcsArchive, 'readObject'>,
	part: ArchivedPart,
	scenario: Scenario,
	id: string,
	signal?: AbortSignal,
): Promise<{readonly fact: object; readonly line: number} | undefined> {
	let found: {readonly fact: object; readonly line: number} | undefined;
	for await (const {fact, line} of readPart(archive, part, scenario, signal)) {
		if (scenario.facts.id(fact) === id) {
			found ??= {fact, line};
		}
	}

	return found;
}
