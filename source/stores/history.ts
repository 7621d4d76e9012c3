import type {Asked, HistoryQuestion} from '../scenarios/warehouse.ts';
import type {ArchivedPart, DayManifest} from './archive-manifest.ts';
import type {Backend} from './backend.ts';
import type {GcsArchive} from './gcs-archive.ts';

/** An archived day as its counted manifest lists it, as far as a warehouse is loaded from it. */
export type ArchivedDay = Pick<DayManifest, 'day' | 'timeZone' | 'fromMs' | 'toMs' | 'revision' | 'rows' | 'worth'> & {
	readonly parts: ReadonlyArray<Pick<ArchivedPart, 'name' | 'sizeBytes' | 'crc32c' | 'generation' | 'rows'>>;
};

/** A day that is loaded, as the warehouse itself remembers it. */
export type LoadedDay = Pick<ArchivedDay, 'day' | 'timeZone' | 'fromMs' | 'toMs' | 'revision' | 'rows' | 'worth'> & {
	/** Which content it is: that of `contentOf`. */
	readonly content: string;
};

/** What a load did. */
export type Loaded = {
	/** Days that were not there, days that were of another content and were replaced, and days that the archive does not count any more. */
	readonly added: number;
	readonly replaced: number;
	readonly removed: number;
	/** Facts in the days that were added or replaced. */
	readonly rows: number;
	readonly tookMs: number;
};

export type LoadOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Called with the facts that are loaded so far, of those that are to be. */
	readonly progress?: ((done: number, total: number) => void) | undefined;
	/** Called before anything that is billed is run: nothing is loaded when it rejects. */
	readonly confirm?: ((billed: Billed) => Promise<void>) | undefined;
};

/** What a warehouse reads, and what it is billed for at most, in bytes. */
export type Billed = {readonly bytes: number; readonly billedBytes: number};

/** An answer as the warehouse gave it. */
export type HistoryAnswer = {
	readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** What was read for it, in bytes; undefined where the warehouse does not say. What the figure is, `scans` says. */
	readonly scannedBytes: number | undefined;
	readonly tookMs: number;
};

/** Years of a scenario's facts, loaded from the archive, to be asked about. Every call rejects with a Problem when it cannot be done. */
export type History = {
	readonly backend: Backend;
	/** 'duckdb', in JSON, and 'DuckDB', in sentences. */
	readonly engine: string;
	readonly title: string;
	/** What `scannedBytes` is of, in a few words: "compressed bytes of the columns that it reads". */
	readonly scans: string;
	/** The days that are loaded, by day, oldest first. */
	loaded(signal?: AbortSignal): Promise<ReadonlyMap<string, LoadedDay>>;
	/** What they take where they are, in bytes; undefined where that is not known. */
	bytes(signal?: AbortSignal): Promise<number | undefined>;
	/**
	 * Makes the loaded days those that are given: only days whose content is not loaded are brought in. All of it comes about in one step, or nothing.
	 * @throws Problem when a part is missing, damaged, or not what its manifest says; what was loaded before stays
	 */
	load(days: ReadonlyMap<string, ArchivedDay>, archive: GcsArchive, options?: LoadOptions): Promise<Loaded>;
	/** What a question would read, before it is asked, in bytes; absent where that costs nobody anything. */
	estimate?(question: HistoryQuestion, asked: Asked, signal?: AbortSignal): Promise<Billed>;
	ask(question: HistoryQuestion, asked: Asked, signal?: AbortSignal): Promise<HistoryAnswer>;
	close(): Promise<void>;
};

/** What tells a day's content from any other: equal ones need not be loaded again. */
export function contentOf({revision, timeZone, parts}: Pick<ArchivedDay, 'revision' | 'timeZone' | 'parts'>): string {
	return [revision, timeZone, ...parts.map(({name, generation, crc32c}) => `${name}#${generation}=${crc32c}`)].join(' ');
}

/** What of some days is not loaded, is loaded otherwise, and is loaded but not among them. */
export function differenceOf(
	days: ReadonlyMap<string, ArchivedDay>,
	loaded: ReadonlyMap<string, LoadedDay>,
): {readonly added: ArchivedDay[]; readonly replaced: ArchivedDay[]; readonly removed: LoadedDay[]} {
	const all = [...days.values()];
	return {
		added: all.filter(({day}) => !loaded.has(day)),
		replaced: all.filter(day => loaded.has(day.day) && loaded.get(day.day)!.content !== contentOf(day)),
		removed: [...loaded.values()].filter(({day}) => !days.has(day)),
	};
}

/** A day as it is remembered. */
export function rememberedDay(archived: ArchivedDay): LoadedDay {
	const {day, timeZone, fromMs, toMs, revision, rows, worth} = archived;
	return {day, timeZone, fromMs, toMs, revision, rows, worth, content: contentOf(archived)};
}
