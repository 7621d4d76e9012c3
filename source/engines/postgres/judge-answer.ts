import {refusalMark} from './backend-task.ts';
import type {Batch} from './batch.ts';
import type {Client} from './client.ts';
import {refusedCopy} from './sql-scan.ts';
import {errorFields, errorResponse, int32, message, type TransactionStatus} from './wire/backend-messages.ts';

/** What a batch did to the shared session. */
export type SessionChanges = {
	/** Whether something may have been written. */
	hasWritten: boolean;
	/** Whether what others had in it is gone (DISCARD ALL, DEALLOCATE ALL). */
	isRenewed: boolean;
	/** Whether the client listens to other channels than before. */
	haveListensChanged: boolean;
};

/**
 * Reads PostgreSQL's answers to a client's batch and keeps the client's and the session's state up to date. The function that is
 * returned decides for each message what the client gets: the message itself, another one, or nothing.
 */
export function judgeAnswer({
	client,
	clients,
	batch,
	changes,
}: {
	readonly client: Client;
	readonly clients: Iterable<Client>;
	readonly batch: Batch;
	readonly changes: SessionChanges;
}): (type: string, message: Buffer) => Buffer | undefined {
	const note = (tag: string) => {
		switch (tag) {
			case 'SET':
			case 'RESET': {
				client.hasSet = true;
				break;
			}

			case 'LISTEN':
			case 'UNLISTEN': {
				const listen = batch.listens.shift();
				if (listen) {
					client.addListen(listen);
				}

				break;
			}

			case 'BEGIN':
			case 'START TRANSACTION': {
				client.hasBegun();
				break;
			}

			case 'COMMIT': {
				changes.haveListensChanged = client.hasCommitted() || changes.haveListensChanged;
				break;
			}

			case 'ROLLBACK': {
				client.hasRolledBack();
				break;
			}

			case 'PREPARE': {
				client.leavesTraces = true;
				break;
			}

			case 'DISCARD ALL':
			case 'DEALLOCATE ALL': {
				changes.isRenewed = true;
				client.dropStatements();
				if (tag === 'DISCARD ALL') {
					client.hasSet = true;
					client.listening.clear();
				}

				break;
			}

			default: {
				changes.hasWritten ||= !/^(?:SELECT|FETCH|SHOW)/.test(tag);
			}
		}
	};

	return (type, bytes) => {
		switch (type) {
			case 'C': {
				note(bytes.toString('latin1', 5, bytes.length - 1));
				return bytes;
			}

			case 'Z': {
				changes.haveListensChanged = client.isReady(String.fromCharCode(bytes[5]!) as TransactionStatus) || changes.haveListensChanged;
				return bytes;
			}

			case 'E': {
				client.hasErred();
				return inClientTerms(bytes, client, batch);
			}

			case '1': {
				const parsed = batch.parses.shift();
				if (parsed) {
					client.keepStatement(parsed.name, parsed.parse);
				}

				return bytes;
			}

			case '3': {
				return batch.closes.shift() === false ? undefined : bytes;
			}

			case 'A': {
				// It was committed, or there would be no notification.
				changes.haveListensChanged = client.commitListens() || changes.haveListensChanged;
				return route(bytes, client, clients);
			}

			case 'G': {
				// COPY FROM STDIN: the client is not asked for data, it gets the error that follows.
				return undefined;
			}

			default: {
				return bytes;
			}
		}
	};
}

/** Sends a notification to all who listen, with the number of the client that sent it. */
function route(notification: Buffer, sender: Client, clients: Iterable<Client>): Buffer | undefined {
	const channel = notification.toString('latin1', 9, notification.indexOf(0, 9));
	const told = message('A', int32(sender.id), notification.subarray(9));
	for (const client of clients) {
		if (client !== sender && client.listening.has(channel)) {
			client.link.send([told]);
		}
	}

	return sender.listening.has(channel) ? told : undefined;
}

/** An error in the words that the client knows: its own names of statements, and our reasons. */
function inClientTerms(error: Buffer, {id}: Client, {refusal}: Batch): Buffer {
	const text = error.toString('latin1');
	if (text.includes(refusalMark)) {
		const isCopy = errorFields(error).get('C') === '57014';
		return errorResponse(isCopy || !refusal ? {severity: 'ERROR', code: '0A000', ...refusedCopy} : refusal);
	}

	const changed = text.replaceAll(`prepared statement "${id}:`, 'prepared statement "');
	return changed === text ? error : message('E', changed.slice(5));
}
