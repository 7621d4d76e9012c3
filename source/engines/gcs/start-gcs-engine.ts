import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Engine, EngineOptions} from '../engine.ts';
import type {GcsServices} from './gcs-call.ts';
import {defaultGcsLimits, type GcsLimits} from './gcs-limits.ts';
import {handleRequest} from './handle-request.ts';
import {openObjectStore} from './object-store.ts';
import {answerMalformed} from './answer-malformed.ts';
import {createResumableUploads} from './resumable-uploads.ts';

/** How long an idle connection is kept, in milliseconds: longer than clients do, or one is closed as it is used again. */
const keepAliveTimeout = 65_000;

/**
 * Starts the embedded Google Cloud Storage server (JSON API) on 127.0.0.1, for anyone on this machine: it asks for no
 * credentials. Objects live in `dataFolder`, else in `scratchFolder`, else in a private folder that goes with the engine.
 * `clock` gives milliseconds since 1970. Rejects when the folder cannot be written or the port is taken.
 */
export async function startGcsEngine(options: EngineOptions, clock: () => number = Date.now, limits: GcsLimits = defaultGcsLimits): Promise<Engine> {
	const kept = options.dataFolder ?? options.scratchFolder;
	const folder = kept ?? mkdtempSync(join(tmpdir(), 'gcs-engine-'));
	const store = openObjectStore(folder, clock);
	const services: GcsServices = {store, uploads: createResumableUploads(limits, clock), limits, clock};
	const server = createServer({headersTimeout: 30_000, requestTimeout: 3_600_000, keepAliveTimeout}, (request, response) => {
		void handleRequest(services, request, response);
	});
	server.maxConnections = limits.connections;
	server.timeout = limits.idleMs;
	server.on('clientError', answerMalformed);
	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	let closing: Promise<void> | undefined;
	const close = async () => {
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
		store.close();
		if (kept === undefined) {
			rmSync(folder, {force: true, recursive: true});
		}
	};

	return {
		port: (server.address() as AddressInfo).port,
		close() {
			closing ??= close();
			return closing;
		},
	};
}
