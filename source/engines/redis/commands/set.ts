import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import type {Command} from './command.ts';
import {replyWithValue} from './get.ts';
import {noOptions, parseSetOptions, resolveExpiry, type SetOptions} from './set-options.ts';

function set(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server): void {
	if (args.length === 3) {
		// Redis counts what had expired before it is overwritten.
		client.database.find(args[1]!);
		client.database.put(args[1]!, args[2]!);
		client.reply.ok();
	} else {
		setWith(client, args[1]!, args[2]!, parseSetOptions(args, 'set'), nowMs);
	}
}

function setWith(client: Client, key: string, value: string, options: SetOptions, nowMs: number): void {
	const expiresAtMs = resolveExpiry(client, options, nowMs);
	if (options.get) {
		replyWithValue(client, key);
	}

	const entry = client.database.find(key);
	if (options.onlyIf !== undefined && (entry === undefined) !== (options.onlyIf === 'absent')) {
		if (!options.get) {
			client.reply.nil();
		}

		return;
	}

	client.database.put(key, value, options.keepTtl ? entry?.expiresAtMs : expiresAtMs);
	if (!options.get) {
		client.reply.ok();
	}
}

function setnx({database, reply}: Client, args: readonly string[]): void {
	const isFree = database.find(args[1]!) === undefined;
	if (isFree) {
		database.put(args[1]!, args[2]!);
	}

	reply.integer(isFree ? 1 : 0);
}

const setexWith =
	(unitMs: 1 | 1000) =>
	(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		setWith(client, args[1]!, args[3]!, {...noOptions, unitMs, expiry: args[2]!}, nowMs);
	};

const msetWith =
	(onlyIfAllAbsent: boolean) =>
	({command, database, reply}: Client, args: readonly string[]) => {
		if (args.length % 2 === 0) {
			throw new CommandError(`ERR wrong number of arguments for '${command}' command`);
		}

		for (let i = 1; onlyIfAllAbsent && i < args.length; i += 2) {
			if (database.find(args[i]!) !== undefined) {
				reply.integer(0);
				return;
			}
		}

		for (let i = 1; i < args.length; i += 2) {
			database.find(args[i]!);
			database.put(args[i]!, args[i + 1]!);
		}

		if (onlyIfAllAbsent) {
			reply.integer(1);
		} else {
			reply.ok();
		}
	};

/** Commands that store strings whole. */
export const setCommands: readonly Command[] = [
	{name: 'set', arity: -3, flags: ['write', 'denyoom'], keys: [1, 1, 1], group: 'string', summary: 'Set the string value of a key', run: set},
	{
		name: 'setnx',
		arity: 3,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Set the value of a key, only if the key does not exist',
		run: setnx,
	},
	{
		name: 'setex',
		arity: 4,
		flags: ['write', 'denyoom'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Set the value and expiration of a key',
		run: setexWith(1000),
	},
	{
		name: 'psetex',
		arity: 4,
		flags: ['write', 'denyoom'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Set the value and expiration in milliseconds of a key',
		run: setexWith(1),
	},
	{
		name: 'mset',
		arity: -3,
		flags: ['write', 'denyoom'],
		keys: [1, -1, 2],
		group: 'string',
		summary: 'Set multiple keys to multiple values',
		run: msetWith(false),
	},
	{
		name: 'msetnx',
		arity: -3,
		flags: ['write', 'denyoom'],
		keys: [1, -1, 2],
		group: 'string',
		summary: 'Set multiple keys to multiple values, only if none of the keys exist',
		run: msetWith(true),
	},
];
