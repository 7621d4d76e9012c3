import type {MongoWindow} from '../stores/mongo-window.ts';
import type {Layer} from './layer.ts';
import {readUrl} from './read-url.ts';

/** The operational store: a rolling window of facts. */
export const mongo = {
	name: 'mongo',
	title: 'MongoDB',
	fullTitle: 'MongoDB',
	role: 'orders in MongoDB',
	store: 'window',
	counts: 'facts',
	flags: [{name: 'mongoUrl', variable: 'MONGODB_URI', value: 'URL', help: 'MongoDB', compose: 'mongodb://127.0.0.1:27017'}],
	engine: {
		start: async options => (await import('../engines/mongo/start-mongo-engine.ts')).startMongoEngine(options),
		server: port => `mongodb://127.0.0.1:${port}`,
	},
	readServer: ([url]) => readUrl(url, {title: 'MongoDB', schemes: ['mongodb:', 'mongodb+srv:'], example: 'mongodb://localhost:27017'}),
	open: async (url, options) => (await import('../stores/mongo-window.ts')).openMongoWindow(url, options.scenario.facts, options),
	count: async window => window.estimate(),
	attach: address => `mongosh ${address.replace(/\/$/, '')}/shopstream`,
} as const satisfies Layer<string, MongoWindow>;
