import {limits} from '../limits.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import {createStatistics, type Server} from '../state/server.ts';
import {type Command, optionName, printable, withoutSubcommand} from './command.ts';
import {helpCommand} from './help.ts';

const unitBytes: Readonly<Record<string, number>> = {'': 1, b: 1, k: 1e3, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3};

/** What CONFIG GET tells; all but `maxmemory` are fixed. */
const settings = (server: Server): Readonly<Record<string, string>> => ({
	appendfsync: 'everysec',
	appendonly: server.keyspace.journal === undefined ? 'no' : 'yes',
	bind: '127.0.0.1',
	databases: String(limits.databases),
	hz: '10',
	maxclients: String(limits.maxClients),
	maxmemory: String(server.keyspace.maxBytes),
	'maxmemory-policy': 'noeviction',
	port: String(server.port()),
	'proto-max-bulk-len': String(limits.maxBulkBytes),
	save: '',
	timeout: '0',
});

function get({reply}: Client, args: readonly string[], server: Server): void {
	const patterns = args.slice(2);
	const found = Object.entries(settings(server)).filter(([name]) => patterns.some(pattern => matchesGlob(pattern, name, true)));
	reply.map(found.length);
	for (const [name, value] of found) {
		reply.bulk(name);
		reply.bulk(value);
	}
}

function set({reply}: Client, args: readonly string[], server: Server): void {
	if (args.length % 2 === 1) {
		throw syntaxError();
	}

	const known = settings(server);
	const pairs = args.slice(2).flatMap((word, i, words) => (i % 2 === 0 ? [{word, value: words[i + 1]!}] : []));
	for (const {word} of pairs) {
		if (!Object.hasOwn(known, optionName(word))) {
			throw new CommandError(`ERR Unknown option or number of arguments for CONFIG SET - '${printable(word)}'`);
		}
	}

	for (const {word} of pairs) {
		if (optionName(word) !== 'maxmemory') {
			throw new CommandError(`ERR CONFIG SET failed (possibly related to argument '${printable(word)}') - can't set immutable config`);
		}
	}

	if (pairs.length > 1) {
		throw new CommandError("ERR CONFIG SET failed (possibly related to argument 'maxmemory') - duplicate parameter");
	}

	server.keyspace.maxBytes = parseBytes(pairs[0]?.value ?? '');
	reply.ok();
}

function parseBytes(text: string): number {
	const [, digits = '', unit = ''] = /^(\d{1,15})([a-z]*)$/i.exec(text) ?? [];
	const factor = unitBytes[unit.toLowerCase()];
	if (digits === '' || factor === undefined) {
		throw new CommandError("ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value");
	}

	const bytes = Number(digits) * factor;
	if (bytes < 1 || bytes > limits.maxMemoryBytes) {
		throw new CommandError(
			`ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be between 1 and ${limits.maxMemoryBytes} inclusive`,
		);
	}

	return bytes;
}

function resetStatistics({reply}: Client, _args: readonly string[], {keyspace, statistics}: Server): void {
	statistics.errors.clear();
	Object.assign(statistics, {...createStatistics(), errors: statistics.errors});
	Object.assign(keyspace, {hits: 0, misses: 0, expiredKeys: 0, peakBytes: keyspace.usedBytes});
	reply.ok();
}

const common = {flags: ['admin', 'noscript', 'loading', 'stale'], group: 'server'} as const;

/** CONFIG and what it contains. */
export const configCommands: readonly Command[] = [
	{
		name: 'config',
		arity: -2,
		flags: [],
		group: 'server',
		summary: 'A container for server configuration commands',
		run: withoutSubcommand,
		subcommands: [
			{...common, name: 'config|get', arity: -3, summary: 'Get the values of configuration parameters', run: get},
			{...common, name: 'config|set', arity: -4, summary: 'Set configuration parameters to the given values', run: set},
			{...common, name: 'config|resetstat', arity: 2, summary: 'Reset the stats returned by INFO', run: resetStatistics},
			helpCommand('config', 'server', [
				'GET <pattern>',
				'    Return parameters matching the glob-like <pattern> and their values.',
				'SET maxmemory <value>',
				'    Set how many bytes may be stored; the other parameters are fixed.',
				'RESETSTAT',
				'    Reset statistics reported by the INFO command.',
			]),
		],
	},
];
