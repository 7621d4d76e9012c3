import {randomUUID} from 'node:crypto';
import type {Asked, HistoryQuestion, Warehouse} from '../scenarios/warehouse.ts';
import {Problem} from '../words/problem.ts';
import {type BigQueryApi, type DatasetAddress, openBigQuery} from './bigquery-api.ts';
import {dryRun, type JobConfiguration, type QueryConfiguration, rowsOf, runJob} from './bigquery-jobs.ts';
import {createTable, dropTable, sizeOf, storedRows} from './bigquery-tables.ts';
import {notLoaded} from './bigquery-failure.ts';
import {billedStatements, type Change, createTables, dayColumns, daysTable, lineFields, readByReplacing, replaceDays} from './bigquery-sql.ts';
import {isNear} from './bigquery-location.ts';
import type {GcsArchive} from './gcs-archive.ts';
import {type ArchivedDay, differenceOf, type History, type LoadedDay, type LoadOptions, rememberedDay} from './history.ts';
import {StoreFailure} from './store-failure.ts';

const mebibyte = 1_048_576;

/** A query is billed for at least this much of each table that it reads, and for whole mebibytes. */
const leastBilledBytes = 10 * mebibyte;

/** A load that is given up leaves a table behind that is gone after this. */
const stagingLivesMs = 86_400_000;

/** The most objects that one load job takes. */
const mostObjects = 10_000;

/** What is loaded, as the dataset remembers it. */
type Held = {readonly days: ReadonlyMap<string, LoadedDay>; /** How many loads there were. */ readonly loads: number};

/**
 * Opens the warehouse in a dataset of BigQuery. Its tables are made with the first load: one that is asked, partitioned by day and clustered,
 * and one that remembers which days are loaded.
 */
export async function openBigQueryHistory(address: DatasetAddress, warehouse: Warehouse): Promise<History> {
	const api = await openBigQuery(address);
	const {project, dataset, endpoint} = address;
	const queryOf = (query: string): QueryConfiguration => ({query, useLegacySql: false, defaultDataset: api.reference});
	/** What was said of a question since it was last asked: it is billed for no more. */
	const said = new Map<string, number>();
	const estimate = async (question: HistoryQuestion, asked: Asked, signal?: AbortSignal) => {
		const sql = question.sql.bigquery(asked);
		const bytes = await dryRun(api, queryOf(sql), signal);
		const billedBytes = Math.max(leastBilledBytes, Math.ceil(bytes / mebibyte) * mebibyte);
		said.set(sql, billedBytes);
		return {bytes, billedBytes};
	};

	return {
		engine: 'bigquery',
		title: 'BigQuery',
		backend: {
			kind: 'server',
			label: endpoint === undefined ? 'BigQuery' : 'BigQuery emulator',
			version: 'API v2',
			address: endpoint === undefined ? `${project}.${dataset}` : `${endpoint}/${project}.${dataset}`,
		},
		scans: 'bytes that BigQuery processed; none where it answered from its own cache',
		loaded: async signal => (await readHeld(api, warehouse, signal)).days,
		bytes: async signal => (await sizeOf(api, warehouse.table.name, signal)) ?? 0,
		async load(days, archive, options = {}) {
			if (endpoint === undefined && !archive.backend.address.startsWith('gs://')) {
				throw new Problem(
					`BigQuery loads from a bucket of Google Cloud Storage, and the archive is in ${archive.backend.label}: name a bucket with --bucket, or leave out --bigquery for DuckDB`,
					2,
				);
			}

			return load({api, warehouse, queryOf, days, archive}, options);
		},
		estimate,
		async ask(question, asked, signal) {
			const sql = question.sql.bigquery(asked);
			const billedBytes = said.get(sql) ?? (await estimate(question, asked, signal)).billedBytes;
			said.delete(sql);
			const startedMs = performance.now();
			const job = await runJob(api, {query: {...queryOf(sql), maximumBytesBilled: String(billedBytes)}}, signal);
			const rows = await rowsOf(api, job, signal);
			return {rows, scannedBytes: job.statistics?.totalBytesProcessed, tookMs: performance.now() - startedMs};
		},
		async close() {
			// The client holds no connection that outlives its requests.
		},
	};
}

type Load = {
	readonly api: BigQueryApi;
	readonly warehouse: Warehouse;
	readonly queryOf: (sql: string) => QueryConfiguration;
	readonly days: ReadonlyMap<string, ArchivedDay>;
	readonly archive: GcsArchive;
};

