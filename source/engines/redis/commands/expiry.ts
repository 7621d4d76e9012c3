import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import {optionName, printable, type Runs} from './command.ts';
import {invalidExpiry} from './set-options.ts';

const never = Number.POSITIVE_INFINITY;

/** What has to be true of the expiry that there is. @throws CommandError */
function readConditions(options: readonly string[]): ReadonlySet<string> {
	const found = new Set(options.map(option => optionName(option)));
	const unknown = options.find(option => !['nx', 'xx', 'gt', 'lt'].includes(optionName(option)));
	if (unknown !== undefined) {
		throw new CommandError(`ERR Unsupported option ${printable(unknown).trimEnd()}`);
	}

	if ((found.has('nx') && found.size > 1) || (found.has('gt') && found.has('lt'))) {
		throw new CommandError(`ERR ${found.has('nx') ? 'NX and XX, GT or LT' : 'GT and LT'} options at the same time are not compatible`);
	}

	return found;
}

const expireWith =
	(unitMs: 1 | 1000, isAbsolute: boolean) =>
	(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		const {database} = client;
		const only = readConditions(args.slice(3));
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
			return false;
		}

		if (expiresAtMs <= nowMs) {
			database.remove(entry);
		} else {
			database.setExpiry(entry, expiresAtMs);
		}

		return true;
	};

const ttlWith =
	(unitMs: 1 | 1000, isAbsolute: boolean) =>
	({database}: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		const entry = database.look(args[1]!);
		if (entry === undefined || entry.expiresAtMs === never) {
			return entry === undefined ? -2 : -1;
		}

		const ms = isAbsolute ? entry.expiresAtMs : Math.max(0, entry.expiresAtMs - nowMs);
		return unitMs === 1 ? ms : Math.floor((ms + 500) / 1000);
	};

/** Commands that set, take away or tell an expiry. */
export const expiryCommands: Runs = {
	expire: expireWith(1000, false),
	pexpire: expireWith(1, false),
	expireat: expireWith(1000, true),
	pexpireat: expireWith(1, true),
	ttl: ttlWith(1000, false),
	pttl: ttlWith(1, false),
	expiretime: ttlWith(1000, true),
	pexpiretime: ttlWith(1, true),
	persist({database}, args) {
		const entry = database.find(args[1]!);
		const hasExpiry = entry !== undefined && entry.expiresAtMs !== never;
		if (hasExpiry) {
			database.setExpiry(entry, never);
		}

		return hasExpiry;
	},
};
