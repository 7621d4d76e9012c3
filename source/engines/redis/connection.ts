import type {Socket} from 'node:net';
import {ProtocolError, RequestParser} from './framing/request-parser.ts';
import {limits} from './limits.ts';
import type {Outbox} from './outbox.ts';
import {processRequest} from './process-request.ts';
import {Client} from './state/client.ts';
import {endSubscriptions} from './state/subscriptions.ts';
import type {Server} from './state/server.ts';
import {discardTransaction} from './state/transaction.ts';

const lingerMs = 1000;

/**
 * Serves one connection: requests in, replies out, one write for a batch of them. A reader that does not take its replies has
 * its further requests wait; one that makes the engine hold too much is closed. Nothing that it sends can end the engine.
 */
export function serveConnection(socket: Socket, id: number, server: Server, outbox: Outbox): void {
	const parser = new RequestParser();
	let isScheduled = false;
	let waitsForReader = false;
	const client = new Client(id, server, {
		remoteAddress: `${socket.remoteAddress}:${socket.remotePort}`,
		localAddress: `${socket.localAddress}:${socket.localPort}`,
		pendingRequestBytes: () => parser.heldBytes,
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
			socket.destroy();
		},
	});

	const answer = () => {
		while (!client.closeAfterReply && !waitsForReader) {
			const request = parser.next();
			if (request === undefined) {
				break;
			}

			processRequest(client, request);
			waitsForReader = client.reply.output.length + socket.writableLength > limits.pauseOutputBytes;
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

		const {heldBytes} = client;
		server.heldBytes.set(client, heldBytes);
		if (heldBytes > limits.maxClientBytes || server.heldBytes.total > limits.maxClientsBytes) {
			client.link.destroy();
			return;
		}

		if (waitsForReader) {
			socket.pause();
		}

		scheduleWrite();
	};

	const scheduleWrite = () => {
		if (!isScheduled) {
			isScheduled = true;
			outbox.add(write);
		}
	};

	const write = () => {
		isScheduled = false;
		if (socket.destroyed) {
			return;
		}

		const {output} = client.reply;
		client.reply.output = '';
		if (output !== '') {
			server.statistics.outputBytes += output.length;
			socket.write(output, 'latin1');
		}

		server.heldBytes.set(client, client.heldBytes);
		if (client.closeAfterReply && !socket.writableEnded) {
			socket.end();
			setTimeout(() => socket.destroy(), lingerMs).unref();
		}

		if (waitsForReader && !socket.writableNeedDrain) {
			goOn();
		}
	};

	const goOn = () => {
		server.heldBytes.set(client, client.heldBytes);
		if (waitsForReader) {
			waitsForReader = false;
			receive();
			if (!waitsForReader) {
				socket.resume();
			}
		}
	};

	socket.setNoDelay(true);
	socket.on('data', (chunk: Buffer) => {
		server.statistics.inputBytes += chunk.length;
		if (!client.closeAfterReply) {
			client.lastRequestAtMs = server.clock();
			parser.push(chunk);
			receive();
		}
	});
	socket.on('drain', goOn);
	socket.on('end', () => {
		client.closeAfterReply = true;
		scheduleWrite();
	});
	// Its close follows; there is nobody left to tell.
	socket.on('error', () => undefined);
	socket.on('close', () => {
		server.clients.delete(id);
		server.monitors.delete(client);
		server.heldBytes.delete(client);
		discardTransaction(client);
		endSubscriptions(client);
	});
	server.clients.set(id, client);
}
