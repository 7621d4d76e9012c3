import {appendCommands} from './append.ts';
import {clientCommands} from './client.ts';
import type {Command, CommandTable} from './command.ts';
import {introspectionCommands} from './command-introspection.ts';
import {configCommands} from './config.ts';
import {connectionCommands} from './connection.ts';
import {deleteCommands} from './delete.ts';
import {expireCommands} from './expire.ts';
import {getCommands} from './get.ts';
import {helloCommands} from './hello.ts';
import {incrementCommands} from './increment.ts';
import {infoCommands} from './info.ts';
import {keysCommands} from './keys.ts';
import {monitorCommands} from './monitor.ts';
import {objectCommands} from './object.ts';
import {publishCommands} from './publish.ts';
import {renameCommands} from './rename.ts';
import {scanCommands} from './scan.ts';
import {setCommands} from './set.ts';
import {transactionCommands} from './transaction.ts';
import {ttlCommands} from './ttl.ts';

/** Every command, each defined in the file that its list comes from. */
export function createCommandTable(): CommandTable {
	const all: readonly Command[] = [
		...getCommands,
		...setCommands,
		...incrementCommands,
		...appendCommands,
		...deleteCommands,
		...expireCommands,
		...ttlCommands,
		...keysCommands,
		...scanCommands,
		...renameCommands,
		...objectCommands,
		...transactionCommands,
		...publishCommands,
		...connectionCommands,
		...helloCommands,
		...clientCommands,
		...introspectionCommands(() => table),
		...configCommands,
		...infoCommands,
		...monitorCommands,
	];
	const byName = new Map<string, Command>();
	for (const command of all) {
		for (const {name} of [command, ...(command.subcommands ?? [])]) {
			byName.set(name, command.subcommands?.find(subcommand => subcommand.name === name) ?? command);
			byName.set(name.toUpperCase(), byName.get(name) ?? command);
		}
	}

	// As clients write them, in small or capital letters, without a detour.
	const named = (name: string) => byName.get(name) ?? byName.get(name.toLowerCase());
	const table: CommandTable = {
		all,
		named,
		find(args) {
			const name = args[0] ?? '';
			const command = name.includes('|') ? undefined : named(name);
			return command?.subcommands === undefined || args.length === 1 ? command : named(`${command.name}|${args[1]}`);
		},
	};

	return table;
}
