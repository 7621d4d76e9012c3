import {limits} from '../limits.ts';
import {ok, type Reply} from '../framing/reply-writer.ts';
import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import {type Runs, written} from './command.ts';

const escapes: Readonly<Record<string, string>> = {'\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\u0007': '\\a', '\b': '\\b'};

/** Sends what a client has run to those who MONITOR, in Redis's form: `1700000000.123456 [0 127.0.0.1:50000] "get" "key"`. */
export function feedMonitors(client: Client, args: readonly string[], {keyspace, monitors}: Server): void {
	if (monitors.size === 0) {
		return;
	}

	// Quoted, a request can be four times as long: more than a slow reader may be kept waiting with.
	const isTooLong = args.reduce((sum, text) => sum + text.length, 0) > limits.maxPushBytes / 4;
	const seconds = Math.floor(keyspace.nowMs / 1000);
	const microseconds = String(Math.floor(keyspace.nowMs % 1000) * 1000).padStart(6, '0');
	const line = isTooLong
		? ''
		: `+${seconds}.${microseconds} [${client.database.index} ${client.link.remoteAddress}] ${args.map((text, i) => quote(isSecret(args, i) ? '(redacted)' : text)).join(' ')}\r\n`;
	for (const monitor of monitors) {
		if (isTooLong) {
			monitor.link.destroy();
		} else {
			monitor.reply.output += line;
			monitor.link.scheduleFlush();
		}
	}
}

/** Whether a word is a password, or the name before it. */
function isSecret(args: readonly string[], i: number): boolean {
	const after = i - args.findIndex(text => text.toLowerCase() === 'auth');
	return /^(?:auth|hello)$/i.test(args[0]!) && after < i + 1 && after >= 1 && after <= 2;
}

const quote = (text: string) => `"${text.replaceAll(/[\\"]|[^ -~]/g, byte => escapes[byte] ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;

function monitor(client: Client, _args: readonly string[], {monitors}: Server): Reply | typeof written {
	if (client.insideExec) {
		throw new CommandError("ERR MONITOR isn't allowed for DENY BLOCKING client");
	}

	if (client.isMonitor) {
		return written;
	}

	client.isMonitor = true;
	monitors.add(client);
	return ok;
}

/** MONITOR. */
export const monitorCommands: Runs = {monitor};
