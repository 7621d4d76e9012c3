import {ok, type Reply} from '../framing/reply-writer.ts';
import {CommandError, wrongArguments} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {addIntegers, least, requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import type {Runs} from './command.ts';
import {noOptions, parseSetOptions, resolveExpiry, type SetOptions} from './set-options.ts';

const get = ({database}: Client, args: readonly string[]): string | undefined => database.readValue(args[1]!, 'string');

function set(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server): Reply {
	if (args.length > 3) {
		return setWith(client, args[1]!, args[2]!, parseSetOptions(args), nowMs);
	}

	// Redis counts what had expired before it is overwritten.
	client.database.find(args[1]!);
	client.database.put(args[1]!, args[2]!);
	return ok;
}

function setWith(client: Client, key: string, value: string, options: SetOptions, nowMs: number): Reply {
	const {database} = client;
	const expiresAtMs = resolveExpiry(client, options, nowMs);
	const before = options.get ? database.readValue(key, 'string') : undefined;
	const entry = database.find(key);
	if (options.onlyIf !== undefined && (entry === undefined) !== (options.onlyIf === 'absent')) {
		return before;
	}

	database.put(key, value, options.keepTtl ? entry?.expiresAtMs : expiresAtMs);
	if (expiresAtMs !== undefined) {
		database.keyspace.notify(database.index, 'g', 'expire', key);
	}

	return options.get ? before : ok;
}

function increment({database}: Client, key: string, by: number | bigint): Reply {
	const entry = database.findAs(key, 'string');
	const sum = addIntegers(requireInteger(entry?.value ?? '0'), by);
	database.put(key, String(sum), entry?.expiresAtMs, 'incrby');
	return sum;
}

/** Commands of strings. */
export const stringCommands: Runs = {
	get,
	set,
	setex: (client, args, {keyspace: {nowMs}}) => setWith(client, args[1]!, args[3]!, {...noOptions, expiry: args[2]!}, nowMs),
	setnx({database}, args) {
		const isFree = database.find(args[1]!) === undefined;
		if (isFree) {
			database.put(args[1]!, args[2]!);
		}

		return isFree;
	},
	getset: (client, args, {keyspace: {nowMs}}) => setWith(client, args[1]!, args[2]!, {...noOptions, get: true}, nowMs),
	mget: ({database}, args) =>
		args.slice(1).map(key => {
			const entry = database.read(key);
			return entry?.kind === 'string' ? (entry.value as string) : undefined;
		}),
	mset({command, database}, args) {
		if (args.length % 2 === 0) {
			throw wrongArguments(command);
		}

		for (let i = 1; i < args.length; i += 2) {
			database.find(args[i]!);
			database.put(args[i]!, args[i + 1]!);
		}

		return ok;
	},
	strlen: (client, args) => get(client, args)?.length ?? 0,
	incr: (client, args) => increment(client, args[1]!, 1),
	decr: (client, args) => increment(client, args[1]!, -1),
	incrby: (client, args) => increment(client, args[1]!, requireInteger(args[2]!)),
	decrby(client, args) {
		const by = requireInteger(args[2]!);
		if (by === least) {
			throw new CommandError('ERR decrement would overflow');
		}

		return increment(client, args[1]!, -by);
	},
};
