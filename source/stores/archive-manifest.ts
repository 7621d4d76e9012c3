import * as z from 'zod/mini';

/** An object of facts, as the manifest of its day lists it. */
export type ArchivedPart = {
	readonly name: string;
	readonly sizeBytes: number;
	/** CRC32C of the stored bytes, base64, big-endian. */
	readonly crc32c: string;
	readonly generation: string;
	readonly rows: number;
	readonly worth: number;
	readonly leastId: string;
	readonly greatestId: string;
};

/** What is archived of one day: of a day's manifests that of the greatest revision counts. */
export type DayManifest = {
	/** The object that says it. */
	readonly name: string;
	/** `YYYY-MM-DD`, by the clocks of `timeZone`. */
	readonly day: string;
	readonly timeZone: string;
	/** Epoch milliseconds: the day's first instant, and the next day's. */
	readonly fromMs: number;
	readonly toMs: number;
	/** False: the day was not over. */
	readonly isWhole: boolean;
	/** 1, 2, 3 …; 0 for archives of before revisions. */
	readonly revision: number;
	readonly asOfMs: number;
	/** The version of the form of its lines; 1 has no version of a fact. */
	readonly lineSchema: number;
	readonly rows: number;
	readonly worth: number;
	/** '' where there is no fact. */
	readonly leastId: string;
	readonly greatestId: string;
	/** What the ledger gave as the sum of its facts' ids and versions: where it gives the same again, nothing has changed. */
	readonly fingerprint?: string | undefined;
	/** What tells the database that it was written from. */
	readonly origin?: string | undefined;
	readonly parts: readonly ArchivedPart[];
};

/** What a scenario's manifests are called, and their members: 'orders', 'revenueCents'. */
export type ManifestForm = {
	/** Begins the names of its objects, and is what its facts are called in JSON. */
	readonly collection: string;
	readonly worth: string;
};

const daySchema = 'shopstream.day-manifest/1';

/** All manifests have names of this beginning. */
export const manifestPrefix = 'manifests/';

/** The name of a day's manifest. */
export function dayManifestName({collection}: ManifestForm, day: string, revision: number): string {
	return `${manifestPrefix}${collection}/dt=${day}/r${String(revision).padStart(6, '0')}.json`;
}

/** What the name of a manifest below `manifests/<collection>/` says; undefined when it is none of ours. */
export function readDayManifestName(name: string, {collection}: ManifestForm): {readonly day: string; readonly revision: number} | undefined {
	const rest = name.startsWith(`${manifestPrefix}${collection}/`) ? name.slice(manifestPrefix.length + collection.length + 1) : '';
	const [, day, revision] = /^dt=(\d{4}-\d\d-\d\d)\/r(\d{6,12})\.json$/.exec(rest) ?? [];
	return day === undefined ? undefined : {day, revision: Number(revision)};
}

/** The name of a part of a day. */
export function partName({collection}: ManifestForm, day: string, number: number): string {
	return `${collection}/dt=${day}/part-${String(number).padStart(5, '0')}.jsonl.gz`;
}

/** What the name of a part says; undefined when it is none of ours. */
export function readPartName(name: string, {collection}: ManifestForm): {readonly day: string; readonly number: number} | undefined {
	const rest = name.startsWith(`${collection}/`) ? name.slice(collection.length + 1) : '';
	const [, day, number] = /^dt=(\d{4}-\d\d-\d\d)\/part-(\d{5,12})\.jsonl\.gz$/.exec(rest) ?? [];
	return day === undefined ? undefined : {day, number: Number(number)};
}

const whole = z.int().check(z.gte(0));
const instant = z.iso.datetime();
/** What facts are worth stands under a name of the scenario's: it is looked at by itself. */
const figures = {rows: whole, leastId: z.string(), greatestId: z.string()};

const documentSchema = z.looseObject({
	schema: z.literal(daySchema),
	day: z.iso.date(),
	timeZone: z.string(),
	from: instant,
	to: instant,
	isWhole: z.boolean(),
	revision: whole,
	asOf: instant,
	lineSchema: whole,
	...figures,
	fingerprint: z.optional(z.string()),
	origin: z.optional(z.string()),
	parts: z.array(z.looseObject({name: z.string(), sizeBytes: whole, crc32c: z.string(), generation: z.string(), ...figures})),
});

/** The day's manifest as it is stored. */
export function dayManifestBytes(manifest: DayManifest, form: ManifestForm): Buffer {
	return Buffer.from(`${JSON.stringify(dayManifestJson(manifest, form))}\n`);
}

function dayManifestJson({name: _, fromMs, toMs, asOfMs, worth, parts, ...more}: DayManifest, form: ManifestForm): object {
	return {
		schema: daySchema,
		...more,
		from: new Date(fromMs).toISOString(),
		to: new Date(toMs).toISOString(),
		asOf: new Date(asOfMs).toISOString(),
		[form.worth]: worth,
		parts: parts.map(({worth, ...part}) => ({...part, [form.worth]: worth})),
	};
}

