import {randomBytes} from 'node:crypto';
import type {Socket} from 'node:net';
import {databaseName} from './backend-task.ts';
import {Client, type Link} from './client.ts';
import {isRefusedSetting, sayRefusedSetting} from './sql-scan.ts';
import type {Turns} from './turns.ts';
import {errorResponse, int32, message, readyForQuery, type Refusal} from './wire/backend-messages.ts';
import {limits} from './wire/limits.ts';
import {MessageSplitter, ProtocolViolation} from './wire/message-splitter.ts';
import {parseStartupPacket} from './wire/startup-packet.ts';

/** What a message costs beside its bytes. */
const messageBytes = 128;

/** The bytes that all connections together hold. */
export type Held = {bytes: number};

/** Messages that end a batch: a simple query, a function call, Sync, Flush. */
const endsBatch = new Set(['Q', 'F', 'S', 'H']);
const inBatch = new Set(['P', 'B', 'D', 'E', 'C']);
/** Data for a COPY that was refused: they are ignored, as PostgreSQL does. */
const ofCopy = new Set(['d', 'c', 'f']);

/**
 * Serves one connection: from its start-up packet on, splits what it sends into batches and offers these to the turns.
 * Anything that is no message of the protocol ends it with an error.
 */
export function serveConnection(socket: Socket, id: number, turns: Turns, held: Held): void {
	const splitter = new MessageSplitter();
	let client: Client | undefined;
	let isEnding = false;
	let heldHere = 0;
	/** The messages so far of a batch that is not complete. */
	let gathered: Buffer[] = [];
	let gatheredBytes = 0;

	const link: Link = {
		send(bytes, onTaken) {
			for (const piece of bytes.slice(0, -1)) {
				socket.write(piece);
			}

			socket.write(bytes.at(-1)!, onTaken && (() => onTaken()));
			if (socket.writableLength > limits.maxBatchBytes) {
				// Notifications that nobody takes.
				link.destroy();
			}
		},
		end(bytes) {
			isEnding = true;
			client?.dropBatches();
			// The other side may have vanished without closing the connection.
			socket.end(bytes ?? Buffer.alloc(0));
			socket.destroySoon();
			leave();
		},
		destroy() {
			isEnding = true;
			client?.dropBatches();
			socket.destroy();
			leave();
		},
		get isStalled() {
			return socket.writableLength > 0;
		},
	};

	const leave = () => {
		if (client && client.leftAtMs === undefined) {
			client.leftAtMs = performance.now();
			turns.offer(client);
		}
	};

	const refuse = (refusal: Omit<Refusal, 'severity'>) => link.end(errorResponse({severity: 'FATAL', ...refusal}));

	const start = (packet: Buffer) => {
		const parsed = parseStartupPacket(packet);
		if (parsed.kind === 'encrypt') {
			socket.write('N');
			return;
		}

		if (parsed.kind === 'cancel') {
			turns.cancel(parsed.processId, parsed.secret);
			link.end();
			return;
		}

		const {parameters, minorVersion} = parsed;
		const settings = settingsOf(parameters);
		const refusal = refusalOf(parameters, settings);
		if (refusal) {
			refuse(refusal);
			return;
		}

		socket.setTimeout(0);
		const unknown = [...parameters.keys()].filter(name => name.startsWith('_pq_.'));
		if (minorVersion > 0 || unknown.length > 0) {
			socket.write(message('v', int32(0, unknown.length), ...unknown.map(name => `${name}\0`)));
		}

		client = new Client(link, {id, secret: randomBytes(4).readInt32BE(), epoch: turns.session.epoch, settings});
		client.onTaken = account;
		turns.clients.add(client);
		if ([...settings].every(([name, value]) => name === 'application_name' || (name === 'client_encoding' && /^utf-?8$/i.test(value)))) {
			settings.delete('client_encoding');
			greet(client, turns.greeting, socket);
		} else {
			client.isStarting = true;
			client.greet = told => greet(client!, turns.greeting, socket, told);
			turns.offer(client);
		}
	};

	const gather = (bytes: Buffer) => {
		const type = String.fromCharCode(bytes[0]!);
		if (type === 'X') {
			isEnding = true;
			leave();
			return;
		}

		if (!endsBatch.has(type) && !inBatch.has(type) && !ofCopy.has(type)) {
			throw new ProtocolViolation(`invalid frontend message type ${bytes[0]}`);
		}

		if (ofCopy.has(type) || (client!.skipsToSync && type !== 'S')) {
			return;
		}

		client!.skipsToSync = false;
		if ((type === 'Q' || type === 'F') && gathered.length > 0) {
			offer();
		}

		gathered.push(bytes);
		gatheredBytes += bytes.length + messageBytes;
		if (gatheredBytes > limits.maxBatchBytes) {
			throw new ProtocolViolation('too many messages without a Sync', '54000');
		}

		if (endsBatch.has(type)) {
			offer();
		}
	};

	const offer = () => {
		client!.addBatch({messages: gathered, bytes: gatheredBytes});
		[gathered, gatheredBytes] = [[], 0];
		turns.offer(client!);
	};

	const work = () => {
		try {
			for (;;) {
				const bytes = isEnding ? undefined : splitter.next(client ? 1 : 0, client ? limits.maxBatchBytes : limits.maxStartupBytes);
				if (!bytes) {
					break;
				}

				if (client) {
					gather(bytes);
				} else {
					start(bytes);
				}
			}

			account();
		} catch (error) {
			if (!(error instanceof ProtocolViolation)) {
				throw error;
			}

			refuse({code: error.code, message: error.message});
		}
	};

	/** Counts what is held, and reads no further while enough waits. */
	const account = () => {
		const waiting = client?.waitingBytes ?? 0;
		const now = isEnding ? 0 : splitter.bytes + gatheredBytes + waiting;
		held.bytes += now - heldHere;
		heldHere = now;
		if (held.bytes > limits.maxClientsBytes) {
			throw new ProtocolViolation('out of memory: the requests of all clients together are too large', '53200');
		}

		if (waiting > limits.maxWaitingBytes) {
			socket.pause();
		} else if (socket.isPaused()) {
			socket.resume();
		}
	};

	socket.setTimeout(limits.startupMs, () => link.destroy());
	socket.on('data', (chunk: Buffer) => {
		splitter.push(chunk);
		work();
	});
	socket.on('end', () => {
		// What it asked before is done and answered.
		if (client) {
			leave();
		} else {
			link.end();
		}
	});
	socket.on('error', () => socket.destroy());
	socket.on('close', () => {
		isEnding = true;
		client?.dropBatches();
		held.bytes -= heldHere;
		heldHere = 0;
		leave();
	});
}

