import {ok, status} from '../framing/reply-writer.ts';
import {syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Database} from '../state/database.ts';
import {matchesGlob} from '../state/glob.ts';
import type {Server} from '../state/server.ts';
import {optionName, type Runs} from './command.ts';

function del({database}: Client, args: readonly string[]): number {
	let removed = 0;
	for (const key of args.slice(1)) {
		const entry = database.find(key);
		if (entry !== undefined) {
			database.remove(entry);
			removed++;
		}
	}

	return removed;
}

const flushWith = (databasesOf: (client: Client, server: Server) => readonly Database[]) => (client: Client, args: readonly string[], server: Server) => {
	if (args.length > 2 || (args.length === 2 && !['sync', 'async'].includes(optionName(args[1])))) {
		throw syntaxError();
	}

	databasesOf(client, server).forEach(database => database.flush());
	return ok;
};

/** Commands of keys, whatever they hold. */
export const keyCommands: Runs = {
	del,
	unlink: del,
	keys: ({database}, args) =>
		[...database.entries()].filter(entry => !database.isExpired(entry) && (args[1] === '*' || matchesGlob(args[1]!, entry.key))).map(({key}) => key),
	exists: ({database}, args) => args.slice(1).filter(key => database.look(key) !== undefined).length,
	type: ({database}, args) => status(database.look(args[1]!)?.kind ?? 'none'),
	dbsize: ({database}) => database.size,
	flushdb: flushWith(({database}) => [database]),
	flushall: flushWith((_, {keyspace}) => keyspace.databases),
};
