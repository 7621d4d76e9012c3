import {wrongArguments} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {elementOverheadBytes} from '../state/entry.ts';
import {placesOf, requireCount, requireNumber} from '../state/integer.ts';
import type {Runs} from './command.ts';

const pushWith =
	(atHead: boolean) =>
	({database, reply}: Client, args: readonly string[]) => {
		const entry = database.open(args[1]!, 'list');
		let bytes = 0;
		for (const element of args.slice(2)) {
			entry.value.push(element, atHead);
			bytes += element.length + elementOverheadBytes;
		}

		database.changed(entry, atHead ? 'lpush' : 'rpush', bytes);
		reply.integer(entry.value.size);
	};

const popWith =
	(atHead: boolean) =>
	({command, database, reply}: Client, args: readonly string[]) => {
		if (args.length > 3) {
			throw wrongArguments(command);
		}

		const count = args[2] === undefined ? undefined : requireCount(args[2]);
		const entry = database.findAs(args[1]!, 'list');
		if (entry === undefined) {
			reply[count === undefined ? 'nil' : 'nilArray']();
			return;
		}

		const popped = Array.from({length: Math.min(count ?? 1, entry.value.size)}, () => entry.value.pop(atHead)!);
		if (popped.length > 0) {
			database.changed(entry, atHead ? 'lpop' : 'rpop', -popped.reduce((sum, element) => sum + element.length + elementOverheadBytes, 0));
		}

		if (count === undefined) {
			reply.bulk(popped[0]!);
		} else {
			reply.bulks(popped);
		}
	};

/** Commands of lists. */
export const listCommands: Runs = {
	lpush: pushWith(true),
	rpush: pushWith(false),
	lpop: popWith(true),
	rpop: popWith(false),
	llen({database, reply}, args) {
		reply.integer(database.readValue(args[1]!, 'list')?.size ?? 0);
	},
	lindex({database, reply}, args) {
		const list = database.readValue(args[1]!, 'list');
		const index = list === undefined ? 0 : requireNumber(args[2]!);
		reply.bulkOrNil(list?.at(index < 0 ? list.size + index : index));
	},
	lrange({database, reply}, args) {
		const [start, stop] = [requireNumber(args[2]!), requireNumber(args[3]!)];
		const list = database.readValue(args[1]!, 'list');
		reply.bulks(list?.range(...placesOf(start, stop, list.size)) ?? []);
	},
	ltrim({database, reply}, args) {
		const [start, stop] = [requireNumber(args[2]!), requireNumber(args[3]!)];
		const entry = database.findAs(args[1]!, 'list');
		if (entry !== undefined) {
			const list = entry.value;
			const [from, to] = placesOf(start, stop, list.size);
			const [before, after] = from < to ? [from, list.size - to] : [list.size, 0];
			const dropped = [...Array.from({length: before}, () => list.pop(true)!), ...Array.from({length: after}, () => list.pop(false)!)];
			database.changed(entry, 'ltrim', -dropped.reduce((sum, element) => sum + element.length + elementOverheadBytes, 0));
		}

		reply.ok();
	},
};
