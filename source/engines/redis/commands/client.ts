import {ok, verbatim} from '../framing/reply-writer.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireNumber} from '../state/integer.ts';
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

/** The types of connections; none is a replica or a master here. */
const types = ['normal', 'pubsub', 'replica', 'slave', 'master'];

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
		const [option, ...values] = args.slice(2);
		let chosen = [...clients.values()];
		if (optionName(option) === 'id' && values.length > 0) {
			chosen = values.flatMap(value => clients.get(requireNumber(value, 'ERR Invalid client ID')) ?? []);
		} else if (optionName(option) === 'type' && values.length === 1) {
			const type = optionName(values[0]);
			if (!types.includes(type)) {
				throw new CommandError(`ERR Unknown client type '${printable(values[0]!)}'`);
			}

			chosen = chosen.filter(client => type === (client.subscriptions > 0 ? 'pubsub' : 'normal'));
		} else if (option !== undefined) {
			throw syntaxError();
		}

		return verbatim(chosen.map(client => describeClient(client, clock())).join(''));
	},
};
