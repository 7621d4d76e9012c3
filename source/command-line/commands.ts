import {protectionFlags} from '../lab/protections.ts';
import {engineLayers, laterLayers, portFlagOf, serverFlags, type ServerFlagName} from '../layers/layers.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {listed} from '../words/listed.ts';
import {Problem} from '../words/problem.ts';
import {dashed} from './dashed.ts';
import {type FlagName, flagNames, type Given} from './flags.ts';
import {lesson} from './lesson.ts';
import {factId} from './ranges.ts';
import {readContention, readLedger} from './read-ledger.ts';
import {readDays} from './read-days.ts';
import {populationFlags, sized} from './read-population.ts';
import {readLoad} from './read-load.ts';
import {readKeysInMemory} from './read-keys-in-memory.ts';
import {readStores} from './read-stores.ts';
import {readTheme} from './read-theme.ts';
import {readTtl, readTtls} from './read-ttl.ts';

/** What the program can be asked to do. */
type CommandShape = {
	/** Its line in the help. */
	readonly help: string;
	/** The flags that mean something to it, besides those of all commands. */
	readonly flags: readonly FlagName[];
	/** What it is told: the values of its flags, or what holds without them. */
	readonly read: (given: Given, environment: NodeJS.ProcessEnv, argument: string) => object;
	/** What it is to be about, as its help names it: it takes one word more. */
	readonly argument?: string;
};

const ofAll: ReadonlySet<string> = new Set(['scenario', ...Object.keys(populationFlags(scenarios)), 'seed', 'json', 'plain', 'ascii', 'help', 'version']);
const ofPorts = engineLayers.map(({name}) => portFlagOf(name));
const ofStores = [
	...serverFlags.map(({name}) => name as ServerFlagName),
	'compose',
	'data',
	...ofPorts,
	'without',
	'orders',
	'days',
	'years',
	'timeZone',
] as const;
const ofLater = new Set<string>(['without', ...laterLayers.flatMap(({name, flags}) => [`${name}Port`, ...flags.map(flag => flag.name)])]);
const ofSeeds: ReadonlySet<string> = new Set(['orders', 'days', 'years']);
const ofLedger = ofStores.filter(name => name !== 'without');
const ofLoad = ['ttl', 'viewers', 'poll', 'rate', 'arrivals', 'fill', 'ownProcess', 'shared', 'protection', ...protectionFlags().keys()] as const;

