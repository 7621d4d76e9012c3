import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {optionName, printable, type Runs} from './command.ts';

/** A connection as CLIENT LIST's line, with those of Redis's fields that mean something here. */
function describeClient(client: Client, nowMs: number): string {
	const seconds = (sinceMs: number) => Math.max(0, Math.floor((nowMs - sinceMs) / 1000));
	const fields: ReadonlyArray<readonly [string, string | number]> = [
		['id', client.id],
		['addr', client.link.remoteAddress],
		['laddr', client.link.localAddress],
		['name', client.name],
		['age', seconds(client.connectedAtMs)],
		['idle', seconds(client.lastRequestAtMs)],
		['flags', flagsOf(client)],
		['db', client.database.index],
		['sub', client.channels.size],
		['psub', client.patterns.size],
		['multi', client.queue?.length ?? -1],
		['qbuf', client.link.pendingRequestBytes()],
		['multi-mem', client.queuedBytes],
		['omem', client.link.pendingOutputBytes()],
		['tot-mem', client.heldBytes],
		['cmd', client.lastCommand ?? 'NULL'],
		['user', 'default'],
		['resp', client.reply.protocol],
		['lib-name', client.libraryName],
		['lib-ver', client.libraryVersion],
	];
	return `${fields.map(([name, value]) => `${name}=${value}`).join(' ')}\n`;
}

function flagsOf(client: Client): string {
	const flags = [
		client.isMonitor ? 'O' : '',
		client.subscriptions > 0 ? 'P' : '',
		client.queue === undefined ? '' : 'x',
		client.dirtyWatch ? 'd' : '',
		client.closeAfterReply ? 'c' : '',
	].join('');
	return flags === '' ? 'N' : flags;
}

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

/** CLIENT. */
export const clientCommands: Runs = {
	'client|setinfo': setInfo,
	'client|id'({id, reply}) {
		reply.integer(id);
	},
	'client|getname'({name, reply}) {
		reply.bulkOrNil(name === '' ? undefined : name);
	},
	'client|setname'(client, args) {
		setClientName(client, args[2]!);
		client.reply.ok();
	},
	'client|info'(client, _args, {clock}) {
		client.reply.verbatim(describeClient(client, clock()));
	},
	'client|list'({reply}, args, {clients, clock}) {
		if (args.length > 2) {
			throw syntaxError();
		}

		reply.verbatim([...clients.values()].map(client => describeClient(client, clock())).join(''));
	},
};
