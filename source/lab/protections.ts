import {type CachePolicy, plainPolicy} from './cache-policy.ts';

/** What can stand between an expired key and a crowd of readers, each with its own switch. */
export const protections = [
	{name: 'single-flight', title: 'single-flight', says: 'readers of one process that miss together wait for one query'},
	{name: 'lock', title: 'lock in Redis', says: 'of all processes one asks the origin, the others wait for its answer'},
	{name: 'swr', title: 'stale-while-revalidate', says: 'past its end an answer is still served while a reader refills behind it'},
	{name: 'xfetch', title: 'XFetch', says: 'a reader now and then refills before the end, likelier as it nears'},
	{name: 'jitter', title: 'TTL jitter', says: 'each answer lives a little shorter or longer, lest many keys end together'},
	{name: 'stale-on-error', title: 'stale on error', says: 'when the origin fails, an expired answer is served and says so'},
] as const;

export type ProtectionName = (typeof protections)[number]['name'];

/** Which protections are on, and how each is set. */
export type Protection = {
	readonly on: ReadonlySet<ProtectionName>;
	/** Life of the lock, above 0. */
	readonly lockSeconds: number;
	/** How long past its end an answer may be served while it is refilled, above 0. */
	readonly staleSeconds: number;
	/** XFetch's β, above 0. */
	readonly beta: number;
	/** Jitter as a share of the TTL, above 0 and at most 1. */
	readonly jitterFraction: number;
	/** How long past its end an answer may be served because the origin fails, above 0. */
	readonly staleOnErrorSeconds: number;
};

/** Single-flight alone, and what the others are set to once they are switched on. */
export const usualProtection: Protection = {
	on: new Set(['single-flight']),
	lockSeconds: 10,
	staleSeconds: 60,
	beta: 1,
	jitterFraction: 0.1,
	staleOnErrorSeconds: 600,
};

/** The policy of a TTL under these protections. */
export function policyOf(ttlSeconds: number, {on, lockSeconds, staleSeconds, beta, jitterFraction, staleOnErrorSeconds}: Protection): CachePolicy {
	const set = (name: ProtectionName, figure: number) => on.has(name) ? figure : 0;
	return {
		...plainPolicy(ttlSeconds),
		singleFlight: on.has('single-flight'),
		lockSeconds: set('lock', lockSeconds),
		staleSeconds: set('swr', staleSeconds),
		xfetchBeta: set('xfetch', beta),
		jitterFraction: set('jitter', jitterFraction),
		staleOnErrorSeconds: set('stale-on-error', staleOnErrorSeconds),
	};
}

/** The names of what is on, in the order of the list; "none" when nothing is. */
export function protectionText({on}: Pick<Protection, 'on'>): string {
	return protections.filter(({name}) => on.has(name)).map(({name}) => name).join(', ') || 'none';
}
