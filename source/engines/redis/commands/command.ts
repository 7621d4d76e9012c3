import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';

/** What the server asks of a command before it runs it; named as COMMAND INFO names them. */
type CommandFlag =
	| 'write'
	| 'readonly'
	| 'denyoom'
	| 'admin'
	| 'pubsub'
	| 'noscript'
	| 'loading'
	| 'stale'
	| 'skip_slowlog'
	| 'fast'
	| 'no_auth'
	| 'allow_busy';

/** One command, or one subcommand (`client|id`). */
export type Command = {
	/** In small letters; a subcommand with its container's name before it: `client|id`. */
	readonly name: string;
	/** Words with the name itself; negative: at least so many. */
	readonly arity: number;
	readonly flags: readonly CommandFlag[];
	/** First key, last key (negative: from the end), step; absent: no keys. */
	readonly keys?: readonly [first: number, last: number, step: number];
	readonly group: 'string' | 'generic' | 'transactions' | 'connection' | 'server' | 'pubsub';
	readonly summary: string;
	/** Absent: the container is nothing without a subcommand. */
	readonly subcommands?: readonly Command[];
	/** `args[0]` is the name as the client wrote it. Throws {@link CommandError}. */
	readonly run: (client: Client, args: readonly string[], server: Server) => void;
};

/** The commands of this engine, found by the words of a request. */
export type CommandTable = {
	readonly all: readonly Command[];
	/** The command, or subcommand, that a request names; undefined when there is none. */
	readonly find: (args: readonly string[]) => Command | undefined;
	/** By full name, in any case: `get`, `client|id`. */
	readonly named: (name: string) => Command | undefined;
};

/** Text from outside, made fit for an error line: up to its first NUL, without line breaks. */
export const printable = (text: string, maxLength = Number.POSITIVE_INFINITY): string =>
	(text.split('\0', 1)[0] ?? '').slice(0, maxLength).replaceAll(/[\r\n]/g, ' ');

/** An option's name as Redis compares it: small letters, up to its first NUL. */
export const optionName = (text: string | undefined): string => (text?.split('\0', 1)[0] ?? '').toLowerCase();

/** Runs a container that was given no known subcommand. */
export const withoutSubcommand = (_client: Client, args: readonly string[]): never => {
	throw new CommandError(`ERR unknown subcommand '${printable(args[1] ?? '', 128)}'. Try ${printable(args[0] ?? '').toUpperCase()} HELP.`);
};
