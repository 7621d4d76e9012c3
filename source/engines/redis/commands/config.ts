import {ok, type Reply} from '../framing/reply-writer.ts';
import {limits} from '../limits.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {policies} from '../state/eviction.ts';
import {matchesGlob} from '../state/glob.ts';
import {parseInteger} from '../state/integer.ts';
import {formatEvents, parseEvents} from '../state/notifications.ts';
import {createStatistics, type Server} from '../state/server.ts';
import {optionName, printable, type Runs} from './command.ts';

const unitBytes: Readonly<Record<string, number>> = {'': 1, b: 1, k: 1e3, kb: 1024, m: 1e6, mb: 1024 ** 2, g: 1e9, gb: 1024 ** 3};

type Settings = Server['keyspace']['settings'];
/** A setting: what CONFIG GET tells, and for those that can be set, the change that a text asks for. @throws Error with the reason */
type Setting = {readonly text: string; readonly change?: (text: string) => Partial<Settings>};

const atMost = 2 ** 31 - 1;

const number = (name: 'samples' | 'frequencyFactor' | 'frequencyDecayMinutes', least: number, settings: Settings): Setting => ({
	text: String(settings[name]),
	change: text => ({[name]: between(Number(given(parseInteger(text), "argument couldn't be parsed into an integer")), least, atMost)}),
});

function given<T>(value: T | undefined, otherwise: string): T {
	if (value === undefined) {
		throw new Error(otherwise);
	}

	return value;
}

function between(value: number, least: number, most: number): number {
	return given(value < least || value > most ? undefined : value, `argument must be between ${least} and ${most} inclusive`);
}

const settingsOf = ({kept, keyspace: {settings}, port}: Server): Readonly<Record<string, Setting>> => ({
	appendonly: {text: kept === undefined ? 'no' : 'yes'},
	bind: {text: '127.0.0.1'},
	databases: {text: String(limits.databases)},
	hz: {text: '10'},
	'lfu-decay-time': number('frequencyDecayMinutes', 0, settings),
	'lfu-log-factor': number('frequencyFactor', 0, settings),
	maxclients: {text: String(limits.maxClients)},
	maxmemory: {text: String(settings.maxBytes), change: text => ({maxBytes: between(parseBytes(text), 0, limits.maxMemoryBytes)})},
	'maxmemory-policy': {
		text: settings.policy,
		change: text => ({
			policy: given(
				policies.find(policy => policy === text.toLowerCase()),
				`argument(s) must be one of the following: ${policies.join(', ')}`,
			),
		}),
	},
	'maxmemory-samples': number('samples', 1, settings),
	'notify-keyspace-events': {
		text: formatEvents(settings.events),
		change: text => ({events: given(parseEvents(text), "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")}),
	},
	port: {text: String(port())},
	'proto-max-bulk-len': {text: String(limits.maxBulkBytes)},
	save: {text: ''},
	timeout: {text: '0'},
});

function parseBytes(text: string): number {
	const [, digits, unit = ''] = /^(\d{1,15})([a-z]*)$/i.exec(text) ?? [];
	const factor = unitBytes[unit.toLowerCase()];
	return given(digits === undefined ? undefined : factor && Number(digits) * factor, 'argument must be a memory value');
}

function get(_: Client, args: readonly string[], server: Server): Reply {
	const all = Object.entries(settingsOf(server));
	const found = args
		.slice(2)
		.map(word => all.filter(([name]) => matchesGlob(word, name, true)).map(([name, {text}]) => [/[*?[]/.test(word) ? name : word, text] as const));
	return new Map(found.flat());
}

function set(_: Client, args: readonly string[], server: Server): Reply {
	if (args.length % 2 === 1) {
		throw syntaxError();
	}

	const known = settingsOf(server);
	const pairs = args.slice(2).flatMap((word, i, words) => (i % 2 === 0 ? [{word, name: optionName(word), value: words[i + 1]!}] : []));
	for (const {word, name} of pairs) {
		if (!Object.hasOwn(known, name)) {
			throw new CommandError(`ERR Unknown option or number of arguments for CONFIG SET - '${printable(word)}'`);
		}
	}

	const changes = pairs.map(({word, name, value}, i) => {
		try {
			const {text, change} = known[name]!;
			if (change === undefined && value !== text) {
				throw new Error("can't set immutable config");
			}

			if (pairs.findIndex(pair => pair.name === name) < i) {
				throw new Error('duplicate parameter');
			}

			return change?.(value);
		} catch (error) {
			throw new CommandError(`ERR CONFIG SET failed (possibly related to argument '${printable(word)}') - ${(error as Error).message}`);
		}
	});
	Object.assign(server.keyspace.settings, ...changes);
	server.keyspace.evict();
	return ok;
}

function resetStatistics(_: Client, _args: readonly string[], {keyspace, statistics}: Server): Reply {
	Object.assign(statistics, createStatistics());
	Object.assign(keyspace, {hits: 0, misses: 0, expiredKeys: 0, evictedKeys: 0, peakBytes: keyspace.usedBytes});
	return ok;
}

/** CONFIG. */
export const configCommands: Runs = {'config|get': get, 'config|set': set, 'config|resetstat': resetStatistics};
