import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {BigQuery, type BigQueryOptions, type JobMetadata, type TableMetadata} from '@google-cloud/bigquery';
import {PassThroughClient} from 'google-auth-library';
import * as z from 'zod/mini';
import {timeLimitsMs} from '../time-limits.ts';
import {bigqueryFailure, refused} from './bigquery-failure.ts';
import {callGoogle, type Destination} from './google-call.ts';
import {connectionsTo} from './google-connections.ts';
import {NotGoogle, statusOf} from './google-failure.ts';

/** A dataset of BigQuery; `endpoint`: an emulator's URL, in place of Google's. */
export type DatasetAddress = {readonly project: string; readonly dataset: string; readonly endpoint?: string | undefined};

/** What a job is to do, in the published form. */
export type JobConfiguration = NonNullable<JobMetadata['configuration']>;

export type QueryConfiguration = NonNullable<JobConfiguration['query']>;

/** A request below `/bigquery/v2/projects/PROJECT`. */
type ApiRequest = {readonly method?: 'GET' | 'POST' | 'DELETE'; readonly uri: string; readonly qs?: object; readonly json?: object};

/** The requests that there are to a dataset of BigQuery. Every call rejects with a StoreFailure, or at once with the reason of a signal that fires. */
export type BigQueryApi = {
	/** For people. */
	readonly place: string;
	/** Where the dataset is, as Google writes it: `US`, `europe-west1`. */
	readonly location: string;
	readonly reference: {readonly projectId: string; readonly datasetId: string};
	/** Runs a job to its end. @throws StoreFailure when it fails; a job whose signal fires is cancelled */
	run(configuration: JobConfiguration, signal?: AbortSignal): Promise<Job>;
	/** What a query would process, in bytes. It is not run. */
	dryRun(query: QueryConfiguration, signal?: AbortSignal): Promise<number>;
	/** The rows that a query's job answered with, by their columns' names. */
	rowsOf(job: Job, signal?: AbortSignal): Promise<Row[]>;
	/** A table's rows as they are stored, which is free, each the texts of its columns; undefined when there is no such table. */
	stored(table: string, signal?: AbortSignal): Promise<Stored[] | undefined>;
	/** What a table's columns come to, in bytes; undefined when there is no such table. */
	sizeOf(table: string, signal?: AbortSignal): Promise<number | undefined>;
	createTable(table: string, resource: Pick<TableMetadata, 'schema' | 'expirationTime'>, signal?: AbortSignal): Promise<void>;
	dropTable(table: string, signal?: AbortSignal): Promise<void>;
};

type Row = Readonly<Record<string, unknown>>;

type Stored = ReadonlyArray<string | null>;

const bytes = z.optional(z.coerce.number());

const jobSchema = z.object({
	jobReference: z.object({jobId: z.string()}),
	status: z.object({state: z.string(), errorResult: z.optional(z.object({reason: z.optional(z.string()), message: z.optional(z.string())}))}),
	statistics: z.optional(z.object({totalBytesProcessed: bytes, load: z.optional(z.object({outputRows: bytes}))})),
});

const dryRunSchema = z.object({statistics: z.object({totalBytesProcessed: z.coerce.number()})});

type Job = z.infer<typeof jobSchema>;

const cells = z.array(z.object({f: z.array(z.object({v: z.nullable(z.string())}))}));

const answerSchema = z.object({
	schema: z.object({fields: z.array(z.object({name: z.string(), type: z.string()}))}),
	rows: z.optional(cells),
	pageToken: z.optional(z.string()),
});

const storedSchema = z.object({rows: z.optional(cells), pageToken: z.optional(z.string())});

/** Pauses between two looks at a job: the first, what each next one is longer by, and the longest. */
const looks = {firstMs: 50, factor: 1.5, longestMs: 2000};

