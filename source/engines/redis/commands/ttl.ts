import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import type {Command} from './command.ts';

const ttlWith =
	(unitMs: 1 | 1000, isAbsolute: boolean) =>
	({database, reply}: Client, args: readonly string[], server: Server) => {
		const entry = database.read(args[1]!);
		if (entry === undefined) {
			reply.integer(-2);
		} else if (entry.expiresAtMs === Number.POSITIVE_INFINITY) {
			reply.integer(-1);
		} else {
			const ms = isAbsolute ? entry.expiresAtMs : Math.max(0, entry.expiresAtMs - server.keyspace.nowMs);
			reply.integer(unitMs === 1 ? ms : Math.floor((ms + 500) / 1000));
		}
	};

/** Commands that tell an expiry. */
export const ttlCommands: readonly Command[] = [
	{
		name: 'ttl',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Get the time to live for a key in seconds',
		run: ttlWith(1000, false),
	},
	{
		name: 'pttl',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Get the time to live for a key in milliseconds',
		run: ttlWith(1, false),
	},
	{
		name: 'expiretime',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Get the expiration UNIX timestamp for a key',
		run: ttlWith(1000, true),
	},
	{
		name: 'pexpiretime',
		arity: 2,
		flags: ['readonly', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Get the expiration UNIX timestamp for a key in milliseconds',
		run: ttlWith(1, true),
	},
];
