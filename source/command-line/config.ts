import * as z from 'zod/mini';
import {checkFlags, type Command, commands, dashed, near, requireBelonging} from './flags.ts';
import {type Servers, serverFlags} from '../layers/layers.ts';
import {lesson} from './lesson.ts';
import {listed} from '../words/listed.ts';
import {Problem} from '../words/problem.ts';
import {type Experiment, readExperiment} from './read-experiment.ts';
import {readServers} from './read-servers.ts';
import {readTheme, type ThemeName} from './read-theme.ts';
import {readTimeZone} from './read-time-zone.ts';
import {commaHint, filled, isUrl, longestTtlSeconds, readDuration, readDurations, readWhole, shortestTtlSeconds} from './read-value.ts';

export type {Command} from './flags.ts';
export type {Experiment} from './read-experiment.ts';

/** Everything the program was told, checked. */
export type Config = {
	readonly command: Command;
	readonly servers: Servers;
	/** Folder that keeps the embedded engines' data; without it the data is gone afterwards. */
	readonly dataFolder: string | undefined;
	readonly orders: number;
	readonly days: number;
	readonly seed: number;
	/** IANA name of the zone in which days begin and clocks are shown. */
	readonly timeZone: string;
	/** The first one of `experiment.ttlsSeconds`. */
	readonly ttlSeconds: number;
	readonly refreshSeconds: number;
	/** What `what-if`, `lab` and `stampede` try; for the other commands what `lab` would, under their TTL. */
	readonly experiment: Experiment;
	readonly json: boolean;
	readonly ascii: boolean;
	readonly theme: ThemeName;
	/** The theme was asked for: the terminal's background does not matter. */
	readonly isThemeGiven: boolean;
	/** `bench` in paced mode. */
	readonly paced: boolean;
	/** How often `bench` measures; undefined: as often as it is usual in its mode. */
	readonly runs: number | undefined;
	/** Write into an external store that already holds orders without being asked. */
	readonly yes: boolean;
};

const environmentSchema = z.object({
	LC_ALL: z.optional(z.string()),
	LC_CTYPE: z.optional(z.string()),
	LANG: z.optional(z.string()),
	TZ: z.optional(z.string()),
	TERM: z.optional(z.string()),
	COLORFGBG: z.optional(z.string()),
});

type Environment = z.infer<typeof environmentSchema>;

/** The most TTLs that can be compared. */
const mostTtls = 12;

/**
 * Flags and environment as one configuration; a flag wins over the environment.
 * @param input the command line: its words without flags, and its flags by their camel-case names
 * @param isTerminal whether somebody watches: standard input and output are a terminal
 * @throws Problem (exit code 2) that names what is wrong and what would be right
 */
export function readConfig(
	input: {readonly words: readonly string[]; readonly flags: Readonly<Record<string, unknown>>},
	environment: NodeJS.ProcessEnv,
	isTerminal: boolean,
): Config {
	const env = environmentSchema.parse(environment);
	const given = checkFlags(input.flags);
	const named = readCommand(input.words);
	requireBelonging(given, named);
	if (named === 'dashboard' && !isTerminal) {
		throw new Problem('The dashboard needs a terminal for its screen and its keys: report prints the same once without one', 2);
	}

	const watched = isTerminal && env.TERM !== 'dumb' && !given.json && !given.plain;
	const command = named ?? (watched ? 'dashboard' : 'report');
	const ttlsSeconds = readTtls(given.ttl, command);
	return {
		command,
		servers: readServers(given, command, environment),
		dataFolder: readFolder(given.data),
		orders: readWhole('--orders', given.orders, lesson.orders, 1, 10_000_000),
		days: readWhole('--days', given.days, lesson.days, 1, 365),
		seed: readWhole('--seed', given.seed, lesson.seed, 0, 4_294_967_295),
		timeZone: readTimeZone(given.timeZone, env.TZ),
		ttlSeconds: ttlsSeconds[0]!,
		refreshSeconds: readDuration('--refresh', given.refresh, lesson.everySeconds, 0.1, 3600, '1.2s, 500ms or 1m'),
		experiment: readExperiment(given, command, ttlsSeconds),
		json: given.json,
		ascii: given.ascii || !isUtf8(env),
		...readTheme(given.theme, env.COLORFGBG),
		paced: given.paced,
		runs: given.runs === undefined ? undefined : readWhole('--runs', given.runs, 1, 1, 20),
		yes: given.yes,
	};
}

function readCommand(words: readonly string[]): Command | undefined {
	if (words.some(isUrl)) {
		const urlFlags = serverFlags.filter(({value}) => value === 'URL').map(({name}) => dashed(name));
		throw new Problem(`A URL stands without its flag: name it with ${listed(urlFlags, 'or')}`, 2);
	}

	const [word, ...more] = words;
	if (more.length > 0) {
		throw new Problem(`One command at a time, not "${words.join(' ')}": see shopstream-tui --help`, 2);
	}

	const command = commands.find(name => name === word);
	if (word !== undefined && !command) {
		throw new Problem(`There is no command "${word}"${near(word, commands)}: the commands are ${commands.join(', ')}`, 2);
	}

	return command;
}

function readFolder(path: string | undefined): string | undefined {
	if (path?.startsWith('-')) {
		throw new Problem(`--data wants a folder, not "${path}": write ./${path} for one of that name`, 2);
	}

	return path;
}

/** The TTLs in seconds; only `what-if` compares several. */
function readTtls(text: string | undefined, command: Command): readonly number[] {
	if (command !== 'what-if' && text?.includes(',') && commaHint(text) === '') {
		throw new Problem('--ttl takes several times only with what-if: give one, such as 5m, 45s, 24h, or 90 for seconds', 2);
	}

	const readOne = (one: string) => readDuration('--ttl', one, lesson.ttlSeconds, shortestTtlSeconds, longestTtlSeconds, '5m, 45s, 24h, or 90 for seconds');
	return command === 'what-if' ? readDurations('--ttl', text, [lesson.ttlSeconds, lesson.otherTtlSeconds], mostTtls, readOne) : [text === undefined ? lesson.ttlSeconds : readOne(text)];
}

function isUtf8(env: Environment): boolean {
	const locale = filled(env.LC_ALL) ?? filled(env.LC_CTYPE) ?? filled(env.LANG);
	return locale === undefined || /utf-?8/i.test(locale);
}
