import {clientCommands} from './client.ts';
import type {Command, CommandTable, Runs} from './command.ts';
import {commandFacts} from './command-facts.ts';
import {configCommands} from './config.ts';
import {connectionCommands} from './connection.ts';
import {expiryCommands} from './expiry.ts';
import {geoCommands} from './geo.ts';
import {hashCommands} from './hashes.ts';
import {infoCommands} from './info.ts';
import {introspectionCommands} from './introspection.ts';
import {keyCommands} from './keys.ts';
import {listCommands} from './lists.ts';
import {monitorCommands} from './monitor.ts';
import {objectCommands} from './object.ts';
import {publishCommands} from './publish.ts';
import {scanCommands} from './scan.ts';
import {setCommands} from './sets.ts';
import {sortedSetCommands} from './sorted-sets.ts';
import {stringCommands} from './strings.ts';
import {transactionCommands} from './transaction.ts';

/** Every command: what {@link commandFacts} tells of it, and what runs. */
export function createCommandTable(): CommandTable {
	const runs: Runs = {
		...stringCommands,
		...hashCommands,
		...listCommands,
		...setCommands,
		...sortedSetCommands,
		...geoCommands,
		...keyCommands,
		...expiryCommands,
		...scanCommands,
		...objectCommands,
		...transactionCommands,
		...publishCommands,
		...connectionCommands,
		...clientCommands,
		...introspectionCommands(() => table),
		...configCommands,
		...infoCommands,
		...monitorCommands,
	};
	const all: Command[] = [];
	const byName = new Map<string, Command>();
	for (const line of commandFacts.trim().split('\n')) {
		const command = readFacts(line, runs);
		const [container, subcommand] = command.name.split('|');
		(subcommand === undefined ? all : byName.get(container!)!.subcommands).push(command);
		byName.set(command.name, command);
		byName.set(command.name.toUpperCase(), command);
	}

	// As clients write them, in small or capital letters, without a detour.
	const named = (name: string) => byName.get(name) ?? byName.get(name.toLowerCase());
	const table: CommandTable = {
		all,
		named,
		find(args) {
			const name = args[0] ?? '';
			const command = name.includes('|') ? undefined : named(name);
			return command === undefined || command.subcommands.length === 0 || args.length === 1 ? command : named(`${command.name}|${args[1]}`);
		},
	};

	return table;
}

function readFacts(line: string, runs: Runs): Command {
	const [name = '', arity, flags = '', since = '', group = '', complexity = '', summary = '', syntax = ''] = line.split(' | ');
	return {
		name,
		arity: Number(arity),
		flags: flags === '' ? [] : flags.split(' '),
		since,
		group,
		complexity,
		summary,
		syntax,
		subcommands: [],
		// A container is nothing without a subcommand.
		run: runs[name.replace(/^.*\|help$/, 'help')] ?? (() => undefined),
	};
}
