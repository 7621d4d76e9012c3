import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import type {Engine, EngineOptions} from '../engine.ts';
import {Watchdog} from './aggregation/watchdog.ts';
import type {ServerState} from './commands/command.ts';
import {Counters} from './state/counters.ts';
import {Cursors} from './state/cursors.ts';
import {Databases} from './state/databases.ts';
import {sweepExpired} from './state/sweep-expired.ts';
import {BufferBudget} from './wire/buffer-budget.ts';
import {serveConnection} from './wire/serve-connection.ts';

const connectionsMax = 500;
/** Ten of the greatest messages at once. */
const bufferBytesMax = 512 * 1024 * 1024;
const sweepIntervalMs = 60_000;

/** The MongoDB engine; `sweep` runs the TTL sweep at once and says how many documents it removed. */
export type MongoEngine = Engine & {sweep(): number};

/**
 * Starts the embedded MongoDB engine on 127.0.0.1: MongoDB's wire protocol as a standalone 8.0 server speaks it.
 * TTL indexes are swept every 60 seconds. A long aggregation holds up every other command: run it in a worker.
 *
 * @param options Where its data is kept (default: in memory) and the port it takes.
 * @param clock Now, in epoch milliseconds, for the TTL sweep, `$$NOW` and cursors. Default `Date.now`.
 * @throws Error when the port is taken, or the data folder cannot be used or is damaged.
 */
export async function startMongoEngine(options: EngineOptions, clock: () => number = Date.now): Promise<MongoEngine> {
	const databases = new Databases(options.dataFolder);
	const sockets = new Set<Socket>();
	const budget = new BufferBudget(bufferBytesMax);
	let connectionId = 0;
	let port = 0;
	const state: ServerState = {
		databases,
		cursors: new Cursors(clock),
		counters: new Counters(),
		watchdog: new Watchdog(),
		clock,
		startedMs: clock(),
		port: () => port,
		connectionCount: () => sockets.size,
	};
	const server = createServer({noDelay: true, keepAlive: true}, socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		serveConnection(socket, ++connectionId, state, budget);
	});
	server.maxConnections = connectionsMax;
	try {
		server.listen(options.port ?? 0, '127.0.0.1');
		await once(server, 'listening');
	} catch (error) {
		databases.close();
		throw error;
	}

	({port} = server.address() as AddressInfo);
	const sweep = () => {
		state.cursors.expire();
		return sweepExpired(databases, clock());
	};

	const timer = setInterval(() => {
		try {
			sweep();
		} catch {
			// The disk is full: what could not be written is tried again with the next command.
		}
	}, sweepIntervalMs);
	timer.unref();
	return {
		port,
		sweep,
		async close() {
			clearInterval(timer);
			const closed = new Promise<unknown>(resolve => server.close(resolve));
			for (const socket of sockets) {
				socket.destroy();
			}

			await closed;
			databases.close();
		},
	};
}
