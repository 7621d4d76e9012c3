import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import {type Command, optionName} from './command.ts';
import {requireDatabase} from './require-database.ts';

const renameWith =
	(onlyIfAbsent: boolean) =>
	({database, reply}: Client, args: readonly string[]) => {
		const [from, to] = [args[1]!, args[2]!];
		const entry = database.find(from);
		if (entry === undefined) {
			throw new CommandError('ERR no such key');
		}

		const present = from === to ? entry : database.find(to);
		if (onlyIfAbsent && present !== undefined) {
			reply.integer(0);
			return;
		}

		if (from !== to) {
			if (present !== undefined) {
				database.remove(present);
			}

			database.remove(entry);
			database.put(to, entry.value, entry.expiresAtMs, entry.form);
		}

		if (onlyIfAbsent) {
			reply.integer(1);
		} else {
			reply.ok();
		}
	};

function copy({database, reply}: Client, args: readonly string[], {keyspace}: Server): void {
	let target = database;
	let replace = false;
	for (let i = 3; i < args.length; i++) {
		const name = optionName(args[i]);
		if (name === 'replace') {
			replace = true;
		} else if (name === 'db' && i + 1 < args.length) {
			i++;
			target = requireDatabase(keyspace, args[i]!);
		} else {
			throw syntaxError();
		}
	}

	const [from, to] = [args[1]!, args[2]!];
	if (target === database && from === to) {
		throw new CommandError('ERR source and destination objects are the same');
	}

	const entry = database.read(from);
	const present = entry === undefined ? undefined : target.find(to);
	if (entry === undefined || (present !== undefined && !replace)) {
		reply.integer(0);
		return;
	}

	target.put(to, entry.value, entry.expiresAtMs, entry.form);
	reply.integer(1);
}

function move({database, reply}: Client, args: readonly string[], {keyspace}: Server): void {
	const target = requireDatabase(keyspace, args[2]!);
	if (target === database) {
		throw new CommandError('ERR source and destination objects are the same');
	}

	const entry = database.find(args[1]!);
	if (entry === undefined || target.find(entry.key) !== undefined) {
		reply.integer(0);
		return;
	}

	database.remove(entry);
	target.put(entry.key, entry.value, entry.expiresAtMs, entry.form);
	reply.integer(1);
}

/** Commands that give a value another name or place. */
export const renameCommands: readonly Command[] = [
	{name: 'rename', arity: 3, flags: ['write'], keys: [1, 2, 1], group: 'generic', summary: 'Rename a key', run: renameWith(false)},
	{
		name: 'renamenx',
		arity: 3,
		flags: ['write', 'fast'],
		keys: [1, 2, 1],
		group: 'generic',
		summary: 'Rename a key, only if the new key does not exist',
		run: renameWith(true),
	},
	{name: 'copy', arity: -3, flags: ['write', 'denyoom'], keys: [1, 2, 1], group: 'generic', summary: 'Copy a key', run: copy},
	{name: 'move', arity: 3, flags: ['write', 'fast'], keys: [1, 1, 1], group: 'generic', summary: 'Move a key to another database', run: move},
];
