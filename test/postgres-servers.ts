import {holdServer} from './hold-server.ts';
import {takePostgres} from './shared-postgres.ts';

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
			const {url, giveBack} = await takePostgres();
			return {url, stop: giveBack};
		},
	},
	...(named === ''
		? []
		: [{name: 'the server named by SHOPSTREAM_TEST_POSTGRES_URL', isEmbedded: false, start: async () => ({url: named, stop: await holdServer(named)})}]),
];
