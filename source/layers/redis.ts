import type {RedisCache} from '../stores/redis-cache.ts';
import type {Layer} from './layer.ts';
import {readUrl} from './read-url.ts';

/** The cache: answers, each with its time to live. */
export const redis = {
	name: 'redis',
	title: 'Redis',
	fullTitle: 'Redis',
	role: 'the answer cached in Redis',
	store: 'cache',
	filledFrom: 'mongo',
	purpose: ({question: {abouts}, live}) =>
		abouts ? `an answer a ${abouts.one}${live?.holds === undefined ? ', for one TTL' : `, and ${live.holds}`}` : 'one answer for all readers, for one TTL',
	isRead: true,
	counts: {one: 'key', many: 'keys', isAlwaysSaid: true},
	flags: [{name: 'redisUrl', variable: 'REDIS_URL', value: 'URL', help: 'Redis', compose: 'redis://127.0.0.1:6379'}],
	engine: {
		start: async options => (await import('../engines/redis/start-redis-engine.ts')).startRedisEngine(options),
		server: port => `redis://127.0.0.1:${port}`,
		youngMegabytes: 6,
	},
	readServer: ([url]) => readUrl(url, {title: 'Redis', schemes: ['redis:', 'rediss:'], example: 'redis://localhost:6379'}),
	open: async (url, options) => (await import('../stores/redis-cache.ts')).openRedisCache(url, options.scenario.question.codec, options),
	holdings: async (cache, {key, pattern}, signal) =>
		pattern === undefined ? cache.holdings(key === undefined ? [] : [key]) : cache.holdingsLike(pattern, signal),
	attach: address => `redis-cli -u ${address}`,
} as const satisfies Layer<string, RedisCache>;
