import {syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {matchesGlob} from '../state/glob.ts';
import {type Command, type CommandTable, optionName, type Runs} from './command.ts';
import {readSyntax, sayArgument, type Argument} from './syntax.ts';

type Writer = Client['reply'];

function replyInfo(reply: Writer, command: Command | undefined): void {
	if (command === undefined) {
		reply.nil();
		return;
	}

	const {name, arity, flags, keys, categories, tips, subcommands} = command;
	const [, step = 0] = keys[0]?.range ?? [];
	const lasts = keys.map(({first, range: [last = 0]}) => (last < 0 ? last : first + last));
	reply.array(10);
	reply.bulk(name);
	reply.integer(arity);
	reply.statuses(flags);
	reply.integer(keys[0]?.first ?? 0);
	reply.integer(lasts.find(last => last < 0) ?? Math.max(0, ...lasts));
	reply.integer(step);
	reply.statuses(categories);
	reply.set(tips.length);
	tips.forEach(tip => reply.bulk(tip));
	reply.set(keys.length);
	for (const {flags: keyFlags, notes, first, range} of keys) {
		reply.map(notes === undefined ? 3 : 4);
		if (notes !== undefined) {
			reply.bulk('notes');
			reply.bulk(notes);
		}

		reply.bulk('flags');
		reply.statuses(keyFlags);
		replySpecification(reply, 'begin_search', 'index', {index: first});
		replySpecification(reply, 'find_keys', 'range', {lastkey: range[0]!, keystep: range[1]!, limit: range[2]!});
	}

	reply[subcommands.length === 0 ? 'set' : 'array'](subcommands.length);
	subcommands.forEach(subcommand => replyInfo(reply, subcommand));
}

function replySpecification(reply: Writer, name: string, type: string, values: Readonly<Record<string, number>>): void {
	reply.bulk(name);
	reply.map(2);
	reply.bulk('type');
	reply.bulk(type);
	reply.bulk('spec');
	reply.map(Object.keys(values).length);
	for (const [key, value] of Object.entries(values)) {
		reply.bulk(key);
		reply.integer(value);
	}
}

function replyDocs(reply: Writer, {name, summary, since, group, complexity, syntax, subcommands}: Command): void {
	const texts = Object.entries({summary, since, group, complexity}).filter(([, text]) => text !== '');
	const syntaxes = readSyntax(syntax);
	reply.bulk(name);
	reply.map(texts.length + (syntaxes.length > 0 ? 1 : 0) + (subcommands.length > 0 ? 1 : 0));
	texts.flat().forEach(text => reply.bulk(text));
	if (syntaxes.length > 0) {
		reply.bulk('arguments');
		replyArguments(reply, syntaxes);
	}

	if (subcommands.length > 0) {
		reply.bulk('subcommands');
		reply.map(subcommands.length);
		subcommands.forEach(subcommand => replyDocs(reply, subcommand));
	}
}

function replyArguments(reply: Writer, all: readonly Argument[]): void {
	reply.array(all.length);
	for (const {name, type, keyIndex, token, since, flags, inner} of all) {
		const fields = Object.entries({name, type, key_spec_index: keyIndex, token, since}).filter(([, value]) => value !== undefined);
		reply.map(fields.length + (flags.length > 0 ? 1 : 0) + (inner.length > 0 ? 1 : 0));
		for (const [field, value] of fields) {
			reply.bulk(field);
			if (typeof value === 'number') {
				reply.integer(value);
			} else {
				reply.bulk(value!);
			}
		}

		if (flags.length > 0) {
			reply.bulk('flags');
			reply.statuses(flags);
		}

		if (inner.length > 0) {
			reply.bulk('arguments');
			replyArguments(reply, inner);
		}
	}
}

function list({reply}: Client, args: readonly string[], {all}: CommandTable): void {
	const commands = all.flatMap(command => [command, ...command.subcommands]);
	const [filter, value = ''] = [optionName(args[3]), args[4]];
	const filters: Readonly<Record<string, (command: Command) => boolean>> = {
		pattern: ({name}) => matchesGlob(value, name, true),
		aclcat: ({categories}) => categories.includes(`@${value.toLowerCase()}`),
		module: () => false,
	};
	if (args.length === 2) {
		reply.bulks(commands.map(({name}) => name));
	} else if (args.length === 5 && optionName(args[2]) === 'filterby' && Object.hasOwn(filters, filter)) {
		reply.bulks(commands.filter(filters[filter]!).map(({name}) => name));
	} else {
		throw syntaxError();
	}
}

/** COMMAND, and every container's HELP; `table`: all commands, these among them. */
export const introspectionCommands = (table: () => CommandTable): Runs => {
	const info = ({reply}: Client, args: readonly string[]) => {
		const {all, named} = table();
		const wanted = args.length > 2 ? args.slice(2).map(name => named(name)) : all;
		reply.array(wanted.length);
		wanted.forEach(command => replyInfo(reply, command));
	};

	return {
		command: client => info(client, []),
		'command|info': info,
		'command|count'({reply}) {
			reply.integer(table().all.length);
		},
		'command|docs'({reply}, args) {
			const {all, named} = table();
			const wanted = args.length > 2 ? args.slice(2).flatMap(name => named(name) ?? []) : all;
			reply.map(wanted.length);
			wanted.forEach(command => replyDocs(reply, command));
		},
		'command|list': (client, args) => list(client, args, table()),
		help({reply}, args) {
			const container = table().named(args[0]!)!;
			reply.statuses(
				[
					`${container.name.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
					...container.subcommands.flatMap(({name, summary, syntax}) => [
						[name.split('|')[1]!.toUpperCase(), ...readSyntax(syntax).map(argument => sayArgument(argument))].join(' '),
						`    ${summary.replace(/\.$/, '')}.`,
					]),
				],
				'array',
			);
		},
	};
};
