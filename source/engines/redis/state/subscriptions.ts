import {matchesGlob} from './glob.ts';
import type {Client} from './client.ts';
import type {Server} from './server.ts';

/** Subscribes to a channel or a pattern. */
export function subscribe(client: Client, server: Server, kind: 'channels' | 'patterns', name: string): void {
	client[kind].add(name);
	const all = server[kind];
	const subscribers = all.get(name) ?? new Set();
	subscribers.add(client);
	all.set(name, subscribers);
}

/** Ends one subscription; none is no error. */
export function unsubscribe(client: Client, server: Server, kind: 'channels' | 'patterns', name: string): void {
	client[kind].delete(name);
	const subscribers = server[kind].get(name);
	subscribers?.delete(client);
	if (subscribers?.size === 0) {
		server[kind].delete(name);
	}
}

/** Ends all subscriptions of a connection, without a word to it. */
export function endSubscriptions(client: Client, server: Server): void {
	for (const kind of ['channels', 'patterns'] as const) {
		for (const name of client[kind]) {
			unsubscribe(client, server, kind, name);
		}
	}
}

/** Sends a message to all who subscribed to its channel, by name or by pattern. Returns how many. */
export function publish({channels, patterns}: Server, channel: string, message: string): number {
	let receivers = 0;
	const send = (client: Client, ...words: readonly string[]) => {
		client.reply.push(words);
		client.link.scheduleFlush();
		receivers++;
	};

	for (const client of channels.get(channel) ?? []) {
		send(client, 'message', channel, message);
	}

	for (const [pattern, clients] of patterns) {
		if (matchesGlob(pattern, channel)) {
			for (const client of clients) {
				send(client, 'pmessage', pattern, channel, message);
			}
		}
	}

	return receivers;
}
