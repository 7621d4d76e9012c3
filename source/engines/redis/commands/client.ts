import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {type Command, optionName, printable, withoutSubcommand} from './command.ts';
import {killCommand} from './client-kill.ts';
import {describeClient, listCommand} from './client-list.ts';
import {helpCommand} from './help.ts';

/** Names a connection; an empty name takes the name away. Throws Redis's error. */
export function setClientName(client: Client, name: string): void {
	if (/[^!-~]/.test(name)) {
		throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');
	}

	client.name = name;
}

function setInfo(client: Client, args: readonly string[]): void {
	const [option, value] = [optionName(args[2]), args[3]!];
	if (option !== 'lib-name' && option !== 'lib-ver') {
		throw new CommandError(`ERR Unrecognized option '${printable(args[2]!)}'`);
	}

	if (/[^!-~]/.test(value)) {
		throw new CommandError(`ERR ${option} cannot contain spaces, newlines or special characters.`);
	}

	client[option === 'lib-name' ? 'libraryName' : 'libraryVersion'] = value;
	client.reply.ok();
}

function replyMode(client: Client, args: readonly string[]): void {
	const mode = optionName(args[2]);
	if (mode === 'on') {
		client.replyMode = 'on';
		client.reply.ok();
	} else if (mode === 'off') {
		client.replyMode = 'off';
	} else if (mode !== 'skip') {
		throw syntaxError();
	} else if (client.replyMode !== 'off') {
		client.replyMode = 'skip';
	}
}

function noEvict(client: Client, args: readonly string[]): void {
	const mode = optionName(args[2]);
	if (mode !== 'on' && mode !== 'off') {
		throw syntaxError();
	}

	client.noEvict = mode === 'on';
	client.reply.ok();
}

const common = {flags: ['noscript', 'loading', 'stale'], group: 'connection'} as const;

/** CLIENT and what it contains. */
export const clientCommands: readonly Command[] = [
	{
		name: 'client',
		arity: -2,
		flags: [],
		group: 'connection',
		summary: 'A container for client connection commands',
		run: withoutSubcommand,
		subcommands: [
			{
				...common,
				name: 'client|id',
				arity: 2,
				summary: 'Returns the client ID for the current connection',
				run({id, reply}) {
					reply.integer(id);
				},
			},
			{
				...common,
				name: 'client|getname',
				arity: 2,
				summary: 'Get the current connection name',
				run({name, reply}) {
					if (name === '') {
						reply.nil();
					} else {
						reply.bulk(name);
					}
				},
			},
			{
				...common,
				name: 'client|setname',
				arity: 3,
				summary: 'Set the current connection name',
				run(client, args) {
					setClientName(client, args[2]!);
					client.reply.ok();
				},
			},
			{...common, name: 'client|setinfo', arity: 4, summary: 'Set client or connection specific info', run: setInfo},
			{
				...common,
				name: 'client|info',
				arity: 2,
				summary: 'Returns information about the current client connection.',
				run(client, _args, {clock}) {
					client.reply.verbatim(describeClient(client, clock()));
				},
			},
			listCommand,
			killCommand,
			{...common, name: 'client|reply', arity: 3, summary: 'Instruct the server whether to reply to commands', run: replyMode},
			{
				...common,
				name: 'client|no-evict',
				arity: 3,
				flags: ['admin', 'noscript', 'loading', 'stale'],
				summary: 'Set client eviction mode for the current connection',
				run: noEvict,
			},
			{
				...common,
				name: 'client|getredir',
				arity: 2,
				summary: 'Get tracking notifications redirection client ID if any',
				run({reply}) {
					reply.integer(-1);
				},
			},
			helpCommand('client', 'connection', [
				'GETNAME',
				'    Return the name of the current connection.',
				'ID',
				'    Return the ID of the current connection.',
				'INFO',
				'    Return information about the current client connection.',
				'KILL <ip:port> | <option> <value> [<option> <value> [...]]',
				'    Kill connections by ID, ADDR, LADDR, TYPE, USER; SKIPME (YES|NO).',
				'LIST [TYPE (NORMAL|MASTER|REPLICA|PUBSUB) | ID <id> [<id> ...]]',
				'    Return information about client connections.',
				'NO-EVICT (ON|OFF)',
				'    Accepted; no client is ever evicted here.',
				'REPLY (ON|OFF|SKIP)',
				'    Control the replies sent to the current connection.',
				'SETINFO (LIB-NAME|LIB-VER) <value>',
				'    Set meta data of the connection.',
				'SETNAME <name>',
				'    Assign the name <name> to the current connection.',
			]),
		],
	},
];
