import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';
import type {JobMetadata, TableMetadata} from '@google-cloud/bigquery';
import {faultsOf, queryFaults} from './published-shapes.ts';

type Answer = {readonly status?: number; readonly body?: unknown};

/** Google's words for why something was not done. */
type Refused = {readonly status: number; readonly reason: string; readonly message: string};

/** What of a request can be made to go wrong: an answer of its own; `cut`: none, though it was carried out; `raw`: text in place of JSON. */
export type Fault = Refused | 'cut' | {readonly raw: string} | undefined;

export type Asked = {readonly method: string; readonly path: string; readonly body: JobMetadata & TableMetadata};

type Line = {readonly dt: string; readonly text: string};

type Table = {readonly resource: TableMetadata; lines: Line[]};

type DayRow = Readonly<Record<string, string | number>>;

type Job = {resource: JobMetadata; looks: number; rows: ReadonlyArray<Readonly<Record<string, string | number | null>>>};

const leastBilled = 10 * 1_048_576;

/**
 * A server on this machine that is asked as BigQuery is. What is not of the API's published shapes it refuses, and notes. It knows no SQL: of the
 * statements of a load it does what they are for, and questions are answered by the test.
 */
export class BigQueryServer {
	readonly project = 'lesson-project';
	readonly dataset = 'shop';
	readonly location: string;
	/** gs://BUCKET/NAME. */
	readonly objects = new Map<string, Buffer>();
	readonly tables = new Map<string, Table>();
	readonly asked: Asked[] = [];
	/** What was not as Google publishes it. */
	readonly faults: string[] = [];
	days: DayRow[] | undefined;
	loads = 0;
	lines: Line[] = [];
	/** So many looks at a job find it running. */
	looks = 0;
	/** What a query processes, in bytes. */
	bytes = 0;
	/** Answers a question. */
	answer: (sql: string) => Job['rows'] = () => [];
	/** What goes wrong with a request. */
	fault: (asked: Asked) => Fault = () => undefined;
	/** Why a job fails. */
	failure: (configuration: NonNullable<JobMetadata['configuration']>) => {readonly reason: string; readonly message: string} | undefined = () => undefined;
	readonly #jobs = new Map<string, Job>();
	readonly #server = createServer((request, response) => void this.#handle(request, response));

	constructor(location = 'US') {
		this.location = location;
	}

