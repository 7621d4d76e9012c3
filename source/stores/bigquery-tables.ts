import type {TableMetadata} from '@google-cloud/bigquery';
import * as z from 'zod/mini';
import {type BigQueryApi, pagesOf} from './bigquery-api.ts';
import {statusOf} from './google-failure.ts';

/** Rows as the API gives them: cells in the order of the columns, each as text. */
export const cells = z.array(z.object({f: z.array(z.object({v: z.nullable(z.string())}))}));

const storedSchema = z.object({rows: z.optional(cells), pageToken: z.optional(z.string())});

/** A table's rows as they are stored, which is free to read, each the texts of its columns; undefined when there is no such table. */
export async function storedRows(api: BigQueryApi, table: string, signal?: AbortSignal): Promise<Array<ReadonlyArray<string | null>> | undefined> {
	return unlessMissing(async () => {
		const found = await pagesOf(api, {uri: `${uriOf(api, table)}/data`}, storedSchema, signal);
		return found.flatMap(({rows = []}) => rows.map(({f}) => f.map(({v}) => v)));
	});
}

/** What a table's columns come to, in bytes; undefined when there is no such table. */
export async function sizeOf(api: BigQueryApi, table: string, signal?: AbortSignal): Promise<number | undefined> {
	return unlessMissing(async () => (await api.call({uri: uriOf(api, table)}, z.object({numBytes: z.coerce.number()}), signal)).numBytes);
}

export async function createTable(
	api: BigQueryApi,
	tableId: string,
	resource: Pick<TableMetadata, 'schema' | 'expirationTime'>,
	signal?: AbortSignal,
): Promise<void> {
	const json: TableMetadata = {...resource, tableReference: {...api.reference, tableId}};
	await api.call({method: 'POST', uri: `/datasets/${api.reference.datasetId}/tables`, json, standsAt: uriOf(api, tableId)}, z.unknown(), signal);
}

export async function dropTable(api: BigQueryApi, table: string): Promise<void> {
	await api.call({method: 'DELETE', uri: uriOf(api, table)}, z.unknown());
}

function uriOf({reference: {datasetId}}: BigQueryApi, table: string): string {
	return `/datasets/${datasetId}/tables/${table}`;
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
