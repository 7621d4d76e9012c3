import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import type {Command} from './command.ts';

function keys({database, reply}: Client, args: readonly string[]): void {
	const pattern = args[1]!;
	const found: string[] = [];
	for (const entry of database.entries()) {
		if (!database.isExpired(entry) && (pattern === '*' || matchesGlob(pattern, entry.key))) {
			found.push(entry.key);
		}
	}

	reply.bulks(found);
}

function randomkey({database, reply}: Client): void {
	for (let entry = database.order.random(); entry !== undefined; entry = database.order.random()) {
		if (!database.isExpired(entry)) {
			reply.bulk(entry.key);
			return;
		}

		database.removeExpired(entry);
	}

	reply.nil();
}

function exists({database, reply}: Client, args: readonly string[]): void {
	let count = 0;
	for (const key of args.slice(1)) {
		if (database.read(key) !== undefined) {
			count++;
		}
	}

	reply.integer(count);
}

/** Commands that ask which keys there are. */
export const keysCommands: readonly Command[] = [
	{name: 'keys', arity: 2, flags: ['readonly'], group: 'generic', summary: 'Find all keys matching the given pattern', run: keys},
	{name: 'randomkey', arity: 1, flags: ['readonly'], group: 'generic', summary: 'Return a random key from the keyspace', run: randomkey},
	{name: 'exists', arity: -2, flags: ['readonly', 'fast'], keys: [1, -1, 1], group: 'generic', summary: 'Determine if a key exists', run: exists},
	{name: 'touch', arity: -2, flags: ['readonly', 'fast'], keys: [1, -1, 1], group: 'generic', summary: 'Alters the last access time of a key(s)', run: exists},
	{
		name: 'type',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Determine the type stored at key',
		run({database, reply}, args) {
			reply.status(database.read(args[1]!) === undefined ? 'none' : 'string');
		},
	},
	{
		name: 'dbsize',
		arity: 1,
		flags: ['readonly', 'fast'],
		group: 'server',
		summary: 'Return the number of keys in the selected database',
		run({database, reply}) {
			reply.integer(database.size);
		},
	},
];
