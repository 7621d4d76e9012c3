import type {Reply} from '../framing/reply-writer.ts';
import {syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {elementBytes} from '../state/entry.ts';
import {IndexedSet} from '../state/indexed-set.ts';
import {requireCount} from '../state/integer.ts';
import type {Runs} from './command.ts';

type Members = IndexedSet<string>;

const read = ({database}: Client, key: string): Members => database.readValue(key, 'set') ?? new IndexedSet<string>();

function spop({database}: Client, args: readonly string[]): Reply {
	if (args.length > 3) {
		throw syntaxError();
	}

	const count = args[2] === undefined ? undefined : requireCount(args[2]);
	const entry = database.findAs(args[1]!, 'set');
	// What takes all of a set reads it first, and that counts.
	if (entry !== undefined && count !== undefined && count >= entry.value.size) {
		database.look(args[1]!);
	}

	const taken = Array.from({length: Math.min(count ?? 1, entry?.value.size ?? 0)}, () => {
		const member = entry!.value.random()!;
		entry!.value.delete(member);
		return member;
	});
	if (taken.length > 0) {
		database.changed(entry!, 'spop', -elementBytes(taken));
	}

	return count === undefined ? taken[0] : new Set(taken);
}

/** Commands of sets. */
export const setCommands: Runs = {
	spop,
	sadd({database}, args) {
		const entry = database.open(args[1]!, 'set');
		const added = args.slice(2).filter(member => entry.value.add(member));
		if (added.length > 0) {
			database.changed(entry, 'sadd', elementBytes(added));
		}

		return added.length;
	},
	srem({database}, args) {
		const entry = database.findAs(args[1]!, 'set');
		const removed = args.slice(2).filter(member => entry?.value.delete(member));
		if (removed.length > 0) {
			database.changed(entry!, 'srem', -elementBytes(removed));
		}

		return removed.length;
	},
	smembers: (client, args) => new Set(read(client, args[1]!)),
	sismember: (client, args) => read(client, args[1]!).has(args[2]!),
	scard: (client, args) => read(client, args[1]!).size,
};
