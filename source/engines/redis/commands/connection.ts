import {ok, type Reply, status} from '../framing/reply-writer.ts';
import {followedVersion} from '../followed-version.ts';
import {limits} from '../limits.ts';
import {CommandError, syntaxError, wrongArguments} from '../redis-error.ts';
import {type Client, discardTransaction} from '../state/client.ts';
import type {Database} from '../state/database.ts';
import {requireInteger} from '../state/integer.ts';
import type {Keyspace} from '../state/keyspace.ts';
import {endSubscriptions} from '../state/subscriptions.ts';
import {setClientName} from './client.ts';
import {optionName, printable, type Runs} from './command.ts';

function ping({reply, subscriptions}: Client, args: readonly string[]): Reply {
	if (args.length > 2) {
		throw wrongArguments('ping');
	}

	return subscriptions > 0 && reply.protocol === 2 ? ['pong', args[1] ?? ''] : (args[1] ?? status('PONG'));
}

function hello(client: Client, args: readonly string[]): Reply {
	const {reply} = client;
	const version = args[1] === undefined ? reply.protocol : requireInteger(args[1], 'ERR Protocol version is not an integer or out of range');
	if (version !== 2 && version !== 3) {
		throw new CommandError('NOPROTO unsupported protocol version');
	}

	for (let i = 2; i < args.length; i++) {
		const name = optionName(args[i]);
		if (name === 'auth' && i + 2 < args.length) {
			authenticate(args[i + 1]!);
			i += 2;
		} else if (name === 'setname' && i + 1 < args.length) {
			i++;
			setClientName(client, args[i]!);
		} else {
			throw new CommandError(`ERR Syntax error in HELLO option '${printable(args[i]!)}'`);
		}
	}

	reply.protocol = version;
	return new Map<string, Reply>([
		['server', 'redis'],
		['version', followedVersion],
		['proto', version],
		['id', client.id],
		['mode', 'standalone'],
		['role', 'master'],
		['modules', []],
	]);
}

/** There is one user, `default`, who needs no password: any will do. Throws for another. */
function authenticate(user: string): void {
	if (user !== 'default') {
		throw new CommandError('WRONGPASS invalid username-password pair or user is disabled.');
	}
}

/** The database that an argument names. Throws Redis's errors. */
function requireDatabase(keyspace: Keyspace, text: string): Database {
	const index = requireInteger(text);
	if (index < -(2 ** 31) || index > 2 ** 31 - 1) {
		throw new CommandError('ERR value is out of range, value must between -2147483648 and 2147483647');
	}

	if (index < 0 || index >= limits.databases) {
		throw new CommandError('ERR DB index is out of range');
	}

	return keyspace.databases[Number(index)]!;
}

/** Commands about the connection itself. */
export const connectionCommands: Runs = {
	ping,
	hello,
	echo: (_, args) => args[1],
	select(client, args, {keyspace}) {
		client.database = requireDatabase(keyspace, args[1]!);
		return ok;
	},
	reset(client, _, server) {
		discardTransaction(client);
		endSubscriptions(client, server);
		server.monitors.delete(client);
		Object.assign(client, {isMonitor: false, name: '', database: server.keyspace.databases[0]!});
		client.reply.protocol = 2;
		return status('RESET');
	},
	quit(client) {
		client.closeAfterReply = true;
		return ok;
	},
	auth(_, args) {
		if (args.length !== 3) {
			throw args.length > 3
				? syntaxError()
				: new CommandError('ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?');
		}

		authenticate(args[1]!);
		return ok;
	},
};
