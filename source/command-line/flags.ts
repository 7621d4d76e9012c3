import leven from 'leven';
import {type ProtectionFlag, protectionFlags} from '../lab/protections.ts';
import {serverFlags, type ServerFlagName} from '../layers/layers.ts';
import {listed} from '../words/listed.ts';
import {Problem} from '../words/problem.ts';

/** What the program is asked to do. */
export const commands = ['dashboard', 'report', 'seed', 'bench', 'archive', 'what-if', 'lab', 'stampede'] as const;

export type Command = (typeof commands)[number];

export type Flag = {
	/** As meow takes it. A value is read as text, so that what is wrong with it is said by us. */
	readonly type: 'string' | 'boolean';
	readonly shortFlag?: string;
	/** The commands it means something to; all when left out. */
	readonly of?: readonly Command[];
};

const withStores = ['dashboard', 'report', 'seed', 'bench', 'archive', 'lab', 'stampede'] as const;
const experiments = ['what-if', 'lab', 'stampede'] as const;

/** Where the stores are: a flag or two of each layer. */
const whereStoresAre = Object.fromEntries(serverFlags.map(({name}) => [name, {type: 'string', of: withStores}])) as
	Readonly<Record<ServerFlagName, {readonly type: 'string'; readonly of: typeof withStores}>>;

/** The flags, by their camel-case names. */
export const flags = {
	...whereStoresAre,
	compose: {type: 'boolean', of: withStores},
	data: {type: 'string', of: withStores},
	orders: {type: 'string', of: withStores},
	days: {type: 'string', of: withStores},
	seed: {type: 'string'},
	ttl: {type: 'string', of: ['dashboard', 'report', ...experiments]},
	refresh: {type: 'string', of: ['dashboard']},
	paced: {type: 'boolean', of: ['bench']},
	runs: {type: 'string', of: ['bench']},
	yes: {type: 'boolean', of: ['seed', 'lab']},
	timeZone: {type: 'string', of: withStores},
	rate: {type: 'string', of: experiments},
	arrivals: {type: 'string', of: experiments},
	poll: {type: 'string', of: experiments},
	viewers: {type: 'string', of: experiments},
	fill: {type: 'string', of: experiments},
	protection: {type: 'string', of: experiments},
	...ofProtections(),
	ownProcess: {type: 'boolean', of: experiments},
	shared: {type: 'boolean', of: experiments},
	ordersPerSecond: {type: 'string', of: ['what-if', 'lab']},
	reads: {type: 'string', of: ['what-if']},
	at: {type: 'string', of: ['what-if']},
	for: {type: 'string', of: ['lab']},
	firings: {type: 'string', of: ['stampede']},
	json: {type: 'boolean'},
	plain: {type: 'boolean'},
	ascii: {type: 'boolean'},
	theme: {type: 'string', of: ['dashboard']},
	help: {type: 'boolean', shortFlag: 'h'},
	version: {type: 'boolean'},
} as const satisfies Readonly<Record<string, Flag>>;

/** The flags as given: a switch is on or off, anything else its text or undefined. */
export type Given = {readonly [Name in keyof typeof flags]: (typeof flags)[Name]['type'] extends 'boolean' ? boolean : string | undefined};

/** A flag for the figure of each protection. */
function ofProtections() {
	return Object.fromEntries([...protectionFlags().keys()].map(name => [name, {type: 'string', of: experiments}])) as Readonly<Record<ProtectionFlag, {readonly type: 'string'; readonly of: typeof experiments}>>;
}

/**
 * The flags of a command line, each known and given once.
 * @throws Problem that names the flag
 */
export function checkFlags(values: Readonly<Record<string, unknown>>): Given {
	for (const name of Object.keys(values)) {
		if (!Object.hasOwn(flags, name)) {
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

/**
 * Refuses a flag that means nothing to the command: what is given must not be without effect.
 * @param named the command as typed; undefined for the dashboard or the report, which take the same flags
 */
export function requireBelonging(given: Given, named: Command | undefined): void {
	const asked: readonly Command[] = named === undefined ? ['dashboard', 'report'] : [named];
	for (const [name, {of}] of Object.entries<Flag>(flags)) {
		const value = given[name as keyof Given];
		if (value !== undefined && value !== false && of && !asked.some(command => of.includes(command))) {
			const rest = named === undefined ? `name the command, as in shopstream-tui ${of[0]} ${dashed(name)}` : 'see shopstream-tui --help';
			throw new Problem(`${dashed(name)} belongs to ${listed(of)}${named === undefined ? '' : `, not to ${named}`}: ${rest}`, 2);
		}
	}
}

/** " (did you mean x?)" when something known is at most two edits away. */
export function near(word: string, known: readonly string[]): string {
	const best = nearest(word, known);
	return best === undefined ? '' : ` (did you mean ${best}?)`;
}

/** What is known and at most two edits away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const [best] = known.map(name => ({name, edits: leven(word, name)})).sort((a, b) => a.edits - b.edits);
	return best && best.edits <= 2 ? best.name : undefined;
}

/** A flag's name as it is typed. */
export function dashed(name: string): string {
	return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}
