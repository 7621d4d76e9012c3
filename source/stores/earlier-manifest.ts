// Manifests as archives of before wrote them: one a run, of days of UTC. They are read, never written.
import * as z from 'zod/mini';
import {type ManifestForm, manifestPrefix} from './archive-manifest.ts';

/** An object of facts as a manifest lists it. */
export type ListedObject = {
	readonly rows: number;
	readonly worth: number;
	readonly name: string;
	/** The UTC day of its facts, `YYYY-MM-DD`. */
	readonly day: string;
	readonly sizeBytes: number;
	readonly crc32c: string;
	readonly generation: string;
	readonly leastId: string;
	readonly greatestId: string;
};

/** A list of the objects that count, as of an instant. Of several the one of the greatest revision counts. */
export type Manifest = {
	readonly name: string;
	/** 1, 2, 3 …; 0 for those of before revisions. */
	readonly revision: number;
	readonly asOfMs: number;
	/** What tells the database it was written from; undefined where that is not known. */
	readonly origin?: string | undefined;
	readonly objects: readonly ListedObject[];
};

const manifestSchema = 'shopstream.manifest/1';

const whole = z.int().check(z.gte(0));

const documentSchema = z.object({
	schema: z.literal(manifestSchema),
	asOf: z.iso.datetime(),
	revision: z.optional(whole),
	origin: z.optional(z.string()),
	objects: z.array(
		z.looseObject({
			name: z.string(),
			day: z.iso.date(),
			rows: whole,
			sizeBytes: whole,
			crc32c: z.string(),
			generation: z.string(),
			leastId: z.string(),
			greatestId: z.string(),
		}),
	),
});

/** The manifest in a document; undefined when it is none. */
export function readManifest(name: string, text: string, {worth}: ManifestForm): Manifest | undefined {
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch {
		return undefined;
	}

	const {data} = documentSchema.safeParse(document);
	const objects = data?.objects.flatMap(({name, day, rows, sizeBytes, crc32c, generation, leastId, greatestId, ...more}) => {
		const {[worth]: its} = more;
		return Number.isSafeInteger(its) ? [{name, day, rows, worth: its as number, sizeBytes, crc32c, generation, leastId, greatestId}] : [];
	});
	return data && objects?.length === data.objects.length
		? {name, revision: data.revision ?? 0, asOfMs: Date.parse(data.asOf), origin: data.origin, objects}
		: undefined;
}

/** What the name of a manifest says of it; undefined when it is not one of ours. Names of before revisions bear the instant. */
export function readManifestName(name: string, {collection}: ManifestForm): {readonly revision: number; readonly asOfMs?: number} | undefined {
	const beginning = `${manifestPrefix}${collection}-`;
	const rest = name.startsWith(beginning) ? name.slice(beginning.length) : '';
	const [, revision, day, hours, minutes, seconds] = /^(?:r(\d{6,12})|(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z))\.json$/.exec(rest) ?? [];
	return revision !== undefined
		? {revision: Number(revision)}
		: day === undefined
			? undefined
			: {revision: 0, asOfMs: Date.parse(`${day}T${hours}:${minutes}:${seconds}`)};
}

/** What a manifest gives a day. */
type ListedDay = {readonly rows: number; readonly objects: readonly ListedObject[]; readonly manifest: Manifest};

/** The days of some manifests: of each day all that they give it, the one with the most facts first, of equal ones the latest. */
export function listedDays(manifests: readonly Manifest[]): Map<string, ListedDay[]> {
	const days = new Map<string, ListedDay[]>();
	for (const manifest of [...manifests].sort(byAge)) {
		const ofDay = new Map<string, ListedObject[]>();
		for (const object of manifest.objects) {
			ofDay.set(object.day, [...(ofDay.get(object.day) ?? []), object]);
		}

		for (const [day, objects] of ofDay) {
			days.set(day, [{rows: objects.reduce((sum, {rows}) => sum + rows, 0), objects, manifest}, ...(days.get(day) ?? [])]);
		}
	}

	for (const listed of days.values()) {
		listed.sort((a, b) => b.rows - a.rows);
	}

	return days;
}

function byAge(a: Manifest, b: Manifest): number {
	return a.revision - b.revision || a.asOfMs - b.asOfMs;
}
