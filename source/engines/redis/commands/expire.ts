import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import {type Command, optionName} from './command.ts';
import {invalidExpiry} from './set-options.ts';

const never = Number.POSITIVE_INFINITY;

function conditions(args: readonly string[]): ReadonlySet<string> {
	const found = new Set<string>();
	for (const option of args.slice(3)) {
		const name = optionName(option);
		if (!['nx', 'xx', 'gt', 'lt'].includes(name)) {
			const shown = (option.split('\0', 1)[0] ?? '').replace(/[\r\n]+$/, '').replaceAll(/[\r\n]/g, ' ');
			throw new CommandError(`ERR Unsupported option ${shown}`);
		}

		found.add(name);
	}

	if (found.has('nx') && found.size > 1) {
		throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
	}

	if (found.has('gt') && found.has('lt')) {
		throw new CommandError('ERR GT and LT options at the same time are not compatible');
	}

	return found;
}

const expireWith =
	(unitMs: 1 | 1000, isAbsolute: boolean) =>
	(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		const {database, reply} = client;
		const only = conditions(args);
		const amount = requireInteger(args[2]!);
		const expiresAtMs = Number(amount) * unitMs + (isAbsolute ? 0 : nowMs);
		// What lies far in the past is the past, up to where Redis's own 64 bits end.
		const isTooEarly = unitMs === 1000 && BigInt(amount) < -(2n ** 63n) / 1000n;
		if (isTooEarly || expiresAtMs > Number.MAX_SAFE_INTEGER) {
			throw invalidExpiry(client);
		}

		const entry = database.find(args[1]!);
		const current = entry?.expiresAtMs ?? never;
		if (
			entry === undefined ||
			(only.has('nx') && current !== never) ||
			(only.has('xx') && current === never) ||
			(only.has('gt') && expiresAtMs <= current) ||
			(only.has('lt') && expiresAtMs >= current)
		) {
			reply.integer(0);
			return;
		}

		if (expiresAtMs <= nowMs) {
			database.remove(entry);
		} else {
			database.setExpiry(entry, expiresAtMs);
		}

		reply.integer(1);
	};

/** Commands that set or take away an expiry. */
export const expireCommands: readonly Command[] = [
	{
		name: 'expire',
		arity: -3,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: "Set a key's time to live in seconds",
		run: expireWith(1000, false),
	},
	{
		name: 'pexpire',
		arity: -3,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: "Set a key's time to live in milliseconds",
		run: expireWith(1, false),
	},
	{
		name: 'expireat',
		arity: -3,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Set the expiration for a key as a UNIX timestamp',
		run: expireWith(1000, true),
	},
	{
		name: 'pexpireat',
		arity: -3,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Set the expiration for a key as a UNIX timestamp in milliseconds',
		run: expireWith(1, true),
	},
	{
		name: 'persist',
		arity: 2,
		flags: ['write', 'fast'],
		keys: [1, 1, 1],
		group: 'generic',
		summary: 'Remove the expiration from a key',
		run({database, reply}, args) {
			const entry = database.find(args[1]!);
			const hasExpiry = entry !== undefined && entry.expiresAtMs !== never;
			if (hasExpiry) {
				database.setExpiry(entry, never);
			}

			reply.integer(hasExpiry ? 1 : 0);
		},
	},
];
