import type {Client} from '../state/client.ts';
import type {Server} from '../state/server.ts';
import {publish, subscribe, unsubscribe} from '../state/subscriptions.ts';
import {type Runs, written} from './command.ts';

type Kind = 'channels' | 'patterns';

const subscribeWith =
	(kind: Kind, word: string) =>
	(client: Client, args: readonly string[], server: Server): typeof written => {
		for (const name of args.slice(1)) {
			subscribe(client, server, kind, name);
			client.reply.push([word, name, client.subscriptions]);
		}

		return written;
	};

const unsubscribeWith =
	(kind: Kind, word: string) =>
	(client: Client, args: readonly string[], server: Server): typeof written => {
		const names = args.length > 1 ? args.slice(1) : client[kind].size > 0 ? [...client[kind]] : [undefined];
		for (const name of names) {
			if (name !== undefined) {
				unsubscribe(client, server, kind, name);
			}

			client.reply.push([word, name, client.subscriptions]);
		}

		return written;
	};

/** Publish and subscribe. */
export const publishCommands: Runs = {
	publish: (_, args, server) => publish(server, args[1]!, args[2]!),
	subscribe: subscribeWith('channels', 'subscribe'),
	psubscribe: subscribeWith('patterns', 'psubscribe'),
	unsubscribe: unsubscribeWith('channels', 'unsubscribe'),
	punsubscribe: unsubscribeWith('patterns', 'punsubscribe'),
};