async function load({api, warehouse, queryOf, days, archive}: Load, {signal, progress, confirm}: LoadOptions): ReturnType<History['load']> {
	const startedMs = performance.now();
	const held = await readHeld(api, warehouse, signal);
	const {added, replaced, removed} = differenceOf(days, held.days);
	if (days.size === 0 && removed.length > 0) {
		throw new Problem(
			`The archive in ${archive.backend.address} lists no day, and ${api.place} holds ${removed.length}: nothing was changed; name the bucket that it was loaded from with --bucket`,
		);
	}

	const fresh = [...added, ...replaced];
	const rows = fresh.reduce((sum, day) => sum + day.rows, 0);
	const done = () => ({added: added.length, replaced: replaced.length, removed: removed.length, rows, tookMs: performance.now() - startedMs});
	if (fresh.length + removed.length === 0) {
		return done();
	}

	const places = await archive.locations(signal);
	if (places && !isNear(places, api.location)) {
		throw new Problem(
			`The bucket ${archive.bucket} is in ${places.join(' and ')}, the dataset ${api.place} in ${api.location}: BigQuery loads only within one place without a charge; name a dataset there with --bigquery`,
		);
	}

	progress?.(0, rows);
	await runJob(api, {query: queryOf(createTables(warehouse))}, signal);
	const objects = fresh.flatMap(({parts}) => parts.map(({name}) => name));
	const staging = objects.length > 0 ? `${warehouse.table.name}_staging_${randomUUID().replaceAll('-', '')}` : undefined;
	try {
		if (staging !== undefined) {
			await stage({api, warehouse, queryOf, days, archive}, {staging, objects, rows}, signal);
		}

		const change: Change = {staging, fresh: fresh.map(({day}) => day), replaced: [...replaced, ...removed].map(({day}) => day), loads: held.loads};
		const bytes = await dryRun(api, queryOf(readByReplacing(warehouse, change)), signal);
		const billedBytes = Math.ceil(bytes / mebibyte) * mebibyte + billedStatements * leastBilledBytes;
		await confirm?.({bytes, billedBytes});
		const query: QueryConfiguration = {
			...queryOf(replaceDays(warehouse, change)),
			maximumBytesBilled: String(billedBytes),
			...(fresh.length > 0 && {
				parameterMode: 'NAMED',
				queryParameters: [{name: 'days', parameterType: {type: 'STRING'}, parameterValue: {value: JSON.stringify(fresh.map(toRemember))}}],
			}),
		};
		await runJob(api, {query}, signal);
	} finally {
		if (staging !== undefined) {
			// It is gone after a day in any case.
			await dropTable(api, staging).catch(() => undefined);
		}
	}

	progress?.(rows, rows);
	return done();
}

/** Loads archived lines into a table of their own, which costs nothing and changes nothing that is asked. */
async function stage(
	{api, warehouse, archive}: Load,
	{staging, objects, rows}: {readonly staging: string; readonly objects: readonly string[]; readonly rows: number},
	signal?: AbortSignal,
): Promise<void> {
	const fields = lineFields(warehouse.line);
	await createTable(
		api,
		staging,
		{schema: {fields: [...fields, {name: 'dt', type: 'DATE', mode: 'NULLABLE'}]}, expirationTime: String(Date.now() + stagingLivesMs)},
		signal,
	);
	let loaded = 0;
	for (let from = 0; from < objects.length; from += mostObjects) {
		const names = objects.slice(from, from + mostObjects);
		const load: JobConfiguration['load'] = {
			sourceUris: names.map(name => `gs://${archive.bucket}/${name}`),
			sourceFormat: 'NEWLINE_DELIMITED_JSON',
			schema: {fields},
			// The folder's day is a column.
			hivePartitioningOptions: {mode: 'CUSTOM', sourceUriPrefix: `gs://${archive.bucket}/${names[0]!.replace(/\/dt=.*/s, '')}/{dt:DATE}`},
			destinationTable: {...api.reference, tableId: staging},
			createDisposition: 'CREATE_NEVER',
			writeDisposition: from === 0 ? 'WRITE_TRUNCATE' : 'WRITE_APPEND',
			maxBadRecords: 0,
		};
		try {
			const {statistics} = await runJob(api, {load}, signal);
			loaded += statistics?.load?.outputRows ?? 0;
		} catch (error) {
			throw error instanceof StoreFailure && error.kind === 'refuses' ? notLoaded(error, api.place) : error;
		}
	}

	if (loaded !== rows) {
		throw new Problem(
			`Nothing was loaded into ${api.place}: the archive lists ${rows} lines, ${loaded} were found; look for the difference with "archive verify"`,
		);
	}
}

async function readHeld(api: BigQueryApi, warehouse: Warehouse, signal?: AbortSignal): Promise<Held> {
	const days = new Map<string, LoadedDay>();
	let loads = 0;
	const rows = (await storedRows(api, daysTable(warehouse), signal)) ?? [];
	for (const [day, timeZone, fromMs, toMs, revision, rowCount, worth, content] of rows.sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))) {
		if (day === null || day === undefined) {
			loads = Number(revision);
		} else {
			const [from, to, nth, count, sum] = [fromMs, toMs, revision, rowCount, worth].map(Number) as [number, number, number, number, number];
			days.set(day, {day, timeZone: timeZone!, fromMs: from, toMs: to, revision: nth, rows: count, worth: sum, content: content!});
		}
	}

	return {days, loads};
}

/** A day as the table of days has it. */
function toRemember(archived: ArchivedDay): Readonly<Record<(typeof dayColumns)[number], string | number>> {
	const {day, timeZone, fromMs, toMs, revision, rows, worth, content} = rememberedDay(archived);
	return {day, time_zone: timeZone, from_ms: fromMs, to_ms: toMs, revision, row_count: rows, worth, content};
}
