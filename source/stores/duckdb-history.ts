import {createHash} from 'node:crypto';
import {setMaxListeners} from 'node:events';
import {mkdirSync} from 'node:fs';
import {access, open, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {DuckDBConnection, DuckDBInstance} from '@duckdb/node-api';
import type {Asked, HistoryQuestion, Warehouse} from '../scenarios/warehouse.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {type Book, keepBook, type KeptMonth, readBook} from './duckdb-book.ts';
import {linesOf, quoted, scannedSql, tableOf, worthSql} from './duckdb-sql.ts';
import {type ArchivedDay, contentOf, differenceOf, type History, type HistoryAnswer, type LoadOptions, rememberedDay} from './history.ts';
import {crc32cOf, type GcsArchive} from './gcs-archive.ts';

/** What DuckDB may take of memory; what needs more goes to files. */
const memoryLimit = '1GB';

/** Parts that are brought down at a time. */
const downloads = 8;

/** A query is told so often to end, until it has. */
const interruptEveryMs = 50;

/** Finished months, and what is under way. */
const partsFolder = 'parts';
const spillFolder = 'spill';

type Run = (sql: string) => Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>;

/**
 * Opens a history in DuckDB, in this process: a Parquet file a month in a folder, and a book that says which files count. A file bears the
 * content that it is made of in its name and comes to be by a rename: so a load that was cut short goes on with the months that it finished, and
 * none of them counts before the book says so, of all at once.
 * @throws Problem when DuckDB is not installed, or the folder cannot be written
 */
export async function openDuckdbHistory(folder: string, warehouse: Warehouse, options: {readonly embeddedVersion?: string} = {}): Promise<History> {
	const {DuckDBInstance: instances, version} = await importDuckdb();
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const instance: DuckDBInstance = await instances.create(':memory:', {
		memory_limit: memoryLimit,
		threads: String(availableParallelism()),
		temp_directory: join(folder, spillFolder),
		// What is not built in is never fetched.
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false',
	});
	/** What files are made by: with other columns they are others. */
	const form = JSON.stringify([warehouse.line, warehouse.table, warehouse.rows.duckdb('lines')]);
	let book = await readBook(folder);

	/** With its own connection, whose work the signal interrupts. */
	const connected = async <T>(work: (run: Run, connection: DuckDBConnection) => Promise<T>, signal?: AbortSignal): Promise<T> => {
		signal?.throwIfAborted();
		const connection = await instance.connect();
		let interrupting: NodeJS.Timeout | undefined;
		const interrupt = () => {
			connection.interrupt();
			// It is nothing to a query that has not begun, as Node's threads have other things to do.
			interrupting ??= setInterval(interrupt, interruptEveryMs);
		};
		signal?.addEventListener('abort', interrupt, {once: true});
		try {
			return await work(async sql => {
				signal?.throwIfAborted();
				return (await connection.runAndReadAll(sql)).getRowObjectsJson();
			}, connection);
		} catch (error) {
			signal?.throwIfAborted();
			throw error instanceof Problem ? error : new Problem(`DuckDB: ${firstLine(error)}`, 1, error);
		} finally {
			signal?.removeEventListener('abort', interrupt);
			clearInterval(interrupting);
			connection.closeSync();
		}
	};

	const files = () => [...book.months.values()].map(({file}) => join(folder, file));
	const load: History['load'] = async (days, archive, its = {}) => {
		const startedAt = performance.now();
		const {added, replaced, removed} = differenceOf(days, book.days);
		const wanted = [...added, ...replaced];
		if (wanted.length > 0 || removed.length > 0) {
			const months = await makeMonths({folder, form, warehouse, book, days, archive, connected}, wanted, its);
			book = {days: new Map([...days.values()].sort(byDay).map(day => [day.day, rememberedDay(day)])), months};
			await keepBook(folder, book);
		}

		await tidy(folder, book);
		return {
			added: added.length,
			replaced: replaced.length,
			removed: removed.length,
			rows: sum(wanted.map(({rows}) => rows)),
			tookMs: performance.now() - startedAt,
		};
	};

	/** One load after the other: one that was given up may still be clearing away its files. */
	let lastLoad: Promise<unknown> = Promise.resolve();
	return {
		engine: 'duckdb',
		title: 'DuckDB',
		scans: 'compressed bytes of the columns that it reads, in the Parquet files of these days',
		backend: {kind: 'embedded', label: `embedded engine, DuckDB ${version}`, version: options.embeddedVersion ?? version, address: folder},
		loaded: async () => book.days,
		bytes: async () => sum((await Promise.all(files().map(async file => stat(file)))).map(({size}) => size)),
		async load(...given) {
			const loading = lastLoad.then(async () => load(...given));
			lastLoad = loading.catch(() => undefined);
			return loading;
		},
		ask: async (question, asked, signal) => connected(async run => ask({run, warehouse, files: files()}, question, asked), signal),
		async close() {
			instance.closeSync();
		},
	};
}

/** @throws Problem that says how to get it */
async function importDuckdb(): Promise<{readonly DuckDBInstance: typeof DuckDBInstance; readonly version: string}> {
	try {
		const {DuckDBInstance, version} = await import('@duckdb/node-api');
		return {DuckDBInstance, version: version()};
	} catch (error) {
		const isThere = !/Cannot find (?:package|module) '@duckdb\/node-api'/.test(sayFailure(error));
		throw new Problem(
			isThere
				? `DuckDB does not run here (${firstLine(error)}): name a dataset of BigQuery with --bigquery, or do without history`
				: 'DuckDB is not installed: add it with npm install @duckdb/node-api (70 MB) where shopstream-tui is, or name a dataset of BigQuery with --bigquery',
			1,
			error,
		);
	}
}

type Needs = {
	readonly folder: string;
	readonly form: string;
	readonly warehouse: Warehouse;
	readonly book: Book;
	readonly days: ReadonlyMap<string, ArchivedDay>;
	readonly archive: GcsArchive;
	readonly connected: <T>(work: (run: Run) => Promise<T>, signal?: AbortSignal) => Promise<T>;
};

/** The months of the wanted history: those that are there as they are to be, those that a load before finished, and what is made now. */
async function makeMonths(needs: Needs, wanted: readonly ArchivedDay[], {signal, progress}: LoadOptions): Promise<Map<string, KeptMonth>> {
	const {folder, form, days, book} = needs;
	const byMonth = new Map<string, ArchivedDay[]>();
	for (const day of [...days.values()].sort(byDay)) {
		const month = day.day.slice(0, 7);
		byMonth.set(month, [...(byMonth.get(month) ?? []), day]);
	}

	const isWanted = new Set(wanted.map(({day}) => day));
	const total = sum(wanted.map(({rows}) => rows));
	const months = new Map<string, KeptMonth>();
	let done = 0;
	await rm(join(folder, partsFolder), {recursive: true, force: true});
	progress?.(done, total);
	for (const [month, ofMonth] of byMonth) {
		const file = `${month}-${digestOf(form, ...ofMonth.map(contentOf))}.parquet`;
		const kept = book.months.get(month);
		const fresh = ofMonth.filter(({day}) => isWanted.has(day));
		const makeIt = async () => makeMonth(needs, {month, file, fresh, kept, rest: ofMonth.filter(({day}) => !isWanted.has(day))}, signal);
		months.set(month, kept?.file === file ? kept : ((await finished(folder, file)) ?? (await makeIt())));
		done += sum(fresh.map(({rows}) => rows));
		progress?.(done, total);
	}

	return months;
}

/** A month's file of the same content, made by a load that was cut short. */
async function finished(folder: string, file: string): Promise<KeptMonth | undefined> {
	try {
		await access(join(folder, file));
		return {file, sha256: await sha256Of(join(folder, file))};
	} catch {
		return undefined;
	}
}

type ToMake = {
	readonly month: string;
	readonly file: string;
	/** Days that come from the archive, and those that the kept file has as they are to be. */
	readonly fresh: readonly ArchivedDay[];
	readonly rest: readonly ArchivedDay[];
	readonly kept: KeptMonth | undefined;
};

async function makeMonth({folder, warehouse, archive, connected}: Needs, {file, fresh, rest, kept}: ToMake, signal?: AbortSignal): Promise<KeptMonth> {
	const parts = join(folder, partsFolder);
	const making = join(folder, `${file}.making`);
	const {table, rows} = warehouse;
	mkdirSync(parts, {recursive: true, mode: 0o700});
	try {
		const down = await bringDown(archive, fresh, parts, signal);
		const sources = [
			...(down.length > 0 ? [rows.duckdb(linesOf(warehouse, down))] : []),
			...(rest.length > 0
				? [`select * from ${tableOf([join(folder, kept!.file)])} where dt in (${rest.map(({day}) => `date ${quoted(day)}`).join(', ')})`]
				: []),
		];
		await connected(async run => {
			await run(
				`copy (${sources.map(source => `(${source})`).join(' union all ')} order by ${table.clusteredBy}, dt) to ${quoted(making)} (format parquet, compression zstd)`,
			).catch(error => {
				signal?.throwIfAborted();
				throw new Problem(sayUnread(error, fresh), 1, error);
			});
			checkDays([...fresh, ...rest], await run(worthSql(warehouse, making)));
		}, signal);
		const sha256 = await sha256Of(making);
		await synced(making);
		await rename(making, join(folder, file));
		return {file, sha256};
	} finally {
		await Promise.all([parts, making].map(async path => rm(path, {recursive: true, force: true})));
	}
}

/** Brings the parts of days down as files, each as its manifest says it is. @throws Problem that names one that is not */
async function bringDown(archive: GcsArchive, days: readonly ArchivedDay[], folder: string, signal?: AbortSignal): Promise<string[]> {
	const all = days.flatMap(({day, parts}) => parts.map((part, i) => ({...part, day, path: join(folder, `${day}.${i}.jsonl.gz`)})));
	const waiting = [...all];
	const bring = async () => {
		for (let part = waiting.shift(); part; part = waiting.shift()) {
			const bytes = await archive.readObject(part.name, signal);
			if (bytes.length !== part.sizeBytes || crc32cOf(bytes) !== part.crc32c) {
				throw new Problem(
					`${plainText(part.name)} is damaged: it is ${bytes.length} bytes with CRC32C ${crc32cOf(bytes)}, its manifest says ${part.sizeBytes} with ${plainText(part.crc32c)}; nothing of it was loaded`,
				);
			}

			await writeFile(part.path, bytes);
		}
	};

	if (signal) {
		setMaxListeners(downloads + 10, signal);
	}

	const lanes = await Promise.allSettled(Array.from({length: downloads}, bring));
	signal?.throwIfAborted();
	const failed = lanes.find(result => result.status === 'rejected');
	if (failed) {
		throw failed.reason;
	}

	return all.map(({path}) => path);
}

/** @throws Problem when a day is not what its manifest says */
function checkDays(days: readonly ArchivedDay[], found: ReadonlyArray<Readonly<Record<string, unknown>>>): void {
	const byDay = new Map(found.map(row => [String(row['day']), {rows: Number(row['rows']), worth: Number(row['worth'])}]));
	for (const {day, rows, worth} of days) {
		const {rows: foundRows, worth: foundWorth} = byDay.get(day) ?? {rows: 0, worth: 0};
		if (foundRows !== rows || foundWorth !== worth) {
			throw new Problem(
				`The parts of ${day} hold ${foundRows} facts worth ${foundWorth}, its manifest says ${rows} worth ${worth}: nothing of it was loaded; see archive verify`,
			);
		}
	}
}

async function ask(
	{run, warehouse, files}: {readonly run: Run; readonly warehouse: Warehouse; readonly files: readonly string[]},
	question: HistoryQuestion,
	asked: Asked,
): Promise<HistoryAnswer> {
	const {table} = warehouse;
	if (files.length === 0) {
		throw new Problem('Nothing is loaded into DuckDB yet');
	}

	await run(`create or replace temp view ${table.name} as select * from ${tableOf(files)}`);
	const sql = question.sql.duckdb(asked);
	const startedAt = performance.now();
	const rows = await run(sql);
	const tookMs = performance.now() - startedAt;
	const [plan] = await run(`explain (format json) ${sql}`);
	const [scanned] = await run(scannedSql(warehouse, files, String(plan!['explain_value']), asked));
	return {rows, scannedBytes: Number(scanned!['bytes'] ?? 0), tookMs};
}

/** Removes what no book counts: files of months that are others by now, and what a run that ended left. */
async function tidy(folder: string, {months}: Book): Promise<void> {
	const kept = new Set([...months.values()].map(({file}) => file));
	const others = (await readdir(folder)).filter(name => /^\d{4}-\d\d-[\da-f]+\.parquet(?:\.making)?$/.test(name) && !kept.has(name));
	await Promise.all(others.map(async name => rm(join(folder, name), {force: true})));
}

/** What is renamed is to be there after a loss of power too. */
async function synced(path: string): Promise<void> {
	const file = await open(path, 'r+');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

function digestOf(...texts: readonly string[]): string {
	return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 24);
}

async function sha256Of(path: string): Promise<string> {
	return createHash('sha256')
		.update(await readFile(path))
		.digest('hex');
}

function sayUnread(error: unknown, days: readonly ArchivedDay[]): string {
	// It names the file that was brought down, which is gone: the part is named instead.
	const text = firstLine(error);
	const [, day, i] = /(\d{4}-\d\d-\d\d)\.(\d+)\.jsonl\.gz/.exec(text) ?? [];
	const part = days.find(each => each.day === day)?.parts[Number(i)];
	const said = text.replaceAll(/(?: in file)? "?[^\s"]*\.jsonl\.gz"?/g, '');
	return part ? `${plainText(part.name)} cannot be read as lines of its facts (${said}): nothing of it was loaded` : `The parts cannot be read (${said})`;
}

function firstLine(error: unknown): string {
	return plainText(sayFailure(error).split('\n', 1)[0]!);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, one) => total + one, 0);
}

function byDay(a: ArchivedDay, b: ArchivedDay): number {
	return a.day < b.day ? -1 : 1;
}
