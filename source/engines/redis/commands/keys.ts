import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import {optionName, type Runs} from './command.ts';

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
	let entry = database.order.random();
	while (entry !== undefined && database.isExpired(entry)) {
		database.removeExpired(entry);
		entry = database.order.random();
	}

	reply.bulkOrNil(entry?.key);
}

const renameWith =
	(onlyIfAbsent: boolean) =>
	({database, reply}: Client, args: readonly string[]) => {
		const [from, to] = [args[1]!, args[2]!];
		const entry = database.find(from);
		if (entry === undefined) {
			throw new CommandError('ERR no such key');
		}

		const present = from === to ? entry : database.find(to);
		const isRefused = onlyIfAbsent && present !== undefined;
		if (!isRefused && from !== to) {
			database.rename(entry, to);
		}

		if (onlyIfAbsent) {
			reply.integer(isRefused ? 0 : 1);
		} else {
			reply.ok();
		}
	};

function checkFlushOptions(args: readonly string[]): void {
	if (args.length > 2 || (args.length === 2 && !['sync', 'async'].includes(optionName(args[1])))) {
		throw syntaxError();
	}
}

/** Commands of keys, whatever they hold. */
export const keyCommands: Runs = {
	del,
	unlink: del,
	keys,
	randomkey,
	rename: renameWith(false),
	renamenx: renameWith(true),
	exists({database, reply}, args) {
		reply.integer(args.slice(1).filter(key => database.look(key) !== undefined).length);
	},
	touch({database, reply}, args) {
		reply.integer(args.slice(1).filter(key => database.read(key) !== undefined).length);
	},
	type({database, reply}, args) {
		reply.status(database.look(args[1]!)?.kind ?? 'none');
	},
	dbsize({database, reply}) {
		reply.integer(database.size);
	},
	flushdb({database, reply}, args) {
		checkFlushOptions(args);
		database.flush();
		reply.ok();
	},
	flushall({reply}, args, {keyspace}) {
		checkFlushOptions(args);
		for (const database of keyspace.databases) {
			database.flush();
		}

		reply.ok();
	},
};
