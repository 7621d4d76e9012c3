import type {History} from '../stores/history.ts';
import {Problem} from '../words/problem.ts';
import type {GivenServer, Layer} from './layer.ts';
import {readEndpoint} from './read-endpoint.ts';

/** A dataset of BigQuery; or a folder for DuckDB, which runs in this process. */
export type WarehouseAddress = {readonly project: string; readonly dataset: string; readonly endpoint?: string} | {readonly folder: string};

/** The warehouse: years of facts, loaded from the archive. */
export const history = {
	name: 'history',
	title: 'Warehouse',
	fullTitle: 'Warehouse',
	role: 'years of history in DuckDB or BigQuery',
	store: 'history',
	filledFrom: 'gcs',
	purpose: ({facts}) => `years of ${facts.many} by column, for trends`,
	counts: {one: 'day', many: 'days', isAlwaysSaid: true},
	flags: [
		{name: 'bigquery', variable: 'SHOPSTREAM_BIGQUERY', value: 'PROJECT.DATASET', help: 'a BigQuery dataset, instead of DuckDB'},
		{name: 'bigqueryEndpoint', variable: 'BIGQUERY_EMULATOR_HOST', value: 'URL', help: 'a BigQuery emulator'},
	],
	isLater: true,
	isOpenedWhenAsked: true,
	suits: ({warehouse, archive}) => warehouse !== undefined && archive !== undefined,
	engine: {isInProcess: true, server: (folder: string) => ({folder})},
	readServer: ([dataset, endpoint]) => readDataset(dataset, endpoint),
	async open(address, {scenario: {title, warehouse}, ...options}): Promise<History> {
		if (!warehouse) {
			throw new Problem(`"${title}" has no history`, 2);
		}

		return 'folder' in address
			? (await import('../stores/duckdb-history.ts')).openDuckdbHistory(address.folder, warehouse, options)
			: (await import('../stores/bigquery-history.ts')).openBigQueryHistory(address, warehouse);
	},
	holdings: async (warehouse, _, signal) => {
		const days = [...(await warehouse.loaded(signal)).keys()].map(day => Date.parse(day));
		return {count: days.length, days: days.length, oldestMs: days[0], newestMs: days.at(-1), bytes: await warehouse.bytes(signal)};
	},
	looksEverySeconds: 60,
	attach: address => address,
} as const satisfies Layer<WarehouseAddress, History>;

/** @throws Problem when it names no dataset */
function readDataset(given: GivenServer | undefined, endpoint: GivenServer | undefined): WarehouseAddress | undefined {
	if (given === undefined) {
		if (endpoint === undefined) {
			return undefined;
		}

		throw new Problem(`${endpoint.source} needs a dataset: name it with --bigquery or SHOPSTREAM_BIGQUERY`, 2);
	}

	// Ids of projects have no dot, but for those of old domains: "example.com:project".
	const [, project, dataset] = /^((?:[a-z\d][a-z\d.-]*:)?[a-z][a-z\d-]{4,28}[a-z\d])\.(\w{1,1024})$/.exec(given.text) ?? [];
	if (project === undefined || dataset === undefined) {
		throw new Problem(`${given.source} is no dataset of BigQuery: write it as project.dataset`, 2);
	}

	return {project, dataset, ...(endpoint && {endpoint: readEndpoint(endpoint, 'http://localhost:9050')})};
}
