import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {addFloat80, formatFloat80, parseFloat80} from '../state/float80.ts';
import {addIntegers, requireInteger} from '../state/integer.ts';
import type {Command} from './command.ts';

function increment({database, reply}: Client, key: string, by: number | bigint): void {
	const entry = database.find(key);
	const sum = addIntegers(requireInteger(entry?.value ?? '0'), by);
	if (sum === undefined) {
		throw new CommandError('ERR increment or decrement would overflow');
	}

	database.put(key, String(sum), entry?.expiresAtMs);
	reply.integer(sum);
}

function decrementBy(client: Client, args: readonly string[]): void {
	const by = requireInteger(args[2]!);
	if (by === -(2n ** 63n)) {
		throw new CommandError('ERR decrement would overflow');
	}

	increment(client, args[1]!, -by);
}

function incrementByFloat({database, reply}: Client, args: readonly string[]): void {
	const entry = database.find(args[1]!);
	const value = parseFloat80(entry?.value ?? '0');
	const by = value === undefined ? undefined : parseFloat80(args[2]!);
	if (value === undefined || by === undefined) {
		throw new CommandError('ERR value is not a valid float');
	}

	const sum = addFloat80(value, by);
	if (sum === undefined) {
		throw new CommandError('ERR increment would produce NaN or Infinity');
	}

	const text = formatFloat80(sum);
	database.put(args[1]!, text, entry?.expiresAtMs, 'text');
	reply.bulk(text);
}

/** Commands that reckon with numbers. */
export const incrementCommands: readonly Command[] = [
	{
		name: 'incr',
		arity: 2,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Increment the integer value of a key by one',
		run(client, args) {
			increment(client, args[1]!, 1);
		},
	},
	{
		name: 'decr',
		arity: 2,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Decrement the integer value of a key by one',
		run(client, args) {
			increment(client, args[1]!, -1);
		},
	},
	{
		name: 'incrby',
		arity: 3,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Increment the integer value of a key by the given amount',
		run(client, args) {
			increment(client, args[1]!, requireInteger(args[2]!));
		},
	},
	{
		name: 'decrby',
		arity: 3,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Decrement the integer value of a key by the given number',
		run: decrementBy,
	},
	{
		name: 'incrbyfloat',
		arity: 3,
		flags: ['write', 'denyoom', 'fast'],
		keys: [1, 1, 1],
		group: 'string',
		summary: 'Increment the float value of a key by the given amount',
		run: incrementByFloat,
	},
];