/** The settings that a client asks for as it connects. */
function settingsOf(parameters: ReadonlyMap<string, string>): Map<string, string> {
	const settings = new Map([...parameters].filter(([name]) => !['user', 'database', 'options', 'replication'].includes(name) && !name.startsWith('_pq_.')));
	// As on PostgreSQL's command line: -c name=value or --name=value, spaces in a value escaped.
	for (const [, name, value] of (parameters.get('options') ?? '').matchAll(/(?:^|\s)(?:-c\s*|--)([\w.-]+)=((?:\\.|[^\\\s])*)/g)) {
		settings.set(name!.replaceAll('-', '_'), value!.replaceAll(/\\(.)/g, '$1'));
	}

	return settings;
}

/** Any user and password will do; what PostgreSQL would not have, this has not either. */
function refusalOf(parameters: ReadonlyMap<string, string>, settings: ReadonlyMap<string, string>): Omit<Refusal, 'severity'> | undefined {
	const user = parameters.get('user') ?? '';
	const database = parameters.get('database') || user;
	const refused = [...settings.keys()].find(name => isRefusedSetting(name));
	if (user === '') {
		return {code: '28000', message: 'no PostgreSQL user name specified in startup packet'};
	}

	if (!['off', 'false', 'no', '0'].includes(parameters.get('replication') ?? 'off')) {
		return {code: '0A000', message: 'replication is not supported by the embedded engine'};
	}

	if (database !== databaseName) {
		return {code: '3D000', message: `database "${database}" does not exist`, hint: `The one database of the embedded engine is called ${databaseName}.`};
	}

	return refused === undefined ? undefined : {code: '0A000', ...sayRefusedSetting(refused)};
}

/** Says that a client is connected, and what PostgreSQL says of itself. */
function greet({id, secret, settings}: Client, greeting: Buffer, socket: Socket, told: ReadonlyMap<string, string> = new Map()): void {
	const parameters = new Map([
		...parametersOf(greeting),
		['session_authorization', 'postgres'] as const,
		...told,
		['application_name', settings.get('application_name') ?? ''] as const,
	]);
	socket.write(
		Buffer.concat([
			message('R', int32(0)),
			...[...parameters].map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`, 'utf8'))),
			message('K', int32(id, secret)),
			readyForQuery('I'),
		]),
	);
}

function parametersOf(greeting: Buffer): Map<string, string> {
	const parameters = new Map<string, string>();
	for (let at = 0; at < greeting.length; at += 1 + greeting.readInt32BE(at + 1)) {
		if (greeting[at] === 'S'.charCodeAt(0)) {
			const [name, value] = greeting.toString('utf8', at + 5, at + 1 + greeting.readInt32BE(at + 1)).split('\0');
			parameters.set(name!, value!);
		}
	}

	return parameters;
}
