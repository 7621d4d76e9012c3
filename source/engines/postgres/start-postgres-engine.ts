import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Engine, EngineOptions} from '../engine.ts';
import {type Held, serveConnection} from './connection.ts';
import {openPgdata} from './pgdata.ts';
import {Turns} from './turns.ts';
import {errorResponse} from './wire/backend-messages.ts';
import {limits} from './wire/limits.ts';

/**
 * Starts PostgreSQL (PGlite) behind a server on 127.0.0.1 that speaks its protocol to ordinary drivers and psql, for anyone on
 * this machine: any user and password will do. The database lives on the disk: in `dataFolder`, else in `scratchFolder`, else
 * in a private folder that is removed with the engine. So the backend can be ended to stop a statement, and nothing committed is lost.
 *
 * One session serves all clients in turn; an open transaction keeps it until it ends. Settings, prepared statements, LISTEN and
 * cancelling are each client's own. Shared by all: temporary tables, SQL's own PREPARE, held cursors, `lastval()`, settings
 * made by a function. docs/engines.md says what is refused.
 *
 * Rejects when the folder or port cannot be used, or PostgreSQL does not start.
 */
export async function startPostgresEngine(options: EngineOptions): Promise<Engine> {
	const kept = options.dataFolder ?? options.scratchFolder;
	const folder = kept ?? mkdtempSync(join(tmpdir(), 'postgres-engine-'));
	const turns = await Turns.start(await openPgdata(folder));
	const sockets = new Set<Socket>();
	const held: Held = {bytes: 0};
	let lastId = 0;
	const server = createServer({allowHalfOpen: true, noDelay: true, keepAlive: true}, socket => {
		if (sockets.size >= limits.maxClients) {
			socket.on('error', () => undefined);
			socket.end(errorResponse({severity: 'FATAL', code: '53300', message: 'sorry, too many clients already'}), () => socket.destroy());
			return;
		}

		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		lastId++;
		serveConnection(socket, lastId, turns, held);
	});
	const end = async () => {
		await turns.close(options.dataFolder !== undefined);
		if (kept === undefined) {
			rmSync(folder, {force: true, recursive: true});
		}
	};

	try {
		server.listen({host: '127.0.0.1', port: options.port ?? 0});
		await once(server, 'listening');
	} catch (error) {
		await end();
		throw error;
	}

	let closing: Promise<void> | undefined;
	const close = async () => {
		const closed = once(server, 'close');
		server.close();
		await end();
		for (const socket of sockets) {
			socket.destroy();
		}

		await closed;
	};

	return {
		port: (server.address() as AddressInfo).port,
		close() {
			closing ??= close();
			return closing;
		},
	};
}
