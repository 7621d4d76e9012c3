import type {Reply} from '../framing/reply-writer.ts';
import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';

/** Returned by a command that has written its replies itself. */
export const written = Symbol('written');

/** Runs a command, and gives its reply. `args[0]` is the name as the client wrote it. @throws CommandError */
type Run = (client: Client, args: readonly string[], server: Server) => Reply | typeof written;

/** What runs, by full name: `get`, `client|id`. */
export type Runs = Readonly<Record<string, Run>>;

/** One command, or one subcommand (`client|id`), as COMMAND DOCS tells of it. */
export type Command = {
	/** In small letters; a subcommand with its container's name before it: `client|id`. */
	readonly name: string;
	/** Words with the name itself; negative: at least so many. */
	readonly arity: number;
	readonly flags: readonly string[];
	readonly since: string;
	readonly group: string;
	readonly complexity: string;
	readonly summary: string;
	/** In the form of {@link commandFacts}. */
	readonly syntax: string;
	readonly subcommands: Command[];
	readonly run: Run;
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
