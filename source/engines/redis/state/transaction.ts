import type {Client} from './client.ts';
import {unwatchAll} from './watch.ts';

/** Ends MULTI: forgets what is queued and what is watched. */
export function discardTransaction(client: Client): void {
	client.queue = undefined;
	client.queuedBytes = 0;
	client.dirtyQueue = false;
	client.dirtyWatch = false;
	unwatchAll(client);
}
