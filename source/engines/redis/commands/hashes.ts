import {CommandError, wrongArguments} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {elementOverheadBytes, type Entry} from '../state/entry.ts';
import {addIntegers, requireInteger} from '../state/integer.ts';
import type {Runs} from './command.ts';

const listpackAtMost = 512;
const listpackElementBytes = 64;

/** Sets a field. What the hash then takes more. */
function put(entry: Entry<'hash'>, field: string, value: string): number {
	const before = entry.value.get(field);
	entry.value.set(field, value);
	entry.isLarge ||= Math.max(field.length, value.length) > listpackElementBytes || entry.value.size > listpackAtMost;
	return value.length - (before === undefined ? -field.length - elementOverheadBytes : before.length);
}

/** Sets fields. How many are new. */
function putAll({command, database}: Client, args: readonly string[]): number {
	if (args.length % 2 === 1) {
		throw wrongArguments(command);
	}

	const entry = database.open(args[1]!, 'hash');
	const {size} = entry.value;
	let added = 0;
	for (let i = 2; i < args.length; i += 2) {
		added += put(entry, args[i]!, args[i + 1]!);
	}

	database.changed(entry, 'hset', added);
	return entry.value.size - size;
}

const read = ({database}: Client, args: readonly string[]): ReadonlyMap<string, string> => database.readValue(args[1]!, 'hash') ?? new Map<string, string>();

/** Commands of hashes. */
export const hashCommands: Runs = {
	hset(client, args) {
		client.reply.integer(putAll(client, args));
	},
	hmset(client, args) {
		putAll(client, args);
		client.reply.ok();
	},
	hsetnx({database, reply}, args) {
		const isFree = database.findAs(args[1]!, 'hash')?.value.has(args[2]!) !== true;
		if (isFree) {
			const entry = database.open(args[1]!, 'hash');
			database.changed(entry, 'hset', put(entry, args[2]!, args[3]!));
		}

		reply.integer(isFree ? 1 : 0);
	},
	hincrby({database, reply}, args) {
		const by = requireInteger(args[3]!);
		const value = database.findAs(args[1]!, 'hash')?.value.get(args[2]!) ?? '0';
		const sum = addIntegers(requireInteger(value, 'ERR hash value is not an integer'), by);
		if (sum === undefined) {
			throw new CommandError('ERR increment or decrement would overflow');
		}

		const entry = database.open(args[1]!, 'hash');
		database.changed(entry, 'hincrby', put(entry, args[2]!, String(sum)));
		reply.integer(sum);
	},
	hdel({database, reply}, args) {
		const entry = database.findAs(args[1]!, 'hash');
		let removed = 0;
		let bytes = 0;
		for (const field of entry === undefined ? [] : args.slice(2)) {
			const value = entry!.value.get(field);
			if (value !== undefined) {
				entry!.value.delete(field);
				removed++;
				bytes += field.length + value.length + elementOverheadBytes;
			}
		}

		if (removed > 0) {
			database.changed(entry!, 'hdel', -bytes);
		}

		reply.integer(removed);
	},
	hget(client, args) {
		client.reply.bulkOrNil(read(client, args).get(args[2]!));
	},
	hmget(client, args) {
		const hash = read(client, args);
		client.reply.array(args.length - 2);
		for (const field of args.slice(2)) {
			client.reply.bulkOrNil(hash.get(field));
		}
	},
	hgetall(client, args) {
		const hash = read(client, args);
		client.reply.map(hash.size);
		for (const [field, value] of hash) {
			client.reply.bulk(field);
			client.reply.bulk(value);
		}
	},
	hkeys(client, args) {
		client.reply.bulks([...read(client, args).keys()]);
	},
	hvals(client, args) {
		client.reply.bulks([...read(client, args).values()]);
	},
	hlen(client, args) {
		client.reply.integer(read(client, args).size);
	},
	hexists(client, args) {
		client.reply.integer(read(client, args).has(args[2]!) ? 1 : 0);
	},
	hstrlen(client, args) {
		client.reply.integer(read(client, args).get(args[2]!)?.length ?? 0);
	},
};
