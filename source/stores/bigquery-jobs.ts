import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import type {JobMetadata} from '@google-cloud/bigquery';
import * as z from 'zod/mini';
import {timeLimitsMs} from '../time-limits.ts';
import {type BigQueryApi, pagesOf} from './bigquery-api.ts';
import {refused} from './bigquery-failure.ts';
import {cells} from './bigquery-tables.ts';

/** What a job is to do, in the published form. */
export type JobConfiguration = NonNullable<JobMetadata['configuration']>;

export type QueryConfiguration = NonNullable<JobConfiguration['query']>;

const bytes = z.optional(z.coerce.number());

const jobSchema = z.object({
	jobReference: z.object({jobId: z.string()}),
	status: z.object({state: z.string(), errorResult: z.optional(z.object({reason: z.optional(z.string()), message: z.optional(z.string())}))}),
	statistics: z.optional(z.object({totalBytesProcessed: bytes, load: z.optional(z.object({outputRows: bytes}))})),
});

type Job = z.infer<typeof jobSchema>;

/** There is no job of a dry run that could be asked for: it has no id. */
const dryRunSchema = z.object({statistics: z.object({totalBytesProcessed: z.coerce.number()})});

const answerSchema = z.object({
	schema: z.object({fields: z.array(z.object({name: z.string(), type: z.string()}))}),
	rows: z.optional(cells),
	pageToken: z.optional(z.string()),
});

/** Pauses between two looks at a job: the first, what each next one is longer by, and the longest. */
const looks = {firstMs: 50, factor: 1.5, longestMs: 2000};

/** Runs a job to its end. @throws StoreFailure when it fails; a job whose signal fires is cancelled */
export async function runJob(api: BigQueryApi, configuration: JobConfiguration, signal?: AbortSignal): Promise<Job> {
	const {call, location, place} = api;
	const json = jobOf(api, configuration);
	const {jobId} = json.jobReference;
	const asked = {uri: `/jobs/${jobId}`, qs: {location}};
	let job: Job;
	try {
		job = await call({method: 'POST', uri: '/jobs', json, standsAt: `/jobs/${jobId}?location=${location}`}, jobSchema, signal);
		for (let waitMs = looks.firstMs; job.status.state !== 'DONE'; waitMs = Math.min(looks.longestMs, waitMs * looks.factor)) {
			await pause(waitMs, undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
			job = await call(asked, jobSchema, signal);
		}
	} catch (error) {
		if (signal?.aborted) {
			const ending = AbortSignal.timeout(timeLimitsMs.cancel / 2);
			await call({method: 'POST', ...asked, uri: `${asked.uri}/cancel`}, z.unknown(), ending).catch(() => undefined);
		}

		throw error;
	}

	const {errorResult} = job.status;
	if (errorResult) {
		throw refused({reason: errorResult.reason, words: errorResult.message ?? errorResult.reason ?? 'without a reason'}, place);
	}

	return job;
}

/** What a query would process, in bytes. It is not run, and costs nothing. */
export async function dryRun(api: BigQueryApi, query: QueryConfiguration, signal?: AbortSignal): Promise<number> {
	const {statistics} = await api.call({method: 'POST', uri: '/jobs', json: jobOf(api, {dryRun: true, query})}, dryRunSchema, signal);
	return statistics.totalBytesProcessed;
}

/** The rows that a query's job answered with, by their columns' names; whole numbers as numbers, all else as text. */
export async function rowsOf(api: BigQueryApi, {jobReference: {jobId}}: Job, signal?: AbortSignal): Promise<Array<Readonly<Record<string, unknown>>>> {
	const found = await pagesOf(api, {uri: `/queries/${jobId}`, qs: {location: api.location}}, answerSchema, signal);
	return found.flatMap(({schema: {fields}, rows = []}) =>
		rows.map(({f}) => Object.fromEntries(fields.map(({name, type}, i) => [name, valueOf(f[i]?.v ?? null, type)]))),
	);
}

/** A job under an id of our own: one whose answer is lost is found again by it. */
function jobOf({reference: {projectId}, location}: BigQueryApi, configuration: JobConfiguration) {
	return {jobReference: {projectId, jobId: `shopstream_${randomUUID()}`, location}, configuration} satisfies JobMetadata;
}

function valueOf(text: string | null, type: string): string | number | null {
	return text !== null && (type === 'INTEGER' || type === 'INT64') ? Number(text) : text;
}
