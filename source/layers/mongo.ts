import type {MongoWindow} from '../stores/mongo-window.ts';
import type {Layer} from './layer.ts';
import {readUrl} from './read-url.ts';
import {keptText} from '../words/duration.ts';

/** The operational store: a rolling window of facts. */
export const mongo = {
	name: 'mongo',
	title: 'MongoDB',
	fullTitle: 'MongoDB',
	role: 'orders in MongoDB',
	store: 'window',
	filledFrom: 'postgres',
	purpose: ({facts}) => `the last ${keptText(facts.window.days)}, to be asked often`,
	why: {
		question: 'Why is MongoDB in the middle?',
		answer: ({facts}) =>
			`A question asked of its ${keptText(facts.window.days)} neither reads years of ${facts.many} nor takes PostgreSQL's time from those who place them. ` +
			'Redis alone would not do: its answer ends with the TTL, and MongoDB computes the next one from little.',
	},
	counts: 'facts',
	flags: [{name: 'mongoUrl', variable: 'MONGODB_URI', value: 'URL', help: 'MongoDB', compose: 'mongodb://127.0.0.1:27017'}],
	engine: {
		start: async options => (await import('../engines/mongo/start-mongo-engine.ts')).startMongoEngine(options),
		server: port => `mongodb://127.0.0.1:${port}`,
	},
	readServer: ([url]) => readUrl(url, {title: 'MongoDB', schemes: ['mongodb:', 'mongodb+srv:'], example: 'mongodb://localhost:27017'}),
	open: async (url, options) => (await import('../stores/mongo-window.ts')).openMongoWindow(url, options.scenario.facts, options),
	count: async window => ({count: await window.estimate()}),
	holdings: async (window, _, signal) => window.holdings(signal),
	attach: address => `mongosh ${address.replace(/\/$/, '')}/shopstream`,
} as const satisfies Layer<string, MongoWindow>;
