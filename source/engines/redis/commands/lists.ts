import {wrongArguments} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {elementBytes} from '../state/entry.ts';
import {placesOf, requireCount, requireNumber} from '../state/integer.ts';
import type {Runs} from './command.ts';

const pushWith =
	(atHead: boolean) =>
	({database}: Client, args: readonly string[]) => {
		const entry = database.open(args[1]!, 'list');
		const elements = args.slice(2);
		elements.forEach(element => entry.value.push(element, atHead));
		database.changed(entry, atHead ? 'lpush' : 'rpush', elementBytes(elements));
		return entry.value.size;
	};

const popWith =
	(atHead: boolean) =>
	({command, database}: Client, args: readonly string[]) => {
		if (args.length > 3) {
			throw wrongArguments(command);
		}

		const count = args[2] === undefined ? undefined : requireCount(args[2]);
		const entry = database.findAs(args[1]!, 'list');
		if (entry === undefined) {
			return count === undefined ? undefined : null;
		}

		const popped = Array.from({length: Math.min(count ?? 1, entry.value.size)}, () => entry.value.pop(atHead)!);
		if (popped.length > 0) {
			database.changed(entry, atHead ? 'lpop' : 'rpop', -elementBytes(popped));
		}

		return count === undefined ? popped[0]! : popped;
	};

/** Commands of lists. */
export const listCommands: Runs = {
	lpush: pushWith(true),
	rpush: pushWith(false),
	lpop: popWith(true),
	rpop: popWith(false),
	llen: ({database}, args) => database.readValue(args[1]!, 'list')?.size ?? 0,
	lrange({database}, args) {
		const [start, stop] = [requireNumber(args[2]!), requireNumber(args[3]!)];
		const list = database.readValue(args[1]!, 'list');
		return list?.range(...placesOf(start, stop, list.size)) ?? [];
	},
};
