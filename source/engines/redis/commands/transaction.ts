import {ok, type Reply} from '../framing/reply-writer.ts';
import {CommandError} from '../redis-error.ts';
import {type Client, discardTransaction} from '../state/client.ts';
import {hasExpiredWatch, unwatchAll, watch} from '../state/watch.ts';
import {type Runs, written} from './command.ts';

function multi(client: Client): Reply {
	if (client.queue !== undefined) {
		throw new CommandError('ERR MULTI calls can not be nested');
	}

	client.queue = [];
	return ok;
}

function exec(client: Client): Reply | typeof written {
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
		return null;
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

	return written;
}

function watchKeys(client: Client, args: readonly string[]): Reply {
	if (client.queue !== undefined) {
		throw new CommandError('ERR WATCH inside MULTI is not allowed');
	}

	// There is no point in watching for a transaction that fails already.
	if (!client.dirtyWatch) {
		for (const key of args.slice(1)) {
			watch(client, key);
		}
	}

	return ok;
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
		return ok;
	},
	unwatch(client) {
		unwatchAll(client);
		client.dirtyWatch = false;
		return ok;
	},
};