/** Opens a dataset, that it is there and ours to use. */
export async function openBigQuery({project, dataset, endpoint}: DatasetAddress): Promise<BigQueryApi> {
	const bigquery = new BigQuery({
		projectId: project,
		...(endpoint !== undefined && {
			apiEndpoint: endpoint, // Its type names fewer than it takes.
			authClient: new PassThroughClient() as unknown as NonNullable<BigQueryOptions['authClient']>,
		}),
		// Calls are tried again by callGoogle, which can be stopped.
		autoRetry: false,
		maxRetries: 0,
	});
	// The client takes BIGQUERY_EMULATOR_HOST for the address of the API's version too; here a flag wins over the environment.
	bigquery.baseUrl = `${bigquery.apiEndpoint}/bigquery/v2`;
	const place = endpoint === undefined ? `${project}.${dataset}` : `${project}.${dataset} at ${bigquery.apiEndpoint}`;
	const reference = {projectId: project, datasetId: dataset};
	const destination: Destination = {
		place,
		failure: error => bigqueryFailure(error, place, endpoint === undefined),
		connections: () => connectionsTo(bigquery.apiEndpoint),
		seen: {current: false},
	};
	const send = async (request: ApiRequest): Promise<unknown> =>
		new Promise((resolve, reject) => {
			bigquery.request(request as Parameters<typeof bigquery.request>[0], (error: Error | null, body: unknown) => {
				if (error) {
					reject(error.message.startsWith('Cannot parse') ? new NotGoogle('its answer is no JSON') : error);
				} else {
					resolve(body);
				}
			});
		});
	const call = async <S extends z.ZodMiniType>(request: ApiRequest, schema: S, signal?: AbortSignal): Promise<z.infer<S>> =>
		callGoogle(destination, async () => read(await send(request), schema), signal);

	const {location} = await call({uri: `/datasets/${dataset}`}, z.object({kind: z.literal('bigquery#dataset'), location: z.string()}));

	const insert = async (configuration: JobConfiguration, signal?: AbortSignal): Promise<Job> => {
		const jobId = `shopstream_${randomUUID()}`;
		const request: ApiRequest = {
			method: 'POST',
			uri: '/jobs',
			json: {jobReference: {projectId: project, jobId, location}, configuration} satisfies JobMetadata,
		};
		const insertOrFind = async () => {
			try {
				return await send(request);
			} catch (error) {
				// It came through the first time, and its answer did not.
				if (statusOf(error) === 409) {
					return send({uri: `/jobs/${jobId}`, qs: {location}});
				}

				throw error;
			}
		};

		return callGoogle(destination, async () => read(await insertOrFind(), jobSchema), signal);
	};

	const cancel = async (jobId: string): Promise<void> => {
		const ending = AbortSignal.timeout(timeLimitsMs.cancel / 2);
		await call({method: 'POST', uri: `/jobs/${jobId}/cancel`, qs: {location}}, z.unknown(), ending).catch(() => undefined);
	};

	const untilDone = async (job: Job, signal?: AbortSignal): Promise<Job> => {
		const {jobId} = job.jobReference;
		for (let waitMs = looks.firstMs; job.status.state !== 'DONE'; waitMs = Math.min(looks.longestMs, waitMs * looks.factor)) {
			await pause(waitMs, undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
			job = await call({uri: `/jobs/${jobId}`, qs: {location}}, jobSchema, signal);
		}

		return job;
	};

	const pages = async <S extends z.ZodMiniType<{pageToken?: string | undefined}>>(uri: string, schema: S, signal?: AbortSignal): Promise<z.infer<S>[]> => {
		const found: z.infer<S>[] = [];
		let pageToken: string | undefined;
		do {
			const page = await call({uri, qs: {location, maxResults: 10_000, ...(pageToken !== undefined && {pageToken})}}, schema, signal);
			found.push(page);
			({pageToken} = page);
		} while (pageToken !== undefined);
		return found;
	};

	return {
		place,
		location,
		reference,
		async run(configuration, signal) {
			const job = await insert(configuration, signal);
			let done: Job;
			try {
				done = await untilDone(job, signal);
			} catch (error) {
				if (signal?.aborted) {
					await cancel(job.jobReference.jobId);
				}

				throw error;
			}

			const {errorResult} = done.status;
			if (errorResult) {
				throw refused({reason: errorResult.reason, words: errorResult.message ?? errorResult.reason ?? 'without a reason'}, place);
			}

			return done;
		},
		async dryRun(query, signal) {
			// There is no job of it that could be asked for: it has no id.
			const json = {jobReference: {projectId: project, location}, configuration: {dryRun: true, query}} satisfies JobMetadata;
			const {statistics} = await call({method: 'POST', uri: '/jobs', json}, dryRunSchema, signal);
			return statistics.totalBytesProcessed;
		},
		async rowsOf({jobReference: {jobId}}, signal) {
			const found = await pages(`/queries/${jobId}`, answerSchema, signal);
			return found.flatMap(({schema: {fields}, rows = []}) =>
				rows.map(({f}) => Object.fromEntries(fields.map(({name, type}, i) => [name, valueOf(f[i]?.v ?? null, type)]))),
			);
		},
		stored: async (table, signal) =>
			unlessMissing(async () => {
				const found = await pages(`/datasets/${dataset}/tables/${table}/data`, storedSchema, signal);
				return found.flatMap(({rows = []}) => rows.map(({f}) => f.map(({v}) => v)));
			}),
		sizeOf: async (table, signal) =>
			unlessMissing(async () => (await call({uri: `/datasets/${dataset}/tables/${table}`}, z.object({numBytes: z.coerce.number()}), signal)).numBytes),
		async createTable(tableId, resource, signal) {
			const json: TableMetadata = {...resource, tableReference: {...reference, tableId}};
			await call({method: 'POST', uri: `/datasets/${dataset}/tables`, json}, z.unknown(), signal);
		},
		async dropTable(table, signal) {
			await call({method: 'DELETE', uri: `/datasets/${dataset}/tables/${table}`}, z.unknown(), signal);
		},
	};
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof Error && statusOf(error.cause) === 404) {
			return undefined;
		}

		throw error;
	}
}

/** @throws NotGoogle for what BigQuery does not answer */
function read<S extends z.ZodMiniType>(answer: unknown, schema: S): z.infer<S> {
	const {success, data, error} = z.safeParse(schema, answer);
	if (!success) {
		throw new NotGoogle(`its answer lacks what BigQuery says: ${error.issues[0]?.path.join('.')}`);
	}

	return data;
}

function valueOf(text: string | null, type: string): string | number | null {
	return text !== null && (type === 'INTEGER' || type === 'INT64') ? Number(text) : text;
}
