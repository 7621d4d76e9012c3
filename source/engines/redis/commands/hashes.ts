import {wrongArguments} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {elementBytes, elementOverheadBytes, type Entry} from '../state/entry.ts';
import {addIntegers, requireInteger} from '../state/integer.ts';
import type {Runs} from './command.ts';

/** Sets a field. @returns by how many bytes the hash grew */
function put(entry: Entry<'hash'>, field: string, value: string): number {
	const before = entry.value.get(field);
	entry.value.set(field, value);
	return value.length - (before === undefined ? -field.length - elementOverheadBytes : before.length);
}

const read = ({database}: Client, args: readonly string[]): ReadonlyMap<string, string> => database.readValue(args[1]!, 'hash') ?? new Map<string, string>();

/** Commands of hashes. */
export const hashCommands: Runs = {
	hset({command, database}, args) {
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
	},
	hsetnx({database}, args) {
		const isFree = database.findAs(args[1]!, 'hash')?.value.has(args[2]!) !== true;
		if (isFree) {
			const entry = database.open(args[1]!, 'hash');
			database.changed(entry, 'hset', put(entry, args[2]!, args[3]!));
		}

		return isFree;
	},
	hincrby({database}, args) {
		const by = requireInteger(args[3]!);
		const value = database.findAs(args[1]!, 'hash')?.value.get(args[2]!) ?? '0';
		const sum = addIntegers(requireInteger(value, 'ERR hash value is not an integer'), by);
		const entry = database.open(args[1]!, 'hash');
		database.changed(entry, 'hincrby', put(entry, args[2]!, String(sum)));
		return sum;
	},
	hdel({database}, args) {
		const entry = database.findAs(args[1]!, 'hash');
		const removed = args.slice(2).flatMap(field => {
			const value = entry?.value.get(field);
			return entry?.value.delete(field) ? [field + value!] : [];
		});
		if (removed.length > 0) {
			database.changed(entry!, 'hdel', -elementBytes(removed));
		}

		return removed.length;
	},
	hget: (client, args) => read(client, args).get(args[2]!),
	hmget(client, args) {
		const hash = read(client, args);
		return args.slice(2).map(field => hash.get(field));
	},
	hgetall: read,
	hkeys: (client, args) => [...read(client, args).keys()],
	hvals: (client, args) => [...read(client, args).values()],
	hlen: (client, args) => read(client, args).size,
	hexists: (client, args) => read(client, args).has(args[2]!),
};
