import {type Command, CommandError, printable} from './commands/command.ts';
import {feedMonitors} from './commands/monitor.ts';
import {discardTransaction} from './state/transaction.ts';
import type {Client} from './state/client.ts';

const runsInsideMulti = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);
const allowedWhenSubscribed = new Set(['ping', 'subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'quit', 'reset']);

/** One request from a client: refused, queued, or run. The checks and their order are those of Redis 7.0's processCommand. */
export function processRequest(client: Client, args: readonly string[]): void {
	const {server, reply} = client;
	const start = reply.output.length;
	if (client.replyMode === 'skip') {
		client.replyMode = 'skipping';
	}

	const found = server.commands.find(args);
	if (found === undefined && /^(?:host:|post)$/i.test(args[0] ?? '')) {
		// HTTP on this port is an attack through somebody's browser.
		client.link.destroy();
		return;
	}

	client.lastCommand = found;
	const refusal = found === undefined ? unknownCommand(client, args) : refusalOf(client, found, args);
	if (found === undefined || refusal !== undefined) {
		reject(client, found, args, refusal ?? '');
	} else if (client.queue !== undefined && !runsInsideMulti.has(found.name)) {
		enqueue(client, found, args);
		reply.status('QUEUED');
	} else {
		server.keyspace.nowMs = server.clock();
		callCommand(client, found, args);
		server.keyspace.journal?.commit();
	}

	if (client.replyMode === 'off' || client.replyMode === 'skipping') {
		reply.output = reply.output.slice(0, start);
		if (client.replyMode === 'skipping') {
			client.replyMode = 'on';
		}
	}
}

/** Runs a command, turns its error into a reply, counts it and shows it to MONITOR. Also for the commands inside EXEC. */
export function callCommand(client: Client, command: Command, args: readonly string[]): void {
	const {server} = client;
	client.command = command;
	try {
		command.run(client, args);
	} catch (error) {
		if (!(error instanceof CommandError)) {
			throw error;
		}

		replyError(client, error.message);
	}

	server.statistics.commandsProcessed++;
	if (server.monitors.size > 0 && !command.flags.includes('admin')) {
		feedMonitors(client, args);
	}
}

/** Why the client may not store more just now; undefined when it may. */
export function memoryRefusal(client: Client, command: Command): string | undefined {
	return client.server.keyspace.isFull && command.flags.includes('denyoom') ? outOfMemory : undefined;
}

const outOfMemory = 'OOM command not allowed when used memory > \'maxmemory\'.';

function refusalOf(client: Client, command: Command, args: readonly string[]): string | undefined {
	if (command.arity > 0 ? command.arity !== args.length : args.length < -command.arity) {
		return `ERR wrong number of arguments for '${command.name}' command`;
	}

	const {keyspace} = client.server;
	if (!keyspace.isFull && keyspace.journal?.failure === undefined && client.subscriptions === 0 && !client.isMonitor) {
		return undefined;
	}

	const queued = command.name === 'exec' ? client.queue ?? [] : [];
	if (keyspace.isFull && (memoryRefusal(client, command) !== undefined || queued.some(request => memoryRefusal(client, request.command) !== undefined)
		|| (client.queue !== undefined && !['exec', 'discard', 'quit', 'reset'].includes(command.name)))) {
		return outOfMemory;
	}

	const failure = keyspace.journal?.failure;
	if (failure !== undefined && [command, ...queued.map(request => request.command)].some(({name, flags}) => name === 'ping' || flags.includes('write'))) {
		return `MISCONF Errors writing to the AOF file: ${failure}`;
	}

	if (client.subscriptions > 0 && client.reply.protocol === 2 && !allowedWhenSubscribed.has(command.name)) {
		return `ERR Can't execute '${command.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
	}

	if (client.isMonitor && command.flags.some(flag => flag === 'write' || flag === 'readonly')) {
		return 'ERR Replica can\'t interact with the keyspace';
	}

	return undefined;
}

function unknownCommand({server}: Client, args: readonly string[]): string {
	const [name = '', ...rest] = args;
	if (args.length > 1 && server.commands.find([name]) !== undefined) {
		return `ERR unknown subcommand '${printable(rest[0] ?? '', 128)}'. Try ${printable(name).toUpperCase()} HELP.`;
	}

	let shown = '';
	for (const text of rest) {
		if (shown.length >= 128) {
			break;
		}

		shown += `'${printable(text, 128 - shown.length)}' `;
	}

	return `ERR unknown command '${printable(name, 128)}', with args beginning with: ${shown}`;
}

function reject(client: Client, command: Command | undefined, args: readonly string[], text: string): void {
	if (client.queue !== undefined) {
		client.dirtyQueue = true;
	}

	if (command?.name === 'exec') {
		discardTransaction(client);
		replyError(client, `EXECABORT Transaction discarded because of: ${text.replace(/^ERR /, '')}`);
		feedMonitors(client, args);
	} else {
		replyError(client, text);
	}
}

function replyError(client: Client, text: string): void {
	const {statistics} = client.server;
	const code = text.split(' ', 1)[0] ?? 'ERR';
	statistics.errorReplies++;
	statistics.errors.set(code, (statistics.errors.get(code) ?? 0) + 1);
	client.reply.error(text);
}

function enqueue(client: Client, command: Command, args: readonly string[]): void {
	// A transaction that must fail needs no memory.
	if (client.dirtyQueue || client.dirtyWatch) {
		return;
	}

	client.queue?.push({command, args});
	client.queuedBytes += args.reduce((sum, text) => sum + text.length + 32, 64);
}
