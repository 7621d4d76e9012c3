import {BigQuery, type BigQueryOptions} from '@google-cloud/bigquery';
import {PassThroughClient} from 'google-auth-library';
import * as z from 'zod/mini';
import {bigqueryFailure} from './bigquery-failure.ts';
import {callGoogle, type Destination} from './google-call.ts';
import {connectionsTo} from './google-connections.ts';
import {NotGoogle, statusOf} from './google-failure.ts';

/** A dataset of BigQuery; `endpoint`: an emulator's URL, in place of Google's. */
export type DatasetAddress = {readonly project: string; readonly dataset: string; readonly endpoint?: string | undefined};

/** A request below `/bigquery/v2/projects/PROJECT`. */
type ApiRequest = {
	readonly method?: 'GET' | 'POST' | 'DELETE';
	readonly uri: string;
	readonly qs?: object;
	readonly json?: object;
	/** Where the same is found when it came through before, and its answer did not. */
	readonly standsAt?: string;
};

/** The way to a dataset of BigQuery. */
export type BigQueryApi = {
	/** For people. */
	readonly place: string;
	readonly reference: {readonly projectId: string; readonly datasetId: string};
	/** Where the dataset is, as Google writes it: `US`, `europe-west1`. */
	readonly location: string;
	/** @throws StoreFailure, also for what is not of the schema; or at once the reason of a signal that fires */
	call<S extends z.ZodMiniType>(request: ApiRequest, schema: S, signal?: AbortSignal): Promise<z.infer<S>>;
};

/** Opens a dataset: it is there, and ours to use. */
export async function openBigQuery({project, dataset, endpoint}: DatasetAddress): Promise<BigQueryApi> {
	const bigquery = new BigQuery({
		projectId: project,
		// The client's type names fewer ways of being known than it takes.
		...(endpoint !== undefined && {apiEndpoint: endpoint, authClient: new PassThroughClient() as unknown as NonNullable<BigQueryOptions['authClient']>}),
		// Calls are tried again by callGoogle, which can be stopped.
		autoRetry: false,
		maxRetries: 0,
	});
	// The client takes BIGQUERY_EMULATOR_HOST for the address of the API's version too; here a flag wins over the environment.
	bigquery.baseUrl = `${bigquery.apiEndpoint}/bigquery/v2`;
	const place = endpoint === undefined ? `${project}.${dataset}` : `${project}.${dataset} at ${bigquery.apiEndpoint}`;
	const destination: Destination = {
		place,
		failure: error => bigqueryFailure(error, place, endpoint === undefined),
		connections: () => connectionsTo(bigquery.apiEndpoint),
		seen: {current: false},
	};
	const send = async ({standsAt, ...request}: ApiRequest): Promise<unknown> => {
		try {
			return await new Promise((resolve, reject) => {
				bigquery.request(request as Parameters<typeof bigquery.request>[0], (error: Error | null, body: unknown) => (error ? reject(error) : resolve(body)));
			});
		} catch (error) {
			if (standsAt !== undefined && statusOf(error) === 409) {
				return send({uri: standsAt, ...(request.qs && {qs: request.qs})});
			}

			throw error;
		}
	};
	const call: BigQueryApi['call'] = async (request, schema, signal) => callGoogle(destination, async () => read(await send(request), schema), signal);
	const {location} = await call({uri: `/datasets/${dataset}`}, z.object({kind: z.literal('bigquery#dataset'), location: z.string()}));
	return {place, reference: {projectId: project, datasetId: dataset}, location, call};
}

/** The pages of an answer that comes in several. */
export async function pagesOf<S extends z.ZodMiniType<{pageToken?: string | undefined}>>(
	{call}: BigQueryApi,
	{uri, qs}: ApiRequest,
	schema: S,
	signal?: AbortSignal,
): Promise<z.infer<S>[]> {
	const found: z.infer<S>[] = [];
	let pageToken: string | undefined;
	do {
		const page = await call({uri, qs: {...qs, maxResults: 10_000, ...(pageToken !== undefined && {pageToken})}}, schema, signal);
		found.push(page);
		({pageToken} = page);
	} while (pageToken !== undefined);
	return found;
}

/** @throws NotGoogle for what BigQuery does not answer */
function read<S extends z.ZodMiniType>(answer: unknown, schema: S): z.infer<S> {
	const {success, data, error} = z.safeParse(schema, answer);
	if (!success) {
		const path = error.issues[0]?.path.join('.') ?? '';
		throw new NotGoogle(path === '' ? 'its answer is no JSON document' : `its answer lacks what BigQuery says: ${path}`);
	}

	return data;
}
