import type {Socket} from 'node:net';
import type {Request, ServerState} from '../commands/command.ts';
import {failure, runCommand} from '../commands/run-command.ts';
import {messageBytesMax} from '../commands/server-commands.ts';
import {MongoError, uassert} from '../mongo-error.ts';
import type {BufferBudget} from './buffer-budget.ts';
import {MessageSplitter} from './message-splitter.ts';
import {encodeOpMsg, isOneWay, opMsg, parseOpMsg} from './op-msg.ts';
import {encodeOpReply, opQuery, parseOpQuery} from './op-query.ts';

/** What a message is answered with, and whether the connection ends after it. */
type Answer = {readonly reply: Buffer | null; readonly isLast: boolean};

/**
 * Serves one connection: messages are answered one after the other. While a reader is slow, nothing more is read from
 * it, so that replies cannot pile up. A malformed message is answered, where it can be, and ends the connection; so
 * does a message or reply for which the buffers of all connections have no room left.
 */
export function serveConnection(socket: Socket, connectionId: number, server: ServerState, budget: BufferBudget): void {
	const splitter = new MessageSplitter(messageBytesMax);
	const client = {connectionId, clientAddress: `${socket.remoteAddress ?? '127.0.0.1'}:${socket.remotePort ?? 0}`};
	const {network} = server.counters;
	let replyId = 0;
	let isEnding = false;
	let waiting = 0;

	const end = () => {
		isEnding = true;
		socket.destroy();
	};

	const account = () => {
		budget.give(waiting);
		waiting = isEnding ? 0 : splitter.bytes;
		if (!budget.take(waiting)) {
			waiting = 0;
			end();
		}
	};

	const send = ({reply, isLast}: Answer) => {
		if (reply) {
			if (!budget.take(reply.length)) {
				end();
				return;
			}

			network.bytesOut += reply.length;
			socket.write(reply, () => {
				budget.give(reply.length);
			});
		}

		if (isLast) {
			isEnding = true;
			socket.destroySoon();
		}
	};

	const work = () => {
		while (!isEnding && !socket.writableNeedDrain) {
			const message = splitter.next();
			if (message === null) {
				socket.resume();
				return;
			}

			if (message === 'malformed') {
				end();
				return;
			}

			network.bytesIn += message.length;
			network.numRequests++;
			replyId = (replyId + 1) & 0x7f_ff_ff_ff;
			send(answer(message, replyId, client, server));
		}

		// Read no further until the replies are taken.
		socket.pause();
	};

	socket.on('data', (chunk: Buffer) => {
		splitter.push(chunk);
		work();
		account();
	});
	socket.on('drain', () => {
		work();
		account();
	});
	socket.on('close', () => {
		isEnding = true;
		account();
	});
	socket.on('error', () => {
		socket.destroy();
	});
}

function answer(message: Buffer, replyId: number, client: Pick<Request, 'connectionId' | 'clientAddress'>, server: ServerState): Answer {
	const requestId = message.readInt32LE(4);
	const code = message.readInt32LE(12);
	const frame = (body: Uint8Array) => (code === opQuery ? encodeOpReply : encodeOpMsg)(body, replyId, requestId);
	try {
		if (code === opMsg) {
			const {body, sequences, isOneWay: isSilent} = parseOpMsg(message);
			const reply = runCommand({name: Object.keys(body)[0] ?? '', database: databaseOf(body['$db']), body, sequences, ...client}, server);
			return {reply: isSilent ? null : frame(reply), isLast: false};
		}

		if (code === opQuery) {
			const {body, database} = parseOpQuery(message);
			return {reply: frame(runCommand({name: Object.keys(body)[0]!, database, body, sequences: new Map(), ...client}, server)), isLast: false};
		}

		// Compression was not offered, and the other operations are gone from the protocol.
		return {reply: null, isLast: true};
	} catch (error) {
		const isMalformed = !(error instanceof MongoError) || error.codeName === 'InvalidBSON';
		return {reply: code === opMsg && isOneWay(message) ? null : frame(failure(error)), isLast: isMalformed};
	}
}

function databaseOf(value: unknown): string {
	uassert(typeof value === 'string' && value !== '', 40_571, 'OP_MSG requests require a $db argument');
	return value;
}
