import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireInteger} from '../state/integer.ts';
import type {Server} from '../state/server.ts';
import {optionName, printable, type Runs} from './command.ts';
import {invalidExpiry} from './set-options.ts';

const never = Number.POSITIVE_INFINITY;

const expireWith =
	(unitMs: 1 | 1000, isAbsolute: boolean) =>
	(client: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		const {database} = client;
		const allows = readCondition(args.slice(3));
		const amount = requireInteger(args[2]!);
		const expiresAtMs = Number(amount) * unitMs + (isAbsolute ? 0 : nowMs);
		// What lies far in the past is the past, up to where Redis's own 64 bits end.
		const isTooEarly = unitMs === 1000 && BigInt(amount) < -(2n ** 63n) / 1000n;
		if (isTooEarly || expiresAtMs > Number.MAX_SAFE_INTEGER) {
			throw invalidExpiry(client);
		}

		const entry = database.find(args[1]!);
		if (entry === undefined || !allows(entry.expiresAtMs, expiresAtMs)) {
			return false;
		}

		if (expiresAtMs <= nowMs) {
			database.remove(entry);
		} else {
			database.setExpiry(entry, expiresAtMs);
		}

		return true;
	};

type Allows = (before: number, after: number) => boolean;

/** What each option asks of the expiry that a key has; none is later than all. */
const conditions: Readonly<Record<string, Allows>> = {
	nx: before => before === never,
	xx: before => before !== never,
	gt: (before, after) => after > before,
	lt: (before, after) => after < before,
};

/** Whether an expiry may be set, as EXPIRE's options say. */
function readCondition(words: readonly string[]): Allows {
	const names = new Set(words.map(word => optionName(word)));
	const unknown = words.find(word => !Object.hasOwn(conditions, optionName(word)));
	if (unknown !== undefined) {
		throw new CommandError(`ERR Unsupported option ${printable(unknown.replace(/[\r\n]+$/, ''))}`);
	}

	const together = names.has('nx') && names.size > 1 ? 'NX and XX, GT or LT' : names.has('gt') && names.has('lt') ? 'GT and LT' : undefined;
	if (together !== undefined) {
		throw new CommandError(`ERR ${together} options at the same time are not compatible`);
	}

	return (before, after) => [...names].every(name => conditions[name]!(before, after));
}

const ttlWith =
	(unitMs: 1 | 1000) =>
	({database}: Client, args: readonly string[], {keyspace: {nowMs}}: Server) => {
		const entry = database.look(args[1]!);
		if (entry === undefined || entry.expiresAtMs === never) {
			return entry === undefined ? -2 : -1;
		}

		const ms = Math.max(0, entry.expiresAtMs - nowMs);
		return unitMs === 1 ? ms : Math.floor((ms + 500) / 1000);
	};

/** Commands that set, take away or tell an expiry. */
export const expiryCommands: Runs = {
	expire: expireWith(1000, false),
	pexpire: expireWith(1, false),
	expireat: expireWith(1000, true),
	pexpireat: expireWith(1, true),
	ttl: ttlWith(1000),
	pttl: ttlWith(1),
	pexpiretime({database}, args) {
		const entry = database.look(args[1]!);
		return entry === undefined ? -2 : entry.expiresAtMs === never ? -1 : entry.expiresAtMs;
	},
	persist({database}, args) {
		const entry = database.find(args[1]!);
		const hasExpiry = entry !== undefined && entry.expiresAtMs !== never;
		if (hasExpiry) {
			database.setExpiry(entry, never);
		}

		return hasExpiry;
	},
};
