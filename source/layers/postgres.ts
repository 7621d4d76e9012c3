import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {Problem} from '../words/problem.ts';
import type {Layer} from './layer.ts';
import {readUrl} from './read-url.ts';

/** The source of truth: every order there ever was. */
export const postgres = {
	name: 'postgres',
	title: 'PostgreSQL',
	fullTitle: 'PostgreSQL',
	role: 'the source of truth in PostgreSQL',
	store: 'ledger',
	purpose: ({facts}) => `the source of truth: every ${facts.one}, for good`,
	counts: 'facts',
	flags: [
		{name: 'postgresUrl', variable: 'DATABASE_URL', value: 'URL', help: 'PostgreSQL', compose: 'postgres://shopstream:shopstream@127.0.0.1:5432/shopstream'},
	],
	isLater: true,
	suits: ({facts}) => facts.ledger !== undefined,
	engine: {
		start: async options => (await import('../engines/postgres/start-postgres-engine.ts')).startPostgresEngine(options),
		server: port => `postgres://shopstream@127.0.0.1:${port}/shopstream`,
		usesScratch: true,
		needsFreeBytes: 1_000_000_000,
	},
	readServer: ([url]) => readUrl(url, {title: 'PostgreSQL', schemes: ['postgres:', 'postgresql:'], example: 'postgres://localhost:5432/shopstream'}),
	async open(url, options) {
		const {
			scenario: {
				title,
				facts: {ledger, ...facts},
			},
		} = options;
		if (!ledger) {
			throw new Problem(`"${title}" stores nothing in PostgreSQL`);
		}

		return (await import('../stores/postgres-ledger.ts')).openPostgresLedger(url, {...facts, ledger}, options);
	},
	count: async ledger => ledger.holdings(),
	holdings: async (ledger, _, signal) => ledger.holdings(signal),
	attach: address => `psql ${address}`,
} as const satisfies Layer<string, PostgresLedger>;