/** The manifest in a document, or what is wrong with it, after its name in a sentence: "is of another schema …". */
export function readDayManifest(name: string, bytes: Buffer, form: ManifestForm): DayManifest | {readonly wrong: string} {
	const document = jsonIn(bytes);
	return document === undefined ? {wrong: 'is no JSON document'} : readDayDocument(name, document, form);
}

/** The same of a document that is parsed. */
function readDayDocument(name: string, document: unknown, form: ManifestForm): DayManifest | {readonly wrong: string} {
	const {schema} = (document ?? {}) as {readonly schema?: unknown};
	if (schema !== daySchema) {
		return {wrong: `is of another schema (${JSON.stringify(schema) ?? 'none'}, not ${daySchema})`};
	}

	const {data} = documentSchema.safeParse(document);
	const [worth, ...ofParts] = data ? [data, ...data.parts].map(({[form.worth]: worth}) => (Number.isSafeInteger(worth) ? (worth as number) : undefined)) : [];
	const said = readDayManifestName(name, form);
	if (!data || worth === undefined || ofParts.includes(undefined) || said?.day !== data.day || said.revision !== data.revision) {
		return {wrong: 'is not as this program writes it'};
	}

	const {day, timeZone, isWhole, revision, lineSchema, rows, leastId, greatestId, fingerprint, origin, parts} = data;
	return {
		name,
		day,
		timeZone,
		fromMs: Date.parse(data.from),
		toMs: Date.parse(data.to),
		isWhole,
		revision,
		asOfMs: Date.parse(data.asOf),
		lineSchema,
		rows,
		worth,
		leastId,
		greatestId,
		fingerprint,
		origin,
		parts: parts.map(({name, sizeBytes, crc32c, generation, rows, leastId, greatestId}, i) => ({
			name,
			sizeBytes,
			crc32c,
			generation,
			rows,
			worth: ofParts[i]!,
			leastId,
			greatestId,
		})),
	};
}

/** A list of all that counts, made when a run has archived its days. The days' own manifests decide; this one has them together. */
export type RunManifest = {
	readonly name: string;
	readonly revision: number;
	/** The days' manifests, each as the object with this CRC32C has it. */
	readonly manifests: ReadonlyArray<{readonly crc32c: string; readonly manifest: DayManifest}>;
};

const runSchema = 'shopstream.run-manifest/1';

/** The beginning of the names of runs' manifests. */
function runPrefix({collection}: ManifestForm): string {
	return `${manifestPrefix}${collection}/runs/`;
}

/** The name of a run's manifest. */
export function runManifestName(form: ManifestForm, revision: number): string {
	return `${runPrefix(form)}r${String(revision).padStart(6, '0')}.json`;
}

/** The revision in the name of a run's manifest; undefined when it is none of ours. */
export function readRunManifestName(name: string, form: ManifestForm): number | undefined {
	const [, revision] = /^r(\d{6,12})\.json$/.exec(name.startsWith(runPrefix(form)) ? name.slice(runPrefix(form).length) : '') ?? [];
	return revision === undefined ? undefined : Number(revision);
}

/** What a run's manifest says beside its days. */
export type RunHead = {readonly asOfMs: number; readonly timeZone: string; readonly origin: string | undefined};

export function runManifestBytes({revision, manifests}: RunManifest, {asOfMs, timeZone, origin}: RunHead, form: ManifestForm): Buffer {
	const document = {
		schema: runSchema,
		revision,
		asOf: new Date(asOfMs).toISOString(),
		timeZone,
		origin,
		rows: manifests.reduce((sum, {manifest}) => sum + manifest.rows, 0),
		[form.worth]: manifests.reduce((sum, {manifest}) => sum + manifest.worth, 0),
		days: manifests.map(({crc32c, manifest}) => ({name: manifest.name, crc32c, ...dayManifestJson(manifest, form)})),
	};
	return Buffer.from(`${JSON.stringify(document)}\n`);
}

const runDocumentSchema = z.object({schema: z.literal(runSchema), days: z.array(z.looseObject({name: z.string(), crc32c: z.string()}))});

/** The run's manifest in a document, without days that are not as this program writes them; undefined when it is none. */
export function readRunManifest(name: string, bytes: Buffer, form: ManifestForm): RunManifest | undefined {
	const {data} = runDocumentSchema.safeParse(jsonIn(bytes));
	const revision = readRunManifestName(name, form);
	return (
		(data &&
			revision !== undefined && {
				name,
				revision,
				manifests: data.days.flatMap(({name, crc32c, ...document}) => {
					const manifest = readDayDocument(name, document, form);
					return 'wrong' in manifest ? [] : [{crc32c, manifest}];
				}),
			}) ||
		undefined
	);
}

function jsonIn(bytes: Buffer): unknown {
	try {
		return JSON.parse(bytes.toString());
	} catch {
		return undefined;
	}
}
