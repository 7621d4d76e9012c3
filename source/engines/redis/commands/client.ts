import {ok, verbatim} from '../framing/reply-writer.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Runs} from './command.ts';

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

/** CLIENT. */
export const clientCommands: Runs = {
	'client|id': ({id}) => id,
	'client|getname': ({name}) => name || undefined,
	'client|setname'(client, args) {
		setClientName(client, args[2]!);
		return ok;
	},
	'client|info': (client, _, {clock}) => verbatim(describeClient(client, clock())),
	'client|list'(_, args, {clients, clock}) {
		if (args.length > 2) {
			throw syntaxError();
		}

		return verbatim([...clients.values()].map(client => describeClient(client, clock())).join(''));
	},
};
