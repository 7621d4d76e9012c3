import leven from 'leven';
import * as z from 'zod/mini';
import {parseDuration} from './lab/duration.ts';
import {Problem} from './problem.ts';

/** What the program is asked to do. */
export const commands = ['dashboard', 'report', 'seed', 'bench', 'archive'] as const;

export type Command = (typeof commands)[number];

/** A store: the embedded engine, or the server at a URL. */
export type StoreConfig = {readonly kind: 'embedded'} | {readonly kind: 'server'; readonly url: string};

/** The archive: the embedded engine, or a bucket of Google's or (with `endpoint`) of an emulator. */
export type BucketConfig = {readonly kind: 'embedded'} | {readonly kind: 'server'; readonly bucket: string; readonly endpoint?: string};

/** Everything the program was told, checked. */
export type Config = {
	readonly command: Command;
	readonly mongo: StoreConfig;
	readonly redis: StoreConfig;
	readonly gcs: BucketConfig;
	/** Folder that keeps the embedded engines' data; without it the data is gone afterwards. */
	readonly dataFolder: string | undefined;
	readonly orders: number;
	readonly days: number;
	readonly seed: number;
	readonly ttlSeconds: number;
	readonly refreshSeconds: number;
	readonly json: boolean;
	readonly ascii: boolean;
	/** `bench` in paced mode. */
	readonly paced: boolean;
	/** Write into an external store that already holds orders without being asked. */
	readonly yes: boolean;
};

/** The addresses of docker-compose.yml. */
export const compose = {
	mongoUrl: 'mongodb://127.0.0.1:27017',
	redisUrl: 'redis://127.0.0.1:6379',
	gcsEndpoint: 'http://127.0.0.1:4443',
	bucket: 'shopstream-archive',
} as const;

/** The bucket of the embedded engine. */
export const embeddedBucket = 'shopstream-archive';

/** The flags, as meow takes them. A value is read as text here, so that what is wrong with it is said by us. */
export const flags = {
	mongoUrl: {type: 'string'},
	redisUrl: {type: 'string'},
	bucket: {type: 'string'},
	gcsEndpoint: {type: 'string'},
	compose: {type: 'boolean'},
	data: {type: 'string'},
	orders: {type: 'string'},
	days: {type: 'string'},
	seed: {type: 'string'},
	ttl: {type: 'string'},
	refresh: {type: 'string'},
	json: {type: 'boolean'},
	plain: {type: 'boolean'},
	ascii: {type: 'boolean'},
	paced: {type: 'boolean'},
	yes: {type: 'boolean'},
	help: {type: 'boolean', shortFlag: 'h'},
	version: {type: 'boolean'},
} as const;

const environmentSchema = z.object({
	MONGODB_URI: z.optional(z.string()),
	REDIS_URL: z.optional(z.string()),
	SHOPSTREAM_BUCKET: z.optional(z.string()),
	STORAGE_EMULATOR_HOST: z.optional(z.string()),
	LC_ALL: z.optional(z.string()),
	LC_CTYPE: z.optional(z.string()),
	LANG: z.optional(z.string()),
	TERM: z.optional(z.string()),
});

/** The shortest TTL that can be asked for, in seconds. */
export const shortestTtlSeconds = 0.1;

/** The longest TTL that can be asked for: a week, in seconds. */
export const longestTtlSeconds = 604_800;

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
	const watched = isTerminal && env.TERM !== 'dumb' && !given.json && !given.plain;
	const composed = <T>(value: T) => given.compose ? value : undefined;
	return {
		command: readCommand(input.words) ?? (watched ? 'dashboard' : 'report'),
		mongo: readStore('--mongo-url', 'MongoDB', given.mongoUrl ?? composed(compose.mongoUrl), 'MONGODB_URI', env.MONGODB_URI, ['mongodb:', 'mongodb+srv:'], 'mongodb://localhost:27017'),
		redis: readStore('--redis-url', 'Redis', given.redisUrl ?? composed(compose.redisUrl), 'REDIS_URL', env.REDIS_URL, ['redis:', 'rediss:'], 'redis://localhost:6379'),
		gcs: readBucket(given.bucket ?? composed(compose.bucket) ?? filled(env.SHOPSTREAM_BUCKET), given.gcsEndpoint ?? composed(compose.gcsEndpoint) ?? filled(env.STORAGE_EMULATOR_HOST), given.gcsEndpoint !== undefined),
		dataFolder: given.data,
		orders: readWhole('--orders', given.orders, 500, 1, 10_000_000),
		days: readWhole('--days', given.days, 35, 1, 365),
		seed: readWhole('--seed', given.seed, 42, 0, 4_294_967_295),
		ttlSeconds: readDuration('--ttl', given.ttl, 300, shortestTtlSeconds, longestTtlSeconds, '5m, 45s, 24h, or 90 for seconds'),
		refreshSeconds: readDuration('--refresh', given.refresh, 1.2, 0.1, 3600, '1.2s, 500ms or 1m'),
		json: given.json,
		ascii: given.ascii || !isUtf8(env),
		paced: given.paced,
		yes: given.yes,
	};
}

type Given = {readonly [Name in keyof typeof flags]: (typeof flags)[Name]['type'] extends 'boolean' ? boolean : string | undefined};

