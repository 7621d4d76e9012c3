import {type ProtectionFlag, protectionFlags, protections} from '../lab/protections.ts';
import {engineLayers, laterLayers, portFlagOf, type PortFlagName, serverFlags, type ServerFlagName} from '../layers/layers.ts';
import {scenarios} from '../scenarios/scenarios.ts';
import {typedDuration} from '../words/duration.ts';
import {listed} from '../words/listed.ts';
import {contention, departures, ledgerLesson, lesson} from './lesson.ts';
import {classAges} from './read-lifecycle.ts';
import {populationFlags} from './read-population.ts';
import {scenarioNamed} from './read-scenario.ts';
import {figureOfFlag, mostViewers} from './ranges.ts';
import {themeNames} from './read-theme.ts';
import {day, decimal, month, oneOf, port, rate, type Reader, time, timeOfDay, whole} from './read-value.ts';

/** The headings of the help. */
export const flagGroups = {
	stores: 'Stores',
	work: 'Work',
	load: 'Load',
	looks: 'Output',
} as const;

export type Flag = {
	readonly group: keyof typeof flagGroups;
	/** What stands for its value in the help; a flag without one is a switch. */
	readonly value?: string;
	/**
	 * What it does, and in brackets what holds without it: of one command what holds there. The help says before it which commands take it, where they
	 * are few.
	 */
	readonly help: string | ((of: string | undefined) => string);
	/** Takes its value; without one the value is text, which more than this flag decides about. */
	readonly reader?: Reader<unknown>;
	readonly shortFlag?: string;
};

/** What years may be asked, of any scenario. */
const historyQuestions = [...new Set(scenarios.flatMap(({warehouse}) => warehouse?.questions.map(({name}) => name) ?? []))];

const {'what-if': whatIf, lab, stampede} = departures;

/** What holds without a flag, in brackets: of one command its own, of all of them each that has one. */
function usually(of: string | undefined, own: Readonly<Record<string, number | string>>, others?: number | string): string {
	if (of !== undefined) {
		const usual = own[of] ?? others;
		return usual === undefined ? '' : ` (default ${usual})`;
	}

	const each = Object.entries(own).map(([name, usual]) => `${name} ${usual}`);
	return ` (default${others === undefined ? ':' : ` ${others};`} ${each.join(', ')})`;
}

const ofLedgers = (usual: number | string) => ({compare: usual, contend: usual, history: usual});