/** The commands, in the order of the help. What a one-shot command does is in reports/. */
export const commands = {
	dashboard: {
		help: 'the dashboard in a terminal, else the report',
		flags: [...ofStores, 'ttl', 'refresh', 'theme'],
		read: (given, environment) => ({
			...readStores(given, environment),
			areOrdersGiven: given.orders !== undefined,
			ttlSeconds: readTtl(given.ttl),
			refreshSeconds: given.refresh ?? lesson.everySeconds,
			...readTheme(given.theme, environment['COLORFGBG']),
		}),
	},
	report: {
		help: 'print the answer and how it was read; compare misses with hits',
		flags: [...ofStores, 'ttl', 'csv'],
		read: (given, environment) => ({...readStores(given, environment), ttlSeconds: readTtl(given.ttl)}),
	},
	seed: {
		help: 'generate orders and store them',
		flags: [...ofStores, 'yes'],
		read: (given, environment) => ({...readStores(given, environment), yes: given.yes}),
	},
	bench: {
		help: 'measure how much faster a cache hit is than a miss',
		flags: [...ofStores, 'paced', 'runs', 'csv'],
		read: (given, environment) => ({...readStores(given, environment), paced: given.paced, runs: given.runs ?? lesson.runs[given.paced ? 'paced' : 'burst']}),
	},
	archive: {
		help: 'write whole days of orders to Google Cloud Storage, as JSON Lines',
		flags: [...ofStores, 'today', 'csv'],
		read: (given, environment) => ({...readStores(given, environment), withToday: given.today}),
	},
	'archive list': {
		help: 'list what the archive holds, by month',
		flags: [...ofStores.filter(name => !ofLater.has(name) && !ofSeeds.has(name)), 'csv'],
		read: (given, environment) => ({...readStores(given, environment), without: 'postgres' as const}),
	},
	'archive verify': {
		help: 'read the whole archive back, and compare it with its manifests and with PostgreSQL',
		flags: [...ofStores.filter(name => !ofSeeds.has(name)), 'csv'],
		read: readStores,
	},
	'archive lifecycle': {
		help: "show or set the bucket's lifecycle rules, and what keeping everything costs",
		flags: [...ofStores.filter(name => !ofSeeds.has(name)), 'lifecycle', 'yes', 'csv'],
		read: (given, environment) => ({...readStores(given, environment), lifecycle: given.lifecycle, yes: given.yes}),
	},
	restore: {
		help: 'copy archived days back into PostgreSQL, and from there into MongoDB',
		flags: [...ofLedger.filter(name => !ofSeeds.has(name)), 'from', 'to', 'overwriteNewer', 'yes'],
		read: (given, environment) => ({...readStores(given, environment), ...readDays(given), overwritesNewer: given.overwriteNewer, yes: given.yes}),
	},
	audit: {
		help: 'show one order as every layer holds it, its past, and where the copies differ',
		argument: 'ORDER_ID',
		flags: [...ofStores.filter(name => !ofSeeds.has(name)), 'csv'],
		read: (given, environment, argument) => ({...readStores(given, environment), id: factId.read('audit', argument)}),
	},
	// Opens no store: what the environment says of them is not looked at.
	'what-if': {
		help: 'compute and simulate what a TTL gives: hit rate, age, queries, error; needs no store',
		flags: [...ofLoad, 'ordersPerSecond', 'reads', 'keysInMemory', 'at', 'csv'],
		read: given => ({
			...readLoad(given, 'what-if'),
			ttlsSeconds: readTtls(given.ttl),
			ordersPerSecond: given.ordersPerSecond ?? lesson.ordersPerSecond,
			reads: given.reads ?? lesson.simulatedReads,
			keysInMemory: readKeysInMemory(given),
			timeOfDaySeconds: given.at ?? lesson.timeOfDaySeconds,
		}),
	},
	lab: {
		help: 'put a load of viewers on the real stores, and measure it',
		flags: [...ofStores, ...ofLoad, 'ordersPerSecond', 'for', 'keysInMemory', 'yes', 'csv'],
		read: (given, environment) => ({
			...readStores(given, environment),
			...readLoad(given, 'lab'),
			keysInMemory: readKeysInMemory(given),
			ttlSeconds: readTtl(given.ttl),
			ordersPerSecond: given.ordersPerSecond ?? sized(given.scenario ?? scenarios[0], scenarios, given).facts.moving?.perSecond ?? 0,
			forSeconds: given.for ?? lesson.forSeconds,
			yes: given.yes,
		}),
	},
	stampede: {
		help: 'expire the key under a load of viewers, and count the queries that follow',
		flags: [...ofStores, ...ofLoad, 'firings', 'csv'],
		read: (given, environment) => ({
			...readStores(given, environment),
			...readLoad(given, 'stampede'),
			ttlSeconds: readTtl(given.ttl),
			isProtectionGiven: given.protection !== undefined,
			firings: given.firings ?? lesson.firings,
		}),
	},
	compare: {
		help: 'ask PostgreSQL (in 3 ways), MongoDB and Redis the same question',
		flags: [...ofLedger, 'csv'],
		read: readLedger,
	},
	contend: {
		help: 'time checkouts in PostgreSQL, with and without dashboards that scan it',
		flags: [...ofLedger, 'viewers', 'poll', 'ordersPerSecond', 'for', 'yes', 'csv'],
		read: (given, environment) => ({
			...readLedger(given, environment),
			load: readContention(given),
			yes: given.yes,
		}),
	},
	history: {
		help: 'ask DuckDB or BigQuery about years of archived orders',
		flags: [...ofStores, 'ask', 'month', 'yes', 'csv'],
		read: (given, environment) => ({...readLedger(given, environment), ask: given.ask, month: given.month, yes: given.yes}),
	},
} as const satisfies Readonly<Record<string, CommandShape>>;

export type Command = keyof typeof commands;

export const commandNames = Object.keys(commands) as readonly Command[];

/** What a command takes beside its name; undefined: nothing. */
export function argumentOf(command: Command): string | undefined {
	return (commands[command] as CommandShape).argument;
}

/** The commands that a flag means something to; undefined for all. */
export function commandsOf(flag: FlagName): readonly Command[] | undefined {
	return ofAll.has(flag) ? undefined : commandNames.filter(command => (commands[command] as CommandShape).flags.includes(flag));
}

/**
 * Refuses a flag that means nothing to the command: what is given must not be without effect.
 * @param named the command as typed; undefined for the dashboard or the report, which take the same flags
 */
export function requireBelonging(texts: Readonly<Record<FlagName, unknown>>, named: Command | undefined): void {
	const asked: readonly Command[] = named === undefined ? ['dashboard', 'report'] : [named];
	for (const name of flagNames) {
		const value = texts[name];
		const of = commandsOf(name);
		if (value !== undefined && value !== false && of && !asked.some(command => of.includes(command))) {
			const rest = named === undefined ? `name the command, as in shopstream-tui ${of[0]!} ${dashed(name)}` : `see shopstream-tui ${named} --help`;
			throw new Problem(`${dashed(name)} belongs to ${listed(of)}${named === undefined ? '' : `, not to ${named}`}: ${rest}`, 2);
		}
	}
}
