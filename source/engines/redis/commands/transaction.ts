import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {discardTransaction} from '../state/transaction.ts';
import {hasExpiredWatch, unwatchAll, watch} from '../state/watch.ts';
import type {Runs} from './command.ts';

function multi(client: Client): void {
	if (client.queue !== undefined) {
		throw new CommandError('ERR MULTI calls can not be nested');
	}

	client.queue = [];
	client.reply.ok();
}

function exec(client: Client): void {
	const {queue, reply} = client;
	if (queue === undefined) {
		throw new CommandError('ERR EXEC without MULTI');
	}

	const isRefused = client.dirtyQueue;
	const isDirty = client.dirtyWatch || hasExpiredWatch(client);
	discardTransaction(client);
	if (isRefused) {
		throw new CommandError('EXECABORT Transaction discarded because of previous errors.');
	}

	if (isDirty) {
		reply.nilArray();
		return;
	}

	client.insideExec = true;
	try {
		reply.array(queue.length);
		for (const request of queue) {
			request.call();
		}
	} finally {
		client.insideExec = false;
	}
}

function watchKeys(client: Client, args: readonly string[]): void {
	if (client.queue !== undefined) {
		throw new CommandError('ERR WATCH inside MULTI is not allowed');
	}

	// There is no point in watching for a transaction that fails already.
	if (!client.dirtyWatch) {
		for (const key of args.slice(1)) {
			watch(client, key);
		}
	}

	client.reply.ok();
}

/** MULTI and what belongs to it. */
export const transactionCommands: Runs = {
	multi,
	exec,
	watch: watchKeys,
	discard(client) {
		if (client.queue === undefined) {
			throw new CommandError('ERR DISCARD without MULTI');
		}

		discardTransaction(client);
		client.reply.ok();
	},
	unwatch(client) {
		unwatchAll(client);
		client.dirtyWatch = false;
		client.reply.ok();
	},
};
