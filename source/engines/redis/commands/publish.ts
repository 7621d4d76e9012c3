import {CommandError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import type {Server} from '../state/server.ts';
import {publish, subscribe, unsubscribe} from '../state/subscriptions.ts';
import {type Command, printable, withoutSubcommand} from './command.ts';
import {helpCommand} from './help.ts';

type Kind = 'channels' | 'patterns';

function confirm({reply, subscriptions}: Client, word: string, name: string | undefined): void {
	reply.push(3);
	reply.bulk(word);
	if (name === undefined) {
		reply.nil();
	} else {
		reply.bulk(name);
	}

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

const subscriber = {flags: ['pubsub', 'noscript', 'loading', 'stale'], group: 'pubsub'} as const;
const asker = {flags: ['pubsub', 'loading', 'stale'], group: 'pubsub'} as const;

/** Publish and subscribe. */
export const publishCommands: readonly Command[] = [
	{
		name: 'publish',
		arity: 3,
		flags: ['pubsub', 'loading', 'stale', 'fast'],
		group: 'pubsub',
		summary: 'Post a message to a channel',
		run({reply}, args, server) {
			reply.integer(publish(server, args[1]!, args[2]!));
		},
	},
	{...subscriber, name: 'subscribe', arity: -2, summary: 'Listen for messages published to the given channels', run: subscribeWith('channels', 'subscribe')},
	{
		...subscriber,
		name: 'psubscribe',
		arity: -2,
		summary: 'Listen for messages published to channels matching the given patterns',
		run: subscribeWith('patterns', 'psubscribe'),
	},
	{
		...subscriber,
		name: 'unsubscribe',
		arity: -1,
		summary: 'Stop listening for messages posted to the given channels',
		run: unsubscribeWith('channels', 'unsubscribe'),
	},
	{
		...subscriber,
		name: 'punsubscribe',
		arity: -1,
		summary: 'Stop listening for messages posted to channels matching the given patterns',
		run: unsubscribeWith('patterns', 'punsubscribe'),
	},
	{
		name: 'pubsub',
		arity: -2,
		flags: [],
		group: 'pubsub',
		summary: 'A container for Pub/Sub commands',
		run: withoutSubcommand,
		subcommands: [
			{
				...asker,
				name: 'pubsub|channels',
				arity: -2,
				summary: 'List active channels',
				run({reply}, args, server) {
					if (args.length > 3) {
						throw new CommandError(`ERR unknown subcommand or wrong number of arguments for '${printable(args[1]!, 128)}'. Try PUBSUB HELP.`);
					}

					reply.bulks([...server.channels.keys()].filter(name => args[2] === undefined || matchesGlob(args[2], name)));
				},
			},
			{
				...asker,
				name: 'pubsub|numpat',
				arity: 2,
				summary: 'Get the count of unique patterns pattern subscriptions',
				run({reply}, _args, server) {
					reply.integer(server.patterns.size);
				},
			},
			{
				...asker,
				name: 'pubsub|numsub',
				arity: -2,
				summary: 'Get the count of subscribers for channels',
				run({reply}, args, server) {
					reply.array((args.length - 2) * 2);
					for (const name of args.slice(2)) {
						reply.bulk(name);
						reply.integer(server.channels.get(name)?.size ?? 0);
					}
				},
			},
			helpCommand('pubsub', 'pubsub', [
				'CHANNELS [<pattern>]',
				"    Return the currently active channels matching a <pattern> (default: '*').",
				'NUMPAT',
				'    Return number of subscriptions to patterns.',
				'NUMSUB [<channel> ...]',
				'    Return the number of subscribers for the specified channels, excluding',
				'    pattern subscriptions(default: no channels).',
			]),
		],
	},
];
