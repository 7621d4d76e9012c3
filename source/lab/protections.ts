import {formatDuration} from '../words/duration.ts';
import {type CachePolicy, unprotectedPolicy} from './cache-policy.ts';
import type {Figure, ProtectionShape} from './protection-record.ts';

/** How long past its end an answer may be served. */
const pastItsEnd = {
	unit: 'seconds',
	least: 0.001,
	most: 86_400,
	examples: '60s or 10m',
	text: (seconds: number) => `up to ${formatDuration(seconds)}`,
	flag: {name: 'stale', value: 'TIME', help: 'how long past its expiry an answer may be served'},
} as const;

const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;

/** The one list of protections. Menus, prompts, flags, help, JSON, sentences and the policy follow from it. */
const records = [
	{
		name: 'single-flight',
		title: 'single-flight',
		says: 'readers of one process that miss together wait for one query',
		phrase: () => 'single-flight',
		policy: () => ({singleFlight: true}),
	},
	{
		name: 'lock',
		title: 'lock in Redis',
		says: 'of all processes one asks the origin, the others wait for its answer',
		phrase: () => 'a lock in Redis',
		policy: lockSeconds => ({lockSeconds}),
		figure: {
			name: 'lockSeconds',
			unit: 'seconds',
			usual: 10,
			least: 0.001,
			most: 3600,
			examples: '10s or 500ms',
			steps: [1, 2, 5, 10, 30, 60],
			text: seconds => `lives ${formatDuration(seconds)}`,
			flag: {name: 'lock', value: 'TIME', help: 'lifetime of the lock'},
			prompt: {ask: range => `The lock lives (${range})`, subject: 'The life of the lock', least: 0.1, most: 60},
		},
	},
	{
		name: 'swr',
		title: 'stale-while-revalidate',
		says: 'past its end an answer is still served while a reader refills behind it',
		phrase: () => 'stale-while-revalidate',
		policy: staleSeconds => ({staleSeconds}),
		figure: {
			...pastItsEnd,
			name: 'staleSeconds',
			usual: 60,
			steps: [5, 10, 30, 60, 300, 3600],
			prompt: {ask: range => `Served stale at most (${range} past its end)`, subject: 'The bound on stale answers', least: 1},
		},
	},
	{
		name: 'xfetch',
		title: 'XFetch',
		says: 'a reader now and then refills before the end, likelier as it nears',
		phrase: beta => `XFetch with β ${beta}`,
		policy: xfetchBeta => ({xfetchBeta}),
		figure: {
			name: 'beta',
			unit: 'number',
			usual: 1,
			least: 0.01,
			most: 100,
			examples: '1.5',
			steps: [0.5, 1, 2, 5, 10],
			text: beta => `β ${beta}`,
			flag: {name: 'beta', value: 'N', help: 'a larger number refreshes earlier'},
			prompt: {ask: range => `XFetch's β (${range}; 1 is the paper's, more is earlier)`, subject: 'β'},
		},
	},
	{
		name: 'jitter',
		title: 'TTL jitter',
		says: 'each answer lives a little shorter or longer, lest many keys end together',
		phrase: share => `jitter of ${percent(share)}`,
		policy: jitterFraction => ({jitterFraction}),
		figure: {
			name: 'jitterFraction',
			unit: 'share',
			usual: 0.1,
			least: 0,
			most: 1,
			examples: '10% or 0.1',
			steps: [0.05, 0.1, 0.2, 0.5, 1],
			text: share => `± ${percent(share)} of the TTL`,
			flag: {name: 'jitter', value: 'SHARE', help: 'share of the TTL, 10% or 0.1'},
			prompt: {ask: range => `Jitter, in percent of the TTL (${range})`, subject: 'Jitter', least: 0.01},
		},
	},
	{
		name: 'stale-on-error',
		title: 'stale on error',
		says: 'when the origin fails, an expired answer is served and says so',
		phrase: () => 'stale on error',
		policy: staleOnErrorSeconds => ({staleOnErrorSeconds}),
		figure: {
			...pastItsEnd,
			name: 'staleOnErrorSeconds',
			usual: 600,
			steps: [10, 60, 600, 3600, 86_400],
			prompt: {ask: range => `Served when MongoDB fails, at most (${range} past its end)`, subject: 'The bound on stale answers', least: 1},
		},
	},
] as const satisfies readonly ProtectionShape[];

export type ProtectionName = (typeof records)[number]['name'];

type KnownFigure = Extract<(typeof records)[number], {readonly figure: object}>['figure'];

/** The flags of the protections' figures. */
export type ProtectionFlag = KnownFigure['flag']['name'];

export type FigureName = KnownFigure['name'];

/** What each protection is set to, on or not. */
type Figures = Readonly<Record<FigureName, number>>;

/** Which protections are on, and what each is set to. */
export type Protection = Figures & {readonly on: ReadonlySet<ProtectionName>};

/** The figure of a protection. */
export type ProtectionFigure = Figure & {readonly name: FigureName; readonly flag: {readonly name: ProtectionFlag}};

export type ProtectionRecord = ProtectionShape & {readonly name: ProtectionName; readonly figure?: ProtectionFigure};

/** What can stand between an expired key and a crowd of readers, each with its own switch. */
export const protections: readonly ProtectionRecord[] = records;

/** Only single-flight is on. The others have their defaults for when they are switched on. */
export const usualProtection: Protection = {on: new Set(['single-flight']), ...figures(({usual}) => usual)};

/** What the protections are set to, each by the name of its figure, in the order of the list. */
export function figures(of: (figure: ProtectionFigure) => number): Figures {
	return Object.fromEntries(protections.flatMap(({figure}) => (figure ? [[figure.name, of(figure)]] : []))) as Figures;
}

/** The flags of the figures, each with the protections that it sets. */
export function protectionFlags(): ReadonlyMap<ProtectionFlag, readonly ProtectionRecord[]> {
	const flags = new Map<ProtectionFlag, readonly ProtectionRecord[]>();
	for (const protection of protections) {
		const flag = protection.figure?.flag.name;
		if (flag !== undefined) {
			flags.set(flag, [...(flags.get(flag) ?? []), protection]);
		}
	}

	return flags;
}

/** The protections that are on, in the order of the list. */
export function protectionsOn({on}: Pick<Protection, 'on'>): readonly ProtectionRecord[] {
	return protections.filter(({name}) => on.has(name));
}

/** The policy of a TTL under these protections. */
export function policyOf(ttlSeconds: number, protection: Protection): CachePolicy {
	return Object.assign(
		unprotectedPolicy(ttlSeconds),
		...protectionsOn(protection).map(({policy, figure}) => policy(figure ? protection[figure.name] : 0)),
	) as CachePolicy;
}

/** The names of what is on: "single-flight, lock"; "none" when nothing is. */
export function protectionText(protection: Pick<Protection, 'on'>): string {
	return (
		protectionsOn(protection)
			.map(({name}) => name)
			.join(', ') || 'none'
	);
}

/** The same for a sentence: "unprotected", "with a lock in Redis and stale on error". */
export function protectionPhrase(protection: Protection): string {
	const phrases = protectionsOn(protection).map(({phrase, figure}) => phrase(figure ? protection[figure.name] : 0));
	return phrases.length === 0 ? 'unprotected' : `with ${phrases.join(' and ')}`;
}
