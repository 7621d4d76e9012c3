import {syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import {type Command, type CommandTable, optionName} from './command.ts';
import {helpCommand} from './help.ts';

function replyInfo(client: Client, command: Command | undefined): void {
	const {reply} = client;
	if (command === undefined) {
		reply.nil();
		return;
	}

	const {name, arity, flags, keys = [0, 0, 0], subcommands = []} = command;
	reply.array(10);
	reply.bulk(name);
	reply.integer(arity);
	reply.set(flags.length);
	for (const flag of flags) {
		reply.status(flag);
	}

	for (const place of keys) {
		reply.integer(place);
	}

	// Access categories, tips and key specifications are not described here.
	reply.set(0);
	reply.set(0);
	reply.set(0);
	reply.array(subcommands.length);
	for (const subcommand of subcommands) {
		replyInfo(client, subcommand);
	}
}

function replyDocs({reply}: Client, {name, summary, group}: Command): void {
	reply.bulk(name);
	reply.map(2);
	reply.bulk('summary');
	reply.bulk(summary);
	reply.bulk('group');
	reply.bulk(group);
}

function info(client: Client, args: readonly string[], {all, named}: CommandTable): void {
	const wanted = args.length > 2 ? args.slice(2).map(name => named(name)) : all;
	client.reply.array(wanted.length);
	for (const command of wanted) {
		replyInfo(client, command);
	}
}

function docs(client: Client, args: readonly string[], {all, named}: CommandTable): void {
	const wanted = args.length > 2 ? args.slice(2).flatMap(name => named(name) ?? []) : all;
	client.reply.map(wanted.length);
	for (const command of wanted) {
		replyDocs(client, command);
	}
}

function list({reply}: Client, args: readonly string[], {all}: CommandTable): void {
	const names = all.flatMap(({name, subcommands = []}) => [name, ...subcommands.map(subcommand => subcommand.name)]);
	if (args.length === 2) {
		reply.bulks(names);
	} else if (args.length === 5 && optionName(args[2]) === 'filterby' && optionName(args[3]) === 'pattern') {
		reply.bulks(names.filter(name => matchesGlob(args[4]!, name, true)));
	} else {
		throw syntaxError();
	}
}

const common = {flags: ['loading', 'stale'], group: 'server'} as const;

/** COMMAND and what it contains; `table`: all commands, these among them. */
export const introspectionCommands = (table: () => CommandTable): readonly Command[] => [
	{
		...common,
		name: 'command',
		arity: -1,
		summary: 'Get array of Redis command details',
		run: client => info(client, [], table()),
		subcommands: [
			{
				...common,
				name: 'command|count',
				arity: 2,
				summary: 'Get total number of Redis commands',
				run({reply}) {
					reply.integer(table().all.length);
				},
			},
			{
				...common,
				name: 'command|docs',
				arity: -2,
				summary: 'Get array of specific Redis command documentation',
				run: (client, args) => docs(client, args, table()),
			},
			{
				...common,
				name: 'command|info',
				arity: -2,
				summary: 'Get array of specific Redis command details, or all when no argument is given.',
				run: (client, args) => info(client, args, table()),
			},
			{...common, name: 'command|list', arity: -2, summary: 'Get an array of Redis command names', run: (client, args) => list(client, args, table())},
			helpCommand('command', 'server', [
				'(no subcommand)',
				'    Return details about all commands of this engine.',
				'COUNT',
				'    Return the total number of commands.',
				'DOCS [<command-name> ...]',
				'    Return summary and group of commands.',
				'INFO [<command-name> ...]',
				'    Return details about multiple commands.',
				'LIST [FILTERBY PATTERN <pattern>]',
				'    Return a list of all commands.',
			]),
		],
	},
];