/** The flags, by their camel-case names, in the order of the help. */
export const flags = {
	...ofServers(),
	compose: {
		group: 'stores',
		help: `the servers of docker-compose.yml, on this machine's ports ${listed(serverFlags.filter(({value}) => value === 'URL').flatMap(({compose}) => (compose === undefined ? [] : [new URL(compose).port])))}`,
	},
	without: {
		group: 'stores',
		value: 'LAYER',
		reader: oneOf(laterLayers.map(({name}) => name)),
		help: `run without a layer: ${laterLayers.map(({name}) => name).join(' or ')}`,
	},
	data: {group: 'stores', value: 'DIR', help: "keep the embedded engines' data in DIR (default: deleted on exit)"},
	...ofPorts(),

	orders: {
		group: 'work',
		value: 'N',
		reader: whole(1, 10_000_000),
		help: of =>
			`number of orders to seed, such as 500k or 10M${usually(of, ofLedgers(ledgerLesson.orders), `${lesson.orders}${scenarios.map(({name, facts: {seeded}}) => (seeded === undefined || seeded === lesson.orders ? '' : `, of ${name} ${seeded}`)).join('')}`)}`,
	},
	days: {
		group: 'work',
		value: 'N',
		reader: whole(1, 365),
		help: of => `days that the orders are spread over${usually(of, ofLedgers(`${ledgerLesson.years} years`), lesson.days)}`,
	},
	years: {group: 'work', value: 'N', reader: whole(1, 10), help: 'years that the orders are spread over, instead of --days'},
	seed: {group: 'work', value: 'N', reader: whole(0, 4_294_967_295), help: `random seed of generated orders and simulations (default ${lesson.seed})`},
	ttl: {
		group: 'work',
		value: 'TIME',
		help: `time to live of the cached answer, such as 45s, 24h or 90 (default ${typedDuration(lesson.ttlSeconds)}); what-if takes a list: 5m,24h`,
	},
	refresh: {
		group: 'work',
		value: 'TIME',
		reader: time(0.1, 3600, '1.2s, 500ms or 1m'),
		help: `time between two reads (default ${typedDuration(lesson.everySeconds)})`,
	},
	paced: {group: 'work', help: 'pause before each read, as a dashboard reads'},
	runs: {group: 'work', value: 'N', reader: whole(1, 20), help: `number of measurements (default ${lesson.runs.burst}; ${lesson.runs.paced} with --paced)`},
	scenario: {
		group: 'work',
		value: 'NAME',
		reader: scenarioNamed,
		help: `what the lesson is about: ${listed(
			scenarios.map(({name}) => name),
			'or',
		)} (default ${scenarios[0].name})`,
	},
	...ofPopulations(),
	lifecycle: {
		group: 'work',
		value: 'RULES',
		reader: classAges,
		help: 'storage classes with the days after which archived objects go there: nearline:30,coldline:90,archive:365; none removes the rules',
	},
	yes: {
		group: 'work',
		help: 'do not ask before writing into an external database that already holds orders, changing a named bucket, or letting BigQuery bill',
	},
	from: {group: 'work', value: 'DAY', reader: day, help: 'the first day, such as 2026-01-31 (default: the oldest in the archive)'},
	to: {group: 'work', value: 'DAY', reader: day, help: 'the last day (default: the newest in the archive)'},
	overwriteNewer: {group: 'work', help: 'overwrite newer rows in PostgreSQL too (default: keep them)'},
	ask: {
		group: 'work',
		value: 'NAME',
		reader: oneOf(historyQuestions),
		help: `the question: ${listed(historyQuestions, 'or')} (default ${historyQuestions[0]})`,
	},
	month: {group: 'work', value: 'MONTH', reader: month, help: 'only this month, such as 2024-03'},
	today: {group: 'work', help: 'archive today too, although it is not over; the next archive completes it'},

	viewers: {
		group: 'load',
		value: 'N',
		reader: whole(1, mostViewers),
		help: of => `number of viewers${usually(of, {'what-if': whatIf.viewers, lab: lab.viewers, stampede: stampede.viewers, contend: contention.dashboards})}`,
	},
	poll: {
		group: 'load',
		value: 'TIME',
		reader: time(0.01, 86_400, '5s or 1.2s'),
		help: of =>
			`time between two reads of a viewer${usually(of, {lab: typedDuration(lab.everySeconds), stampede: typedDuration(stampede.everySeconds)}, typedDuration(lesson.everySeconds))}`,
	},
	rate: {group: 'load', value: 'RATE', reader: rate, help: 'reads of all viewers together: 50/m, 5/s, or 0.2 a second (default: from --viewers and --poll)'},
	arrivals: {
		group: 'load',
		value: 'KIND',
		reader: oneOf(['poll', 'poisson', 'fixed']),
		help: of => `how reads arrive: poll, poisson or fixed (default poll${of === undefined || of === 'what-if' ? '; what-if with --rate: poisson' : ''})`,
	},
	fill: {
		group: 'load',
		value: 'TIME',
		help: of =>
			`${of === 'lab' || of === 'stampede' ? 'time added to each query of the origin' : 'time that a query of the origin takes'}${usually(of, {lab: lab.fillSeconds}, typedDuration(whatIf.fillSeconds))}${of === undefined ? '; lab and stampede add it to the real query' : ''}`,
	},
	ownProcess: {group: 'load', help: 'every viewer is a separate process'},
	shared: {group: 'load', help: 'all viewers share one process (default)'},
	protection: {
		group: 'load',
		value: 'NAMES',
		help: of =>
			`list of protections against stampedes, or none${usually(of, {stampede: 'first none, then lock'}, 'single-flight')}: ${protections.map(({name}) => name).join(', ')}`,
	},
	...ofProtections(),
	ordersPerSecond: {
		group: 'load',
		value: 'N',
		reader: decimal(0, 1000),
		help: of => `orders placed per second during the run${usually(of, {lab: 0, contend: contention.checkoutsPerSecond}, lesson.ordersPerSecond)}`,
	},
	reads: {group: 'load', value: 'N', reader: whole(1000, 100_000_000), help: `reads to simulate for each TTL (default ${lesson.simulatedReads})`},
	keysInMemory: {
		group: 'load',
		value: 'N',
		reader: whole(1, 10_000_000),
		help: 'how many keys memory holds, where the scenario has many; the least recently used key is evicted (default: all)',
	},
	at: {group: 'load', value: 'TIME', reader: timeOfDay, help: 'time of day at which "today" is judged (default 12:00)'},
	for: {
		group: 'load',
		value: 'TIME',
		reader: time(1, 86_400, '60s or 5m'),
		help: of => `duration of the load${usually(of, {contend: `${typedDuration(contention.secondsPerPhase)}, three times`}, typedDuration(lesson.forSeconds))}`,
	},
	firings: {group: 'load', value: 'N', reader: whole(1, 100), help: `number of times the key is expired (default ${lesson.firings})`},

	timeZone: {group: 'looks', value: 'ZONE', help: 'time zone of "today", of clocks and of archived days, such as Europe/Berlin (default: this machine\'s)'},
	json: {group: 'looks', help: 'one JSON document on standard output'},
	csv: {group: 'looks', help: "the command's table as CSV on standard output: a header, raw values, money in cents"},
	plain: {group: 'looks', help: 'print the report, even in a terminal'},
	ascii: {group: 'looks', help: 'ASCII characters only (default on the console of Linux, and where the locale is not UTF-8)'},
	theme: {group: 'looks', value: 'NAME', reader: oneOf(themeNames), help: "dark, light, or plain without colours (default: by the terminal's background)"},
	help: {group: 'looks', shortFlag: 'h', help: of => (of === undefined ? 'this text; after a command, what that command takes' : 'this text')},
	version: {group: 'looks', help: 'the version'},
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

export const flagNames = Object.keys(flags) as readonly FlagName[];

type ValueOf<F> = F extends {readonly reader: Reader<infer T>} ? T | undefined : F extends {readonly value: string} ? string | undefined : boolean;

/** What was given, by flag: a switch is on or off, anything else is its value or undefined. */
export type Given = {readonly [Name in FlagName]: ValueOf<(typeof flags)[Name]>};

type ServerFlags = Readonly<Record<ServerFlagName, Flag & {readonly value: string; readonly reader?: never}>>;

/** A flag or two of each layer: where its store is. */
function ofServers(): ServerFlags {
	return Object.fromEntries(
		serverFlags.map(({name, value, help, variable}) => [name, {group: 'stores', value, help: `${help} (or ${variable})`}]),
	) as ServerFlags;
}

type PortFlags = Readonly<Record<PortFlagName, Flag & {readonly value: string; readonly reader: Reader<number>}>>;

/** A flag for the port of each embedded engine. */
function ofPorts(): PortFlags {
	return Object.fromEntries(
		engineLayers.map(({name, title}) => [
			portFlagOf(name),
			{group: 'stores', value: 'PORT', reader: port, help: `port of the embedded ${title} engine (default: any)`},
		]),
	) as PortFlags;
}

type ProtectionFlags = Readonly<Record<ProtectionFlag, Flag & {readonly value: string; readonly reader: Reader<number>}>>;

/** A flag for the figures of protections: whose they are, what they are, and what they are until another is given. */
function ofProtections(): ProtectionFlags {
	return Object.fromEntries(
		[...protectionFlags()].map(([flag, setting]) => {
			const figures = setting.map(({figure}) => figure!);
			const usual = figures.map(({unit, usual}) => (unit === 'seconds' ? typedDuration(usual) : unit === 'share' ? `${usual * 100}%` : String(usual)));
			const {value, help} = figures[0]!.flag;
			return [
				flag,
				{group: 'load', value, reader: figureOfFlag(figures[0]!), help: `${setting.map(({name}) => name).join(', ')}: ${help} (default ${usual.join(', ')})`},
			];
		}),
	) as ProtectionFlags;
}

/** A flag for the number of what acts in a scenario's world; which there are, the scenarios say. */
function ofPopulations(): object {
	return Object.fromEntries(Object.entries(populationFlags(scenarios)).map(([name, flag]) => [name, {group: 'work', ...flag}]));
}

/** Whether a flag is on or off, and takes no value. */
export function isSwitch({value}: Flag): boolean {
	return value === undefined;
}
