import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import {type Command, optionName, printable} from './command.ts';

/** A connection as CLIENT LIST's line, with those of Redis's fields that mean something here. */
export function describeClient(client: Client, nowMs: number): string {
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
		client.noEvict ? 'e' : '',
	].join('');
	return flags === '' ? 'N' : flags;
}

/** The kinds that CLIENT LIST TYPE and CLIENT KILL TYPE know. Throws for another. */
export function requireClientType(text: string): 'normal' | 'master' | 'replica' | 'pubsub' {
	const type = optionName(text);
	if (type === 'slave') {
		return 'replica';
	}

	if (type === 'normal' || type === 'master' || type === 'replica' || type === 'pubsub') {
		return type;
	}

	throw new CommandError(`ERR Unknown client type '${printable(text)}'`);
}

/** A connection's kind, as {@link requireClientType} names it. */
export function clientType(client: Client): string {
	return client.subscriptions > 0 ? 'pubsub' : 'normal';
}

function list({reply}: Client, args: readonly string[], {clients, clock}: Server): void {
	const option = optionName(args[2]);
	let chosen = [...clients.values()];
	if (args.length === 4 && option === 'type') {
		const type = requireClientType(args[3]!);
		chosen = chosen.filter(candidate => clientType(candidate) === type);
	} else if (args.length > 3 && option === 'id') {
		chosen = args.slice(3).flatMap(text => clients.get(Number(requireInteger(text, 'ERR Invalid client ID'))) ?? []);
	} else if (args.length !== 2) {
		throw syntaxError();
	}

	reply.verbatim(chosen.map(candidate => describeClient(candidate, clock())).join(''));
}

/** CLIENT LIST. */
export const listCommand: Command = {
	name: 'client|list',
	arity: -2,
	flags: ['admin', 'noscript', 'loading', 'stale'],
	group: 'connection',
	summary: 'Get the list of client connections',
	run: list,
};