function checkFlags(values: Readonly<Record<string, unknown>>): Given {
	for (const name of Object.keys(values)) {
		if (!(name in flags)) {
			const flag = dashed(name);
			throw new Problem(`There is no flag ${flag}${near(flag, Object.keys(flags).map(dashed))}: see shopstream-tui --help`, 2);
		}
	}

	const given = Object.entries(flags).map(([name, {type}]) => {
		const value = values[name];
		if (Array.isArray(value)) {
			throw new Problem(`The flag ${dashed(name)} is given more than once: give it once`, 2);
		}

		if (type === 'boolean') {
			return [name, value === true];
		}

		if (value === '' || value === true) {
			throw new Problem(`The flag ${dashed(name)} wants a value: see shopstream-tui --help`, 2);
		}

		return [name, value === undefined ? undefined : String(value)];
	});
	return Object.fromEntries(given) as Given;
}

function readCommand(words: readonly string[]): Command | undefined {
	if (words.some(isUrl)) {
		throw new Problem('A URL stands without its flag: name it with --mongo-url, --redis-url or --gcs-endpoint', 2);
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

function readStore(flag: string, name: string, fromFlag: string | undefined, variable: string, fromEnvironment: string | undefined, schemes: readonly string[], example: string): StoreConfig {
	const url = fromFlag ?? filled(fromEnvironment);
	if (url === undefined) {
		return {kind: 'embedded'};
	}

	// A list of hosts is a good MongoDB URL and no good WHATWG one, so each of its hosts is looked at.
	const [, start = '', hosts = '', end = ''] = /^([^:]*:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s.exec(url) ?? [];
	const isGood = (one: string) => URL.canParse(one) && schemes.includes(new URL(one).protocol) && new URL(one).hostname !== '';
	if (!hosts.split(',').every(host => isGood(start + host + end))) {
		const source = fromFlag === undefined ? variable : flag;
		throw new Problem(`${source} is not a ${name} URL: write it as ${example}`, 2);
	}

	return {kind: 'server', url};
}

function readBucket(bucket: string | undefined, endpoint: string | undefined, endpointByFlag: boolean): BucketConfig {
	if (bucket === undefined) {
		if (endpoint === undefined) {
			return {kind: 'embedded'};
		}

		throw new Problem(`${endpointByFlag ? '--gcs-endpoint' : 'STORAGE_EMULATOR_HOST'} needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET`, 2);
	}

	if (!/^[a-z\d][a-z\d._-]{1,220}[a-z\d]$/.test(bucket)) {
		throw new Problem('The bucket\'s name is not one of Google Cloud Storage: 3 to 222 lower-case letters, digits, dots, dashes and underscores, without gs://', 2);
	}

	if (endpoint === undefined) {
		return {kind: 'server', bucket};
	}

	const url = /^https?:\/\//.test(endpoint) ? endpoint : `http://${endpoint}`;
	if (!URL.canParse(url) || /^[a-z][a-z\d+.-]*:\/\//i.test(endpoint) && url !== endpoint) {
		throw new Problem(`${endpointByFlag ? '--gcs-endpoint' : 'STORAGE_EMULATOR_HOST'} is not an address: write it as http://localhost:4443`, 2);
	}

	return {kind: 'server', bucket, endpoint: url};
}

/**
 * A count as typed.
 * @throws Problem that names the range
 */
export function readWhole(name: string, text: string | undefined, otherwise: number, least: number, most: number): number {
	if (text === undefined) {
		return otherwise;
	}

	const number = Number(text);
	if (!/^\d+$/.test(text) || number < least || number > most) {
		throw new Problem(`${name} wants a whole number from ${least} to ${most.toLocaleString('en-US')}, not ${quoted(text)}`, 2);
	}

	return number;
}

/**
 * A duration as typed, in seconds.
 * @throws Problem that names the range
 */
export function readDuration(name: string, text: string | undefined, otherwise: number, least: number, most: number, examples: string): number {
	if (text === undefined) {
		return otherwise;
	}

	const seconds = parseDuration(text);
	if (seconds === undefined || seconds < least || seconds > most) {
		throw new Problem(`${name} wants a time from ${least} s to ${most / 3600} h, such as ${examples}, not ${quoted(text)}`, 2);
	}

	return seconds;
}

/** What was typed, unless it may carry a password. */
function quoted(text: string): string {
	return isUrl(text) ? 'a URL' : `"${text}"`;
}

function isUrl(text: string): boolean {
	return text.includes('://');
}

/** An empty variable is no variable. */
function filled(value: string | undefined): string | undefined {
	return value === '' ? undefined : value;
}

function isUtf8(env: z.infer<typeof environmentSchema>): boolean {
	const locale = filled(env.LC_ALL) ?? filled(env.LC_CTYPE) ?? filled(env.LANG);
	return locale === undefined || /utf-?8/i.test(locale);
}

function dashed(name: string): string {
	return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** " (did you mean x?)" when something known is at most two edits away. */
function near(word: string, known: readonly string[]): string {
	const [best] = known.map(name => ({name, edits: leven(word, name)})).sort((a, b) => a.edits - b.edits);
	return best && best.edits <= 2 ? ` (did you mean ${best.name}?)` : '';
}
