import {type Reply, status} from '../framing/reply-writer.ts';
import type {Command, CommandTable, Runs} from './command.ts';
import {type Argument, readSyntax, sayArgument} from './syntax.ts';

/** A map of what there is: fields without a value, and lists without anything in them, are left out. */
const mapOf = (fields: Readonly<Record<string, Reply>>): Reply =>
	new Map(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)));

const statuses = (texts: readonly string[]): Reply => new Set(texts.map(text => status(text)));

const docsOf = ({summary, since, group, complexity, syntax, subcommands}: Command): Reply =>
	mapOf({
		summary,
		since,
		group,
		complexity,
		arguments: readSyntax(syntax).map(argument => argumentOf(argument)),
		...(subcommands.length > 0 && {subcommands: docsOfAll(subcommands)}),
	});

const docsOfAll = (commands: readonly Command[]): Reply => new Map(commands.map(command => [command.name, docsOf(command)]));

const argumentOf = ({name, type, token, since, flags, inner}: Argument): Reply =>
	mapOf({
		name,
		type,
		key_spec_index: type === 'key' ? 0 : undefined,
		token,
		since,
		flags: flags.length > 0 ? statuses(flags) : undefined,
		arguments: inner.map(each => argumentOf(each)),
	});

/** COMMAND DOCS, and every container's HELP; `table`: all commands, these among them. */
export const introspectionCommands = (table: () => CommandTable): Runs => ({
	'command|docs'(_, args) {
		const {all, named} = table();
		return docsOfAll(args.length > 2 ? args.slice(2).flatMap(name => named(name) ?? []) : all);
	},
	help(_, args) {
		const container = table().named(args[0]!)!;
		return [
			`${container.name.toUpperCase()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
			...container.subcommands.flatMap(({name, summary, syntax}) => [
				[name.split('|')[1]!.toUpperCase(), ...readSyntax(syntax).map(argument => sayArgument(argument))].join(' '),
				`    ${summary.replace(/\.$/, '')}.`,
			]),
		].map(text => status(text));
	},
});
