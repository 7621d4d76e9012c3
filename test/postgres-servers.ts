import {startPostgresEngine} from '../source/engines/postgres/start-postgres-engine.ts';
import {holdServer} from './hold-server.ts';

/** A way to have a PostgreSQL. */
export type PostgresServer = {
	readonly name: string;
	readonly isEmbedded: boolean;
	start(): Promise<{readonly url: string; stop(): Promise<void>}>;
};

const named = process.env['SHOPSTREAM_TEST_POSTGRES_URL'] ?? '';

/** The embedded engine always, and the server that the environment names, held against other test files, when it does. */
export const postgresServers: readonly PostgresServer[] = [
	{
		name: 'the embedded PostgreSQL',
		isEmbedded: true,
		async start() {
			const engine = await startPostgresEngine({});
			return {url: `postgres://lesson@127.0.0.1:${engine.port}/shopstream`, stop: async () => engine.close()};
		},
	},
	...(named === ''
		? []
		: [{name: 'the server named by SHOPSTREAM_TEST_POSTGRES_URL', isEmbedded: false, start: async () => ({url: named, stop: await holdServer(named)})}]),
];
