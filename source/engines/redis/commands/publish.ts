import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import type {Server} from '../state/server.ts';
import {publish, subscribe, unsubscribe} from '../state/subscriptions.ts';
import {printable, type Runs} from './command.ts';

type Kind = 'channels' | 'patterns';

function confirm({reply, subscriptions}: Client, word: string, name: string | undefined): void {
	reply.push(3);
	reply.bulk(word);
	reply.bulkOrNil(name);
	reply.integer(subscriptions);
}

const subscribeWith = (kind: Kind, word: string) => (client: Client, args: readonly string[], server: Server) => {
	for (const name of args.slice(1)) {
		subscribe(client, server, kind, name);
		confirm(client, word, name);
	}
};

const unsubscribeWith = (kind: Kind, word: string) => (client: Client, args: readonly string[], server: Server) => {
	const names = args.length > 1 ? args.slice(1) : [...client[kind]];
	for (const name of names) {
		unsubscribe(client, server, kind, name);
		confirm(client, word, name);
	}

	if (names.length === 0) {
		confirm(client, word, undefined);
	}
};

/** Publish and subscribe. */
export const publishCommands: Runs = {
	publish({reply}, args, server) {
		reply.integer(publish(server, args[1]!, args[2]!));
	},
	subscribe: subscribeWith('channels', 'subscribe'),
	psubscribe: subscribeWith('patterns', 'psubscribe'),
	unsubscribe: unsubscribeWith('channels', 'unsubscribe'),
	punsubscribe: unsubscribeWith('patterns', 'punsubscribe'),
	'pubsub|channels'({reply}, args, server) {
		if (args.length > 3) {
			throw new CommandError(`ERR unknown subcommand or wrong number of arguments for '${printable(args[1]!, 128)}'. Try PUBSUB HELP.`);
		}

		reply.bulks([...server.channels.keys()].filter(name => args[2] === undefined || matchesGlob(args[2], name)));
	},
	'pubsub|numpat'({reply}, _args, server) {
		reply.integer(server.patterns.size);
	},
	'pubsub|numsub'({reply}, args, server) {
		reply.array((args.length - 2) * 2);
		for (const name of args.slice(2)) {
			reply.bulk(name);
			reply.integer(server.channels.get(name)?.size ?? 0);
		}
	},
};
