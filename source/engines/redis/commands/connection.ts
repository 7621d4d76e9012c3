import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import {endSubscriptions} from '../state/subscriptions.ts';
import {discardTransaction} from '../state/transaction.ts';
import {authenticate} from './hello.ts';
import type {Command} from './command.ts';
import {requireDatabase} from './require-database.ts';

function ping({reply, subscriptions}: Client, args: readonly string[]): void {
	if (args.length > 2) {
		throw new CommandError("ERR wrong number of arguments for 'ping' command");
	}

	if (subscriptions > 0 && reply.protocol === 2) {
		reply.bulks(['pong', args[1] ?? '']);
	} else if (args[1] === undefined) {
		reply.status('PONG');
	} else {
		reply.bulk(args[1]);
	}
}

function reset(client: Client, _args: readonly string[], server: Server): void {
	discardTransaction(client);
	endSubscriptions(client, server);
	server.monitors.delete(client);
	client.isMonitor = false;
	client.database = server.keyspace.database(0);
	client.name = '';
	client.replyMode = 'on';
	client.reply.protocol = 2;
	client.reply.status('RESET');
}

/** Commands about the connection itself. */
export const connectionCommands: readonly Command[] = [
	{name: 'ping', arity: -1, flags: ['fast'], group: 'connection', summary: 'Ping the server', run: ping},
	{
		name: 'echo',
		arity: 2,
		flags: ['fast'],
		group: 'connection',
		summary: 'Echo the given string',
		run({reply}, args) {
			reply.bulk(args[1]!);
		},
	},
	{
		name: 'select',
		arity: 2,
		flags: ['loading', 'stale', 'fast'],
		group: 'connection',
		summary: 'Change the selected database for the current connection',
		run(client, args, {keyspace}) {
			client.database = requireDatabase(keyspace, args[1]!);
			client.reply.ok();
		},
	},
	{
		name: 'quit',
		arity: -1,
		flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
		group: 'connection',
		summary: 'Close the connection',
		run(client) {
			client.reply.ok();
			client.closeAfterReply = true;
		},
	},
	{
		name: 'reset',
		arity: 1,
		flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
		group: 'connection',
		summary: 'Reset the connection',
		run: reset,
	},
	{
		name: 'auth',
		arity: -2,
		flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
		group: 'connection',
		summary: 'Authenticate to the server',
		run({reply}, args) {
			if (args.length > 3) {
				throw syntaxError();
			}

			if (args.length === 2) {
				throw new CommandError('ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?');
			}

			authenticate(args[1]!);
			reply.ok();
		},
	},
];
