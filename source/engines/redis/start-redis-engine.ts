import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import type {Engine, EngineOptions} from '../engine.ts';
import {makePrivateFolder} from '../kept-files.ts';
import {createCommandTable} from './commands/command-table.ts';
import {serveConnection} from './connection.ts';
import {KeptFile} from './kept-file.ts';
import {limits} from './limits.ts';
import {startPulse} from './pulse.ts';
import {HeldBytes} from './state/held-bytes.ts';
import {Keyspace} from './state/keyspace.ts';
import {createStatistics, type Server} from './state/server.ts';
import {publish} from './state/subscriptions.ts';

/** The file in `dataFolder` that keeps the data between runs. */
export const keptFileName = 'redis-appendonly.aof';

/**
 * Starts a server on 127.0.0.1 that speaks Redis's protocol (RESP2 and RESP3) and behaves as Redis 7.0.15
 * does, for the commands of its table. With `dataFolder` what was stored is still there after the next start.
 * Rejects when the port or the folder cannot be used, or the kept data is damaged. `clock`: epoch milliseconds, Date.now by default.
 */
export async function startRedisEngine(options: EngineOptions, clock: () => number = Date.now): Promise<Engine> {
	const keyspace = new Keyspace(clock(), (channel, message) => publish(server, channel, message));
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
	const commands = createCommandTable();
	if (options.dataFolder !== undefined) {
		makePrivateFolder(options.dataFolder);
		server.kept = new KeptFile(join(options.dataFolder, keptFileName), server, commands);
	}

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
		serveConnection(socket, lastId, server, commands);
	});
	listener.listen({host: '127.0.0.1', port: options.port ?? 0, backlog: 511});
	await once(listener, 'listening');

	const pulse = startPulse(server);
	const port = server.port();
	let closing: Promise<void> | undefined;
	const close = async () => {
		clearInterval(pulse);
		const closed = once(listener, 'close');
		listener.close();
		for (const client of server.clients.values()) {
			client.link.destroy();
		}

		await closed;
		keyspace.nowMs = clock();
		server.kept?.close();
	};

	return {port, close: async () => (closing ??= close())};
}
