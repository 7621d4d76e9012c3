import {type Command, type Config, readConfig} from '../source/command-line/config.ts';

/** What a command is told by these flags, by their camel-case names, in a terminal. */
export function configOf<Name extends Command>(
	command: Name,
	flags: Readonly<Record<string, unknown>> = {},
	environment: NodeJS.ProcessEnv = {},
): Config<Name> {
	// The command of a word is that word.
	return readConfig({words: [command], flags}, environment, true) as Config as never;
}
