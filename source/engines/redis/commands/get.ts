import type {Command} from './command.ts';
import {parseSetOptions, resolveExpiry} from './set-options.ts';
import {requireInteger} from '../state/integer.ts';
import type {Client} from '../state/client.ts';
import type {Entry} from '../state/entry.ts';
import type {Server} from '../state/server.ts';

/** GET's work: counts a hit or a miss, replies with the value or nil. */
export function replyWithValue(client: Client, key: string): Entry | undefined {
	const entry = client.database.read(key);
	if (entry === undefined) {
		client.reply.nil();
	} else {
		client.reply.bulk(entry.value);
	}

	return entry;
}

function getex(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server): void {
	const options = parseSetOptions(args, 'get');
	const {database, reply} = client;
	const entry = database.read(args[1]!);
	if (entry === undefined) {
		reply.nil();
		return;
	}

	const expiresAtMs = resolveExpiry(client, options, nowMs);
	reply.bulk(entry.value);
	if (options.isAbsolute && expiresAtMs !== undefined && expiresAtMs <= nowMs) {
		database.remove(entry);
	} else if (expiresAtMs !== undefined) {
		database.setExpiry(entry, expiresAtMs);
	} else if (options.persist && entry.expiresAtMs !== Number.POSITIVE_INFINITY) {
		database.setExpiry(entry, Number.POSITIVE_INFINITY);
	}
}

function getrange({database, reply}: Client, args: readonly string[]): void {
	let start = Number(requireInteger(args[2]!));
	let end = Number(requireInteger(args[3]!));
	const value = database.read(args[1]!)?.value ?? '';
	if (start < 0 && end < 0 && start > end) {
		reply.bulk('');
		return;
	}

	start = Math.max(0, start < 0 ? value.length + start : start);
	end = Math.max(0, end < 0 ? value.length + end : end);
	reply.bulk(value.slice(start, end + 1));
}

/** Commands that read strings. */
export const getCommands: readonly Command[] = [
	{
		name: 'get',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Get the value of a key',
		run(client, args) {
			replyWithValue(client, args[1]!);
		},
	},
	{
		name: 'getdel',
		arity: 2,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Get the value of a key and delete the key',
		run(client, args) {
			const entry = replyWithValue(client, args[1]!);
			if (entry !== undefined) {
				client.database.remove(entry);
			}
		},
	},
	{
		name: 'getex',
		arity: -2,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Get the value of a key and optionally set its expiration',
		run: getex,
	},
	{name: 'getrange', arity: 4, flags: ['readonly'], keys: [1, 1, 1], group: 'string', summary: 'Get a substring of the string stored at a key', run: getrange},
	{name: 'substr', arity: 4, flags: ['readonly'], keys: [1, 1, 1], group: 'string', summary: 'Get a substring of the string stored at a key', run: getrange},
	{
		name: 'getset',
		arity: 3,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Set the string value of a key and return its old value',
		run(client, args) {
			replyWithValue(client, args[1]!);
			client.database.put(args[1]!, args[2]!);
		},
	},
	{
		name: 'mget',
		arity: -2,
		flags: ['readonly', 'fast'],
		keys: [1, -1, 1],
		group: 'string',
		summary: 'Get the values of all the given keys',
		run(client, args) {
			client.reply.array(args.length - 1);
			for (const key of args.slice(1)) {
				replyWithValue(client, key);
			}
		},
	},
	{
		name: 'strlen',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Get the length of the value stored in a key',
		run({database, reply}, args) {
			reply.integer(database.read(args[1]!)?.value.length ?? 0);
		},
	},
];
