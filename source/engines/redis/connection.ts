import type {Socket} from 'node:net';
import type {CommandTable} from './commands/command.ts';
import {RequestParser} from './framing/request-parser.ts';
import {limits} from './limits.ts';
import {processRequest} from './process-request.ts';
import {ProtocolError} from './redis-error.ts';
import {Client, discardTransaction} from './state/client.ts';
import {endSubscriptions} from './state/subscriptions.ts';
import type {Server} from './state/server.ts';

const lingerMs = 1000;

/**
 * Serves one connection: reads requests, runs them, writes the replies of a batch at once. While a client does not read its
 * replies, its further requests wait unanswered. Their bytes are still read, as some clients read only after they have sent
 * all. A connection that makes the engine hold too much is closed. Nothing that a client sends can end the engine.
 */
export function serveConnection(socket: Socket, id: number, server: Server, commands: CommandTable): void {
	const parser = new RequestParser();
	let isScheduled = false;
	let waitsForReader = false;
	let hasEnded = false;
	/** Chunks that came while requests before them were not answered yet. */
	let waiting: Buffer[] = [];
	let waitingBytes = 0;
	const client = new Client(
		id,
		server.keyspace.databases[0]!,
		{
			remoteAddress: `${socket.remoteAddress}:${socket.remotePort}`,
			localAddress: `${socket.localAddress}:${socket.localPort}`,
			pendingRequestBytes: () => parser.heldBytes + waitingBytes,
			pendingOutputBytes: () => socket.writableLength,
			scheduleFlush: () => {
				if (client.reply.output.length + socket.writableLength > limits.maxPushBytes) {
					client.link.destroy();
				} else {
					scheduleWrite();
				}
			},
			destroy: () => {
				client.closeAfterReply = true;
				client.reply.output = '';
				server.heldBytes.delete(client);
				socket.destroy();
			},
		},
		server.clock(),
	);

	const answer = () => {
		while (!client.closeAfterReply && !waitsForReader) {
			const request = parser.next();
			if (request !== undefined) {
				processRequest(client, request, server, commands);
				waitsForReader = client.reply.output.length + socket.writableLength > limits.pauseOutputBytes;
			} else if (waiting.length > 0) {
				parser.push(waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting));
				waiting = [];
				waitingBytes = 0;
			} else {
				client.closeAfterReply = hasEnded;
				break;
			}
		}
	};

	const receive = () => {
		try {
			answer();
		} catch (error) {
			if (!(error instanceof ProtocolError)) {
				client.link.destroy();
				return;
			}

			server.statistics.errorReplies++;
			client.reply.error(`ERR Protocol error: ${error.message}`);
			client.closeAfterReply = true;
		}

		// A reply goes out at once. Where more is waiting than a reader takes, others have their turn first.
		if (waitsForReader) {
			scheduleWrite();
		} else {
			write();
		}

		account();
	};

	const account = () => {
		const {heldBytes} = client;
		server.heldBytes.set(client, heldBytes);
		if (heldBytes > limits.maxClientBytes) {
			client.link.destroy();
		} else if (server.heldBytes.total > limits.maxClientsBytes) {
			server.heldBytes.greatest().link.destroy();
		}
	};

	const scheduleWrite = () => {
		if (!isScheduled) {
			isScheduled = true;
			setImmediate(() => {
				isScheduled = false;
				write();
				goOn();
			});
		}
	};

	const write = () => {
		server.kept?.save();
		if (socket.destroyed) {
			return;
		}

		const {output} = client.reply;
		client.reply.output = '';
		if (output !== '') {
			server.statistics.outputBytes += output.length;
			socket.write(output, 'latin1');
		}

		if (client.closeAfterReply && !socket.writableEnded) {
			socket.end();
			setTimeout(() => socket.destroy(), lingerMs).unref();
		}
	};

	const goOn = () => {
		server.heldBytes.set(client, client.heldBytes);
		if (waitsForReader && !socket.writableNeedDrain) {
			waitsForReader = false;
			receive();
		}
	};

	socket.setNoDelay(true);
	socket.on('data', (chunk: Buffer) => {
		server.statistics.inputBytes += chunk.length;
		if (!client.closeAfterReply) {
			client.lastRequestAtMs = server.clock();
			waiting.push(chunk);
			waitingBytes += chunk.length;
			receive();
		}
	});
	socket.on('drain', goOn);
	socket.on('end', () => {
		hasEnded = true;
		receive();
	});
	// Its close follows; there is nobody left to tell.
	socket.on('error', () => undefined);
	socket.on('close', () => {
		server.clients.delete(id);
		server.monitors.delete(client);
		server.heldBytes.delete(client);
		discardTransaction(client);
		endSubscriptions(client, server);
	});
	server.clients.set(id, client);
}
