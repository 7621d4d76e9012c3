import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import type {Engine, EngineOptions} from '../engine.ts';
import {makePrivateFolder} from '../kept-files.ts';
import {createCommandTable} from './commands/command-table.ts';
import {serveConnection} from './connection.ts';
import {Journal} from './journal/journal.ts';
import {loadJournal} from './journal/load-journal.ts';
import {limits} from './limits.ts';
import {Outbox} from './outbox.ts';
import {startPulse} from './pulse.ts';
import {HeldBytes} from './state/held-bytes.ts';
import {Keyspace} from './state/keyspace.ts';
import {createStatistics, type Server} from './state/server.ts';

/** The file in `dataFolder` that keeps the data between runs: Redis commands, append-only. */
export const journalFileName = 'redis-appendonly.aof';

/**
 * Starts a server on 127.0.0.1 that speaks Redis's protocol (RESP2 and RESP3) and behaves as Redis 7.0.15 does, for strings and
 * all that goes with them. With `dataFolder` what was answered is still there after the next start, even when killed.
 * Rejects when the port or the folder cannot be used, or the kept data is damaged. `clock`: epoch milliseconds, Date.now by default.
 */
export async function startRedisEngine(options: EngineOptions, clock: () => number = Date.now): Promise<Engine> {
	const keyspace = new Keyspace(clock());
	const listener = createServer({allowHalfOpen: true});
	const server: Server = {
		keyspace,
		clock,
		startedAtMs: clock(),
		runId: randomBytes(20).toString('hex'),
		port: () => (listener.address() as AddressInfo | null)?.port ?? 0,
		clients: new Map(),
		monitors: new Set(),
		channels: new Map(),
		patterns: new Map(),
		heldBytes: new HeldBytes(),
		statistics: createStatistics(),
	};
	if (options.dataFolder !== undefined) {
		openJournal(keyspace, options.dataFolder);
	}

	const commands = createCommandTable();
	const outbox = new Outbox(() => keyspace.journal?.flush());
	let lastId = 0;
	listener.on('connection', socket => {
		server.statistics.connectionsReceived++;
		if (server.clients.size >= limits.maxClients) {
			server.statistics.connectionsRejected++;
			socket.on('error', () => undefined);
			socket.end('-ERR max number of clients reached\r\n', () => socket.destroy());
			return;
		}

		lastId++;
		serveConnection(socket, lastId, server, commands, outbox);
	});
	listener.listen({host: '127.0.0.1', port: options.port ?? 0, backlog: 511});
	try {
		await once(listener, 'listening');
	} catch (error) {
		keyspace.journal?.close();
		throw error;
	}

	const pulse = startPulse(server);
	const port = server.port();
	let closing: Promise<void> | undefined;
	const close = async () => {
		pulse.stop();
		const closed = once(listener, 'close');
		listener.close();
		for (const client of server.clients.values()) {
			client.link.destroy();
		}

		await closed;
		keyspace.nowMs = clock();
		keyspace.journal?.close();
	};

	return {
		port,
		close() {
			closing ??= close();
			return closing;
		},
	};
}

function openJournal(keyspace: Keyspace, folder: string): void {
	makePrivateFolder(folder);
	const path = join(folder, journalFileName);
	loadJournal(path, keyspace);
	keyspace.changes = 0;
	keyspace.journal = new Journal(path, keyspace.databases);
}
