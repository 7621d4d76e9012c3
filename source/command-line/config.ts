import {serverFlags} from '../layers/layers.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {listed} from '../words/listed.ts';
import {Problem} from '../words/problem.ts';
import {argumentOf, type Command, commandNames, commands, requireBelonging} from './commands.ts';
import {dashed} from './dashed.ts';
import {lesson} from './lesson.ts';
import {near} from './nearest.ts';
import {checkFlags, readFlags} from './read-flags.ts';
import {sized} from './read-population.ts';
import {filled, isUrl} from './read-value.ts';

export type {Command} from './commands.ts';

/** What every command is told. */
type Told = {
	readonly scenario: Scenario;
	/** Of what is generated and simulated. */
	readonly seed: number;
	readonly json: boolean;
	readonly csv: boolean;
	readonly ascii: boolean;
};

/** Everything that a command was told, checked. */
export type Config<Name extends Command = Command> = {
	[One in Name]: {readonly command: One} & Told & Readonly<ReturnType<(typeof commands)[One]['read']>>;
}[Name];

/**
 * Flags and environment as one configuration; a flag wins over the environment.
 * @param input the command line: its words without flags, and its flags by their camel-case names
 * @param isTerminal whether somebody watches: standard input and output are a terminal
 * @throws Problem (exit code 2) that names what is wrong and what would be right
 */
export function readConfig(
	input: {readonly words: readonly string[]; readonly flags: Readonly<Record<string, unknown>>},
	env: NodeJS.ProcessEnv,
	isTerminal: boolean,
): Config {
	const texts = checkFlags(input.flags);
	const {command: named, argument} = readCommand(input.words);
	requireBelonging(texts, named);
	if (named === 'dashboard' && !isTerminal) {
		throw new Problem('The dashboard needs a terminal for its screen and its keys: report prints the same once without one', 2);
	}

	const given = readFlags(texts);
	if (given.json && given.csv) {
		throw new Problem('--json and --csv exclude each other: standard output has one document', 2);
	}

	const watched = isTerminal && env['TERM'] !== 'dumb' && !given.json && !given.csv && !given.plain;
	const command = named ?? (watched ? 'dashboard' : 'report');
	return {
		command,
		scenario: sized(given.scenario ?? scenarios[0], scenarios, given),
		seed: given.seed ?? lesson.seed,
		json: given.json,
		csv: given.csv,
		ascii: given.ascii || !drawsUnicode(env),
		...commands[command].read(given, env, argument),
	} as Config;
}

/** @returns the command as typed, undefined for none, and the word that it is about, '' for none */
function readCommand(words: readonly string[]): {readonly command: Command | undefined; readonly argument: string} {
	const command = commandOf(words);
	return {command, argument: readArgument(command, words.slice(1))};
}

/** The command that words name; undefined for none. @throws Problem for words that name no command */
export function commandOf(words: readonly string[]): Command | undefined {
	if (words.some(isUrl)) {
		const urlFlags = serverFlags.filter(({value}) => value === 'URL').map(({name}) => dashed(name));
		throw new Problem(`A URL stands without its flag: name it with ${listed(urlFlags, 'or')}`, 2);
	}

	const [word, ...more] = words;
	const typed = words.join(' ');
	const command = commandNames.find(name => name === typed || (name === word && argumentOf(name) !== undefined));
	if (word === undefined || command) {
		return command;
	}

	// A command may be two words, as in "archive list".
	const ofTwo = commandNames.filter(name => name.startsWith(`${word} `));
	if (more.length > 0 && (more.length > 1 || ofTwo.length === 0)) {
		throw new Problem(`One command at a time, not "${typed}": see shopstream-tui --help`, 2);
	}

	throw new Problem(`There is no command "${typed}"${near(typed, commandNames)}: the commands are ${commandNames.join(', ')}`, 2);
}

/** The one word that a command takes beside its name. */
function readArgument(command: Command | undefined, words: readonly string[]): string {
	const wanted = command && argumentOf(command);
	if (wanted === undefined) {
		return '';
	}

	const [argument, ...more] = words;
	if (argument === undefined || more.length > 0) {
		throw new Problem(`${command} takes one ${wanted}${argument === undefined ? '' : `, not "${words.join(' ')}"`}: shopstream-tui ${command} ${wanted}`, 2);
	}

	return argument;
}

/** Whether more signs than ASCII are drawn: the locale has them, and the font too, which the console of Linux lacks room for (no braille). */
export function drawsUnicode(env: NodeJS.ProcessEnv): boolean {
	const locale = filled(env['LC_ALL']) ?? filled(env['LC_CTYPE']) ?? filled(env['LANG']);
	return env['TERM'] !== 'linux' && (locale === undefined || /utf-?8/i.test(locale));
}