	async start(): Promise<string> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}

	/** The jobs that were inserted, without dry runs. */
	jobs(kind: 'load' | 'query'): NonNullable<JobMetadata['configuration']>[] {
		return this.asked.flatMap(({path, method, body: {configuration}}) =>
			method === 'POST' && path === '/jobs' && configuration?.[kind] && !configuration.dryRun ? [configuration] : [],
		);
	}

	async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request as AsyncIterable<Buffer>) {
			chunks.push(chunk);
		}

		const text = Buffer.concat(chunks).toString();
		const url = new URL(request.url!, 'http://localhost');
		const prefix = `/bigquery/v2/projects/${this.project}`;
		const asked: Asked = {method: request.method!, path: url.pathname.replace(prefix, ''), body: text === '' ? {} : JSON.parse(text)};
		this.asked.push(asked);
		const fault = this.fault(asked);
		if (fault !== undefined && fault !== 'cut') {
			response.writeHead('raw' in fault ? 200 : fault.status, {'content-type': 'raw' in fault ? 'text/html' : 'application/json'});
			response.end('raw' in fault ? fault.raw : JSON.stringify(errorBody(fault)));
			return;
		}

		const {status = 200, body} = url.pathname.startsWith(prefix) ? this.#answer(asked, url.searchParams) : notFound(url.pathname);
		if (fault === 'cut') {
			request.socket.destroy();
			return;
		}

		response.writeHead(status, {'content-type': 'application/json'});
		response.end(body === undefined ? '' : JSON.stringify(body));
	}

	#answer({method, path, body}: Asked, query: URLSearchParams): Answer {
		const [, jobId, isCancel] = /^\/jobs\/([\w-]+)(\/cancel)?$/.exec(path) ?? [];
		const [, dataset, table, isData] = /^\/datasets\/(\w+)(?:\/tables\/(\w+)(\/data)?)?$/.exec(path) ?? [];
		const [, queried] = /^\/queries\/([\w-]+)$/.exec(path) ?? [];
		const check = (type: string, faults: string[] = []): Answer | undefined => {
			const found = [...queryFaults(query, type), ...faults];
			this.faults.push(...found);
			return found.length > 0 ? refusal({status: 400, reason: 'invalid', message: found.join('; ')}) : undefined;
		};

		if (method === 'POST' && path === '/jobs') {
			return check('none', [...faultsOf(body, 'IJob'), ...this.#jobFaults(body)]) ?? this.#insert(body);
		}

		if (method === 'GET' && jobId !== undefined) {
			return check('jobs.IGetParams') ?? this.#look(jobId);
		}

		if (method === 'POST' && isCancel !== undefined) {
			return check('jobs.ICancelParams') ?? {body: {kind: 'bigquery#jobCancelResponse', job: this.#jobs.get(jobId!)?.resource}};
		}

		if (method === 'GET' && queried !== undefined) {
			return check('jobs.IGetQueryResultsParams') ?? this.#results(queried);
		}

		if (method === 'POST' && path === `/datasets/${this.dataset}/tables`) {
			const id = body.tableReference?.tableId ?? '';
			return (
				check('none', faultsOf(body, 'ITable')) ??
				(this.tables.has(id) ? refusal({status: 409, reason: 'duplicate', message: 'Already Exists'}) : this.#create(id, body))
			);
		}

		if (dataset !== this.dataset) {
			return notFound(dataset === undefined ? path : `Dataset ${this.project}:${dataset}`);
		}

		if (method === 'GET' && table === undefined) {
			return check('datasets.IGetParams') ?? {body: {kind: 'bigquery#dataset', id: `${this.project}:${this.dataset}`, location: this.location}};
		}

		if (method === 'GET' && isData !== undefined) {
			return (
				check('tabledata.IListParams') ??
				(table === 'order_lines_days' && this.days ? this.#list(query) : notFound(`Table ${this.project}:${this.dataset}.${table}`))
			);
		}

		if (method === 'GET' && table === 'order_lines' && this.days !== undefined) {
			return check('tables.IGetParams') ?? {body: {kind: 'bigquery#table', numBytes: String(this.lines.length * 100)}};
		}

		if (method === 'DELETE' && table !== undefined) {
			return check('none') ?? (this.tables.delete(table) ? {status: 204} : notFound(`Table ${table}`));
		}

		return notFound(path);
	}

	/** What the documentation asks of a job, beyond its shape. */
	#jobFaults({configuration: {load, query} = {}, jobReference}: JobMetadata): string[] {
		const faults: Array<[boolean, string]> = [
			[jobReference?.location !== this.location, `the job is in ${jobReference?.location}, the dataset in ${this.location}`],
			[(load === undefined) === (query === undefined), 'a job is a load or a query'],
			[query !== undefined && query.useLegacySql !== false, 'legacy SQL knows no backticks'],
			[query !== undefined && /@\w/.test(query.query ?? '') !== (query.queryParameters !== undefined), 'parameters are given for those that the query has'],
			[
				load !== undefined && !load.sourceUris?.every(uri => /^gs:\/\/[^/]+\/.+\/dt=\d{4}-\d\d-\d\d\/[^/]+$/.test(uri)),
				'each source is gs://BUCKET/PREFIX/dt=DATE/NAME',
			],
			[load !== undefined && (load.sourceUris?.length ?? 0) > 10_000, 'a load job has at most 10,000 sources'],
			[load !== undefined && load.sourceFormat !== 'NEWLINE_DELIMITED_JSON', 'the sources are newline-delimited JSON'],
			[load !== undefined && !load.hivePartitioningOptions?.sourceUriPrefix?.endsWith('/{dt:DATE}'), 'the prefix says what the folders are'],
		];
		return faults.flatMap(([isWrong, words]) => (isWrong ? [words] : []));
	}

	#create(id: string, resource: TableMetadata): Answer {
		this.tables.set(id, {resource, lines: []});
		return {body: {kind: 'bigquery#table', ...resource}};
	}

	#insert({jobReference, configuration}: JobMetadata): Answer {
		const id = jobReference!.jobId!;
		if (configuration!.dryRun) {
			return {body: {kind: 'bigquery#job', status: {state: 'DONE'}, statistics: {totalBytesProcessed: String(this.bytes)}}};
		}

		if (this.#jobs.has(id)) {
			return refusal({status: 409, reason: 'duplicate', message: `Already Exists: Job ${id}`});
		}

		this.#jobs.set(id, {resource: {jobReference: jobReference!, configuration: configuration!, status: {state: 'PENDING'}}, looks: this.looks, rows: []});
		return this.#look(id);
	}

	#look(id: string): Answer {
		const job = this.#jobs.get(id);
		if (!job) {
			return notFound(`Job ${id}`);
		}

		if (job.looks-- > 0) {
			return {body: {kind: 'bigquery#job', ...job.resource, status: {state: 'RUNNING'}}};
		}

		if (job.resource.status?.state !== 'DONE') {
			const {load, query} = job.resource.configuration!;
			const errorResult = this.failure(job.resource.configuration!) ?? (load ? this.#load(load, job) : this.#query(query!, job));
			job.resource = {...job.resource, status: {state: 'DONE', ...(errorResult && {errorResult, errors: [errorResult]})}};
		}

		return {body: {kind: 'bigquery#job', ...job.resource}};
	}

	#load(
		{sourceUris, destinationTable, writeDisposition}: NonNullable<NonNullable<JobMetadata['configuration']>['load']>,
		job: Job,
	): {reason: string; message: string} | undefined {
		const table = this.tables.get(destinationTable!.tableId!);
		const missing = sourceUris!.find(uri => !this.objects.has(uri));
		if (!table || missing !== undefined) {
			return {reason: 'notFound', message: table ? `Not found: URI ${missing}` : `Not found: Table ${destinationTable!.tableId}`};
		}

		const read: Line[] = [];
		for (const uri of sourceUris!) {
			try {
				const text = gunzipSync(this.objects.get(uri)!).toString();
				read.push(
					...text
						.split('\n')
						.slice(0, -1)
						.map(line => ({dt: /dt=([\d-]+)/.exec(uri)![1]!, text: line})),
				);
			} catch {
				return {reason: 'invalid', message: `Error while reading data, error message: Compressed data is truncated. File: ${uri}`};
			}
		}

		table.lines = writeDisposition === 'WRITE_TRUNCATE' ? read : [...table.lines, ...read];
		job.resource = {...job.resource, statistics: {load: {outputRows: String(read.length)}}};
		return undefined;
	}

	#query(
		{query: sql = '', queryParameters, maximumBytesBilled}: NonNullable<NonNullable<JobMetadata['configuration']>['query']>,
		job: Job,
	): {reason: string; message: string} | undefined {
		job.resource = {...job.resource, statistics: {totalBytesProcessed: String(this.bytes)}};
		const billed = Math.max(leastBilled, this.bytes);
		if (sql.includes('CREATE TABLE')) {
			this.days ??= [];
			return undefined;
		}

		if (maximumBytesBilled === undefined || Number(maximumBytesBilled) < billed) {
			return {reason: 'bytesBilledLimitExceeded', message: `Query exceeded limit for bytes billed: ${maximumBytesBilled}. ${billed} or higher required.`};
		}

		return sql.includes('BEGIN TRANSACTION')
			? this.#replace(sql, JSON.parse(queryParameters?.[0]?.parameterValue?.value ?? '[]'))
			: void (job.rows = this.answer(sql));
	}

	/** All of a load's statements, or none. */
	#replace(sql: string, fresh: readonly DayRow[]): {reason: string; message: string} | undefined {
		if (!sql.includes(`MAX(revision) = ${this.loads + 1},`)) {
			return {reason: 'invalidQuery', message: 'others have loaded this dataset meanwhile at [4:1]'};
		}

		const [staging = ''] = /order_lines_staging_\w+/.exec(sql) ?? [];
		const gone = new Set([...(/DELETE FROM `order_lines` WHERE dt IN \(([^)]*)\)/.exec(sql)?.[1]?.matchAll(/\d{4}-\d\d-\d\d/g) ?? [])].map(([day]) => day));
		const added = this.tables.get(staging)?.lines ?? [];
		for (const {day, worth, row_count: rows} of fresh) {
			const found = added.filter(({dt}) => dt === day);
			if (found.length !== rows || found.reduce((sum, {text}) => sum + worthOf(text), 0) !== worth) {
				return {reason: 'invalidQuery', message: 'a day that was loaded is not what the archive lists at [20:1]'};
			}
		}

		this.loads++;
		this.lines = [...this.lines.filter(({dt}) => !gone.has(dt)), ...added];
		this.days = [...this.days!.filter(({day}) => !gone.has(day as string)), ...fresh];
		return undefined;
	}

	#list(query: URLSearchParams): Answer {
		const columns = ['day', 'time_zone', 'from_ms', 'to_ms', 'revision', 'row_count', 'worth', 'content'];
		const counting = {f: columns.map(column => ({v: column === 'revision' ? String(this.loads) : null}))};
		const rows = [counting, ...this.days!.map(row => ({f: columns.map(column => ({v: String(row[column])}))}))];
		// Two pages, as of more.
		const half = Math.ceil(rows.length / 2);
		return {body: {kind: 'bigquery#tableDataList', ...(query.has('pageToken') ? {rows: rows.slice(half)} : {rows: rows.slice(0, half), pageToken: 'more'})}};
	}

	#results(id: string): Answer {
		const job = this.#jobs.get(id);
		const rows = job?.rows ?? [];
		const fields = Object.entries(rows[0] ?? {}).map(([name, value]) => ({name, type: typeof value === 'number' ? 'INTEGER' : 'STRING'}));
		return job
			? {
					body: {
						kind: 'bigquery#getQueryResultsResponse',
						jobComplete: true,
						schema: {fields},
						rows: rows.map(row => ({f: fields.map(({name}) => ({v: row[name] === null ? null : String(row[name])}))})),
					},
				}
			: notFound(`Job ${id}`);
	}
}

function worthOf(line: string): number {
	const {status, total_cents: cents} = JSON.parse(line) as {status: string; total_cents: number};
	return status === 'returned' ? 0 : cents;
}

function refusal(refused: Refused): Answer {
	return {status: refused.status, body: errorBody(refused)};
}

function notFound(what: string): Answer {
	return refusal({status: 404, reason: 'notFound', message: `Not found: ${what}`});
}

function errorBody({status, reason, message}: Refused): object {
	return {error: {code: status, message, errors: [{message, domain: 'global', reason}], status: 'FAILED'}};
}
