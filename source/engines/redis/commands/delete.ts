import {syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {type Command, optionName} from './command.ts';

function del({database, reply}: Client, args: readonly string[]): void {
	let removed = 0;
	for (const key of args.slice(1)) {
		const entry = database.find(key);
		if (entry !== undefined) {
			database.remove(entry);
			removed++;
		}
	}

	reply.integer(removed);
}

function checkFlushOptions(args: readonly string[]): void {
	if (args.length > 2 || (args.length === 2 && !['sync', 'async'].includes(optionName(args[1])))) {
		throw syntaxError();
	}
}

/** Commands that remove keys. */
export const deleteCommands: readonly Command[] = [
	{name: 'del', arity: -2, flags: ['write'], keys: [1, -1, 1], group: 'generic', summary: 'Delete a key', run: del},
	{name: 'unlink', arity: -2, flags: ['write', 'fast'], keys: [1, -1, 1], group: 'generic', summary: 'Delete a key', run: del},
	{
		name: 'flushdb',
		arity: -1,
		flags: ['write'],
		group: 'server',
		summary: 'Remove all keys from the current database',
		run({database, reply}, args) {
			checkFlushOptions(args);
			database.flush();
			reply.ok();
		},
	},
	{
		name: 'flushall',
		arity: -1,
		flags: ['write'],
		group: 'server',
		summary: 'Remove all keys from all databases',
		run({reply}, args, server) {
			checkFlushOptions(args);
			for (const database of server.keyspace.databases) {
				if (database.size > 0) {
					database.flush();
				}
			}

			reply.ok();
		},
	},
];
