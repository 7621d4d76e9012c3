import {followedVersion} from '../followed-version.ts';
import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import {setClientName} from './client.ts';
import {type Command, optionName, printable} from './command.ts';

function hello(client: Client, args: readonly string[]): void {
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
	reply.map(7);
	reply.bulk('server');
	reply.bulk('redis');
	reply.bulk('version');
	reply.bulk(followedVersion);
	reply.bulk('proto');
	reply.integer(version);
	reply.bulk('id');
	reply.integer(client.id);
	reply.bulk('mode');
	reply.bulk('standalone');
	reply.bulk('role');
	reply.bulk('master');
	reply.bulk('modules');
	reply.array(0);
}

/** There is one user, `default`, who needs no password: any will do. Throws for another. */
export function authenticate(user: string): void {
	if (user !== 'default') {
		throw new CommandError('WRONGPASS invalid username-password pair or user is disabled.');
	}
}

/** HELLO. */
export const helloCommands: readonly Command[] = [
	{
		name: 'hello',
		arity: -1,
		flags: ['noscript', 'loading', 'stale', 'fast', 'no_auth', 'allow_busy'],
		group: 'connection',
		summary: 'Handshake with Redis',
		run: hello,
	},
];
