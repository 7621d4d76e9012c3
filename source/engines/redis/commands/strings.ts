import {limits} from '../limits.ts';
import {CommandError, wrongArguments} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {addIntegers, least, requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import type {Runs} from './command.ts';
import {noOptions, parseSetOptions, resolveExpiry, type SetOptions} from './set-options.ts';

/** GET's work: counts a hit or a miss, replies with the value or nil. */
function get({database, reply}: Client, args: readonly string[]): void {
	reply.bulkOrNil(database.readValue(args[1]!, 'string'));
}

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
	const {database, reply} = client;
	const expiresAtMs = resolveExpiry(client, options, nowMs);
	if (options.get) {
		reply.bulkOrNil(database.readValue(key, 'string'));
	}

	const entry = database.find(key);
	if (options.onlyIf !== undefined && (entry === undefined) !== (options.onlyIf === 'absent')) {
		if (!options.get) {
			reply.nil();
		}

		return;
	}

	database.put(key, value, options.keepTtl ? entry?.expiresAtMs : expiresAtMs);
	if (expiresAtMs !== undefined) {
		database.keyspace.notify(database.index, 'g', 'expire', key);
	}

	if (!options.get) {
		reply.ok();
	}
}

const setexWith =
	(unitMs: 1 | 1000) =>
	(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		setWith(client, args[1]!, args[3]!, {...noOptions, unitMs, expiry: args[2]!}, nowMs);
	};

/** Stores all, or with `onlyIfAllAbsent` none where one is there. Whether they are stored. */
function setAll({command, database}: Client, args: readonly string[], onlyIfAllAbsent: boolean): boolean {
	if (args.length % 2 === 0) {
		throw wrongArguments(command);
	}

	for (let i = 1; onlyIfAllAbsent && i < args.length; i += 2) {
		if (database.find(args[i]!) !== undefined) {
			return false;
		}
	}

	for (let i = 1; i < args.length; i += 2) {
		database.find(args[i]!);
		database.put(args[i]!, args[i + 1]!);
	}

	return true;
}

function getex(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server): void {
	const options = parseSetOptions(args, 'get');
	const {database, reply} = client;
	const value = database.readValue(args[1]!, 'string');
	if (value === undefined) {
		reply.nil();
		return;
	}

	const entry = database.peek(args[1]!)!;
	const expiresAtMs = resolveExpiry(client, options, nowMs);
	reply.bulk(value);
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
	const value = database.readValue(args[1]!, 'string') ?? '';
	if (start < 0 && end < 0 && start > end) {
		reply.bulk('');
		return;
	}

	start = Math.max(0, start < 0 ? value.length + start : start);
	end = Math.max(0, end < 0 ? value.length + end : end);
	reply.bulk(value.slice(start, end + 1));
}

function append({database, reply}: Client, args: readonly string[]): void {
	const [key, text] = [args[1]!, args[2]!];
	const entry = database.findAs(key, 'string');
	if (entry === undefined) {
		database.put(key, text, undefined, 'append');
	} else if (entry.value.length + text.length > limits.maxBulkBytes) {
		throw new CommandError('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
	} else {
		// In one piece: joined strings keep their parts alive.
		entry.value = Buffer.from(entry.value + text, 'latin1').toString('latin1');
		entry.isLarge = true;
		database.changed(entry, 'append', text.length);
	}

	reply.integer((entry?.value ?? text).length);
}

function increment({database, reply}: Client, key: string, by: number | bigint): void {
	const entry = database.findAs(key, 'string');
	const sum = addIntegers(requireInteger(entry?.value ?? '0'), by);
	if (sum === undefined) {
		throw new CommandError('ERR increment or decrement would overflow');
	}

	database.put(key, String(sum), entry?.expiresAtMs, 'incrby');
	reply.integer(sum);
}

/** Commands of strings. */
export const stringCommands: Runs = {
	get,
	set,
	getex,
	getrange,
	append,
	setex: setexWith(1000),
	psetex: setexWith(1),
	setnx({database, reply}, args) {
		const isFree = database.find(args[1]!) === undefined;
		if (isFree) {
			database.put(args[1]!, args[2]!);
		}

		reply.integer(isFree ? 1 : 0);
	},
	getset(client, args) {
		get(client, args);
		client.database.put(args[1]!, args[2]!);
	},
	getdel(client, args) {
		get(client, args);
		const entry = client.database.peek(args[1]!);
		if (entry !== undefined) {
			client.database.remove(entry);
		}
	},
	mget({database, reply}, args) {
		reply.array(args.length - 1);
		for (const key of args.slice(1)) {
			const entry = database.read(key);
			reply.bulkOrNil(entry?.kind === 'string' ? (entry.value as string) : undefined);
		}
	},
	mset(client, args) {
		setAll(client, args, false);
		client.reply.ok();
	},
	msetnx(client, args) {
		client.reply.integer(setAll(client, args, true) ? 1 : 0);
	},
	strlen({database, reply}, args) {
		reply.integer(database.readValue(args[1]!, 'string')?.length ?? 0);
	},
	incr: (client, args) => increment(client, args[1]!, 1),
	decr: (client, args) => increment(client, args[1]!, -1),
	incrby: (client, args) => increment(client, args[1]!, requireInteger(args[2]!)),
	decrby(client, args) {
		const by = requireInteger(args[2]!);
		if (by === least) {
			throw new CommandError('ERR decrement would overflow');
		}

		increment(client, args[1]!, -by);
	},
};
