import {type Command, type CommandTable, printable, written} from './commands/command.ts';
import {feedMonitors} from './commands/monitor.ts';
import {status} from './framing/reply-writer.ts';
import {CommandError} from './redis-error.ts';
import {type Client, discardTransaction} from './state/client.ts';
import type {Server} from './state/server.ts';

const runsInsideMulti = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);
const allowedWhenSubscribed = new Set(['ping', 'subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'quit', 'reset']);

/** One request from a client: refused, queued, or run. The checks and their order are those of Redis 7.0's processCommand. */
export function processRequest(client: Client, args: readonly string[], server: Server, commands: CommandTable): void {
	const {reply} = client;
	const found = commands.find(args);
	if (found === undefined && /^(?:host:|post)$/i.test(args[0] ?? '')) {
		// HTTP on this port is an attack through somebody's browser.
		client.link.destroy();
		return;
	}

	client.lastCommand = found?.name;
	server.keyspace.nowMs = server.clock();
	server.keyspace.evict();
	const refusal = found === undefined ? unknownCommand(commands, args) : refusalOf(client, found, args, server);
	if (found === undefined || refusal !== undefined) {
		reject(client, found, args, refusal ?? '', server);
	} else if (client.queue !== undefined && !runsInsideMulti.has(found.name)) {
		enqueue(client, found, args, server);
		reply.write(status('QUEUED'));
	} else {
		callCommand(client, found, args, server);
	}
}

/** Runs a command, turns its error into a reply, counts it and shows it to MONITOR. Also for the commands inside EXEC. */
function callCommand(client: Client, command: Command, args: readonly string[], server: Server): void {
	const counts = countsOf(command, server);
	const startMs = performance.now();
	client.command = command.name;
	try {
		const reply = command.run(client, args, server);
		if (reply !== written) {
			client.reply.write(reply);
		}
	} catch (error) {
		if (!(error instanceof CommandError)) {
			throw error;
		}

		counts.failed++;
		replyError(client, error.message, server);
	}

	counts.calls++;
	counts.usec += (performance.now() - startMs) * 1000;
	server.statistics.commandsProcessed++;
	if (command.name !== 'quit' && !command.flags.includes('admin')) {
		feedMonitors(client, args, server);
	}
}

function countsOf({name}: Command, {statistics: {commands}}: Server) {
	let counts = commands.get(name);
	if (counts === undefined) {
		counts = {calls: 0, usec: 0, rejected: 0, failed: 0};
		commands.set(name, counts);
	}

	return counts;
}

const outOfMemory = "OOM command not allowed when used memory > 'maxmemory'.";

function refusalOf(client: Client, command: Command, args: readonly string[], {kept, keyspace}: Server): string | undefined {
	if (command.arity > 0 ? command.arity !== args.length : args.length < -command.arity) {
		return `ERR wrong number of arguments for '${command.name}' command`;
	}

	if (!keyspace.isFull && kept?.failure === undefined && client.subscriptions === 0 && !client.isMonitor) {
		return undefined;
	}

	const asked = [command, ...(command.name === 'exec' ? (client.queue ?? []) : [])];
	if (
		keyspace.isFull &&
		(asked.some(({flags}) => flags.includes('denyoom')) || (client.queue !== undefined && !['exec', 'discard', 'quit'].includes(command.name)))
	) {
		return outOfMemory;
	}

	if (kept?.failure !== undefined && asked.some(({name, flags}) => name === 'ping' || flags.includes('write'))) {
		return `MISCONF Errors writing to the AOF file: ${kept.failure}`;
	}

	if (client.subscriptions > 0 && client.reply.protocol === 2 && !allowedWhenSubscribed.has(command.name)) {
		return `ERR Can't execute '${command.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
	}

	if (client.isMonitor && (command.name === 'publish' || command.flags.some(flag => flag === 'write' || flag === 'readonly'))) {
		return "ERR Replica can't interact with the keyspace";
	}

	return undefined;
}

function unknownCommand(commands: CommandTable, args: readonly string[]): string {
	const [name = '', ...rest] = args;
	if (args.length > 1 && commands.find([name]) !== undefined) {
		return `ERR unknown subcommand '${printable(rest[0] ?? '', 128)}'. Try ${printable(name).toUpperCase()} HELP.`;
	}

	const shown = rest.reduce((before, text) => (before.length < 128 ? `${before}'${printable(text, 128 - before.length)}' ` : before), '');
	return `ERR unknown command '${printable(name, 128)}', with args beginning with: ${shown}`;
}

function reject(client: Client, command: Command | undefined, args: readonly string[], text: string, server: Server): void {
	if (client.queue !== undefined) {
		client.dirtyQueue = true;
	}

	if (command !== undefined) {
		countsOf(command, server).rejected++;
	}

	if (command?.name === 'exec') {
		discardTransaction(client);
		replyError(client, `EXECABORT Transaction discarded because of: ${text.replace(/^ERR /, '')}`, server);
		feedMonitors(client, args, server);
	} else {
		replyError(client, text, server);
	}
}

function replyError(client: Client, text: string, {statistics}: Server): void {
	const code = text.split(' ', 1)[0] ?? 'ERR';
	statistics.errorReplies++;
	statistics.errors.set(code, (statistics.errors.get(code) ?? 0) + 1);
	client.reply.error(text);
}

function enqueue(client: Client, command: Command, args: readonly string[], server: Server): void {
	// A transaction that must fail needs no memory.
	if (client.dirtyQueue || client.dirtyWatch) {
		return;
	}

	const {name, flags} = command;
	client.queue?.push({name, flags, call: () => callCommand(client, memoryAware(command, server), args, server)});
	client.queuedBytes += args.reduce((sum, text) => sum + text.length + 32, 64);
}

/** A command that may store, once memory is full: one transaction must not grow without end. Redis itself lets it. */
function memoryAware(command: Command, {keyspace}: Server): Command {
	keyspace.evict();
	const run = () => {
		throw new CommandError(outOfMemory);
	};
	return keyspace.isFull && command.flags.includes('denyoom') ? {...command, run} : command;
}
