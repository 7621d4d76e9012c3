import {graceMs} from '../../lab/cache-policy.ts';
import {countedText} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {presentPolicy} from '../selectors/present-load.ts';
import {shownTitle} from '../selectors/shown-title.ts';
import {waitsUntilMs} from '../selectors/recount.ts';
import type {State, TtlMode} from '../state/state.ts';
import {freshRun} from './fresh-run.ts';
import {noKey} from '../selectors/no-key.ts';
import {note, noteLatest} from './note.ts';
import type {Handlers, Named, Next} from './step.ts';

/** The key in Redis and its TTL. */
export type CacheEvents = {
	/** Where the answer is cached; undefined while the origin has no collection. */
	'key-named': {key: string | undefined};
	/** Another one is shown, of those that a question is asked about. */
	'about-chosen': {about: string};
	'ttl-chosen': {ttlSeconds: number};
	'ttl-mode-chosen': {mode: TtlMode};
	/** The key's end was moved; undefined: there is no key (any more). */
	'expiry-moved': {expiresAtMs: number | undefined};
	/** The ends of the keys of all were moved too: so many so far. */
	'expiries-moved': {count: number; isOver: boolean};
	'expiry-wished': object;
	'key-removed': object;
	/** When it was asked, nothing stood at the key. */
	'key-missed': {askedAtMs: number};
};

export type CacheCommands = {
	/** Moves the end of the value that stands to its as-of plus the TTL; where there are many keys, of all of them, this one first. */
	'move-expiry': {key: string; ttlSeconds: number; graceMs: number};
	'remove-key': {key: string};
};

type Doing = State | Next<Named<CacheCommands>>;

export const cacheHandlers: Handlers<CacheEvents, CacheCommands> = {
	'key-named': (state, {key}) => ({...state, cacheKey: key}),
	'about-chosen'(state, {about}, nowMs) {
		const next = {
			...freshRun(state, nowMs, 'another answer is shown'),
			about,
			shown: undefined,
			shownSinceMs: nowMs,
			off: undefined,
			truth: undefined,
			lastRead: undefined,
			cacheKey: undefined,
			keyExpiresAtMs: undefined,
		};
		return noteLatest(next, nowMs, `shown: ${shownTitle(next)}`, 'shown');
	},
	'ttl-chosen': (state, {ttlSeconds}, nowMs) => chooseTtl(state, ttlSeconds, nowMs),
	'ttl-mode-chosen'(state, {mode}, nowMs) {
		const next = note(
			{...state, ttlMode: mode},
			nowMs,
			mode === 'now' ? `TTL changes act now: the ${state.scenario.question.abouts ? 'keys move' : 'key moves'}` : 'TTL changes act with the next fill',
		);
		// A TTL that still waits for the next fill acts now too.
		return mode === 'now' && waitsUntilMs({...state, nowMs}) !== undefined ? chooseTtl(next, state.ttlSeconds, nowMs) : next;
	},
	'expiry-moved'(state, {expiresAtMs}, nowMs) {
		return expiresAtMs !== undefined && expiresAtMs > nowMs
			? {...state, isKeyKnown: true, keyExpiresAtMs: expiresAtMs}
			: {...state, isKeyKnown: true, keyExpiresAtMs: undefined, keyRemovedAtMs: nowMs};
	},
	'expiries-moved': (state, {count, isOver}, nowMs) =>
		noteLatest(state, nowMs, `${isOver ? 'the new TTL moved' : 'moving'} ${countedText(count, 'key')}${isOver ? '' : ' so far'}`, 'expiries'),
	'expiry-wished'(state, _, nowMs) {
		return state.cacheKey === undefined ? note(state, nowMs, `x: there is ${noKey(state)}`) : {state, commands: [{type: 'remove-key', key: state.cacheKey}]};
	},
	'key-removed'(state, _, nowMs) {
		// A cycle that was cut by hand is none of theory's.
		const next = freshRun(state, nowMs, 'the key was expired by hand', nowMs);
		return note({...next, keyExpiresAtMs: undefined, isKeyKnown: true, keyRemovedAtMs: nowMs}, nowMs, 'expired the key: the next read is a miss');
	},
	'key-missed'(state, {askedAtMs}, nowMs) {
		const {keyExpiresAtMs, lastRead, job} = state;
		// Unless a read has stored a value since it was asked, it has ended meanwhile anyhow, or a stampede has removed it.
		const isEarly = job?.name !== 'stampede' && keyExpiresAtMs !== undefined && keyExpiresAtMs > nowMs && (lastRead?.servedAtMs ?? 0) < askedAtMs;
		return isEarly
			? note({...state, keyExpiresAtMs: undefined, keyRemovedAtMs: askedAtMs}, nowMs, 'the key vanished early: evicted, removed by somebody, or a clock jumped')
			: state;
	},
};

/** A new TTL; with the mode `now` the key that stands moves. */
function chooseTtl(state: State, ttlSeconds: number, nowMs: number): Doing {
	const isNow = state.ttlMode === 'now';
	const fresh = {...freshRun(state, nowMs, 'the TTL changed', isNow ? nowMs : (state.keyExpiresAtMs ?? nowMs)), ttlSeconds};
	const next = noteLatest(fresh, nowMs, `TTL ${formatDuration(ttlSeconds)}, ${isNow ? 'now' : 'with the next fill'}`, 'ttl');
	return isNow && state.cacheKey !== undefined
		? {state: next, commands: [{type: 'move-expiry', key: state.cacheKey, ttlSeconds, graceMs: graceMs(presentPolicy(next))}]}
		: next;
}
