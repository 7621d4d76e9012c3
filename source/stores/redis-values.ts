import type {Redis} from 'ioredis';
import type {Codec} from '../scenarios/scenario.ts';
import {type CachedAnswer, decodeCached, encodeCached, faultOf} from './cached-answer.ts';
import {mostConflicts, tooManyConflicts} from './redis-commands.ts';
import {isOtherType} from './redis-failure.ts';

/** What stands at a key: the value, nothing, or something that is not ours to serve. */
export type CacheLookup =
	| {readonly status: 'found'; readonly value: CachedAnswer}
	| {readonly status: 'empty'}
	| {readonly status: 'corrupt'; readonly reason: string};

/** What became of a value that was to be stored: it stands, or a newer one that another stored meanwhile does. */
export type StoreResult = {readonly status: 'stored'} | {readonly status: 'newer'; readonly value: CachedAnswer};

/** A list or a hash at the key is a value like any other that is not ours: a SET replaces it. */
export function otherType(error: unknown): undefined {
	if (isOtherType(error)) {
		return undefined;
	}

	throw error;
}

/**
 * What a text at a key is.
 * @param text undefined for a value of another type than text
 */
export function lookUp(text: string | null | undefined, codec: Codec): CacheLookup {
	if (text === undefined) {
		return {status: 'corrupt', reason: 'it is no text'};
	}

	if (text === null) {
		return {status: 'empty'};
	}

	const value = decodeCached(text, codec);
	return 'corrupt' in value ? {status: 'corrupt', reason: value.corrupt} : {status: 'found', value};
}

/** A key, and the form of the answers at it. */
type Place = {readonly client: Redis; readonly key: string; readonly codec: Codec};

/**
 * Stores a value unless one with a later as-of stands there.
 * @param nowMs the clock by which a standing value is judged
 * @throws Error when others write the key all the time
 */
export async function store(place: Place, value: CachedAnswer, keepMs: number, nowMs: number): Promise<StoreResult> {
	const {client, key, codec} = place;
	for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
		const standing = await watchAndGet(place);
		if (standing.status === 'found' && standing.value.answer.asOfMs > value.answer.asOfMs && faultOf(standing.value, nowMs) === undefined) {
			await client.unwatch();
			return {status: 'newer', value: standing.value};
		}

		const done = await client.multi().set(key, encodeCached(value, codec), 'PX', wholeMs(keepMs)).exec();
		if (done?.[0]?.[0]) {
			throw done[0][0];
		}

		if (done) {
			return {status: 'stored'};
		}
	}

	throw new Error(tooManyConflicts);
}

/** Moves the end of a standing value and the key's own expiry, unless another writes the key meanwhile. */
export async function moveExpiry(place: Place, expiresAtMs: (value: CachedAnswer) => number, keepBeyondMs: number): Promise<CachedAnswer | undefined> {
	const {client, key, codec} = place;
	// A writer between WATCH and EXEC has set a newer value with the expiry it wanted: nothing is left to move.
	const standing = await watchAndGet(place);
	if (standing.status !== 'found') {
		await client.unwatch();
		return undefined;
	}

	const moved = {...standing.value, expiresAtMs: Math.round(expiresAtMs(standing.value))};
	const done = await client
		.multi()
		.set(key, encodeCached(moved, codec), 'KEEPTTL')
		.pexpireat(key, moved.expiresAtMs + Math.round(keepBeyondMs))
		.exists(key)
		.exec();
	const refused = done?.find(([error]) => error)?.[0];
	if (refused) {
		throw refused;
	}

	return done?.[2]?.[1] === 1 ? moved : undefined;
}

/** Releases a lock if `token` still owns it. */
export async function unlock(client: Redis, key: string, token: string): Promise<void> {
	// Between GET and DEL the lock may expire and be taken by another: then WATCH makes EXEC do nothing.
	await client.watch(key);
	if ((await client.get(key)) === token) {
		await client.multi().del(key).exec();
	} else {
		await client.unwatch();
	}
}

/** What stands at a key, watched from now on; in one round trip. What follows in the same turn is on the same connection. */
async function watchAndGet({client, key, codec}: Place): Promise<CacheLookup> {
	const [watched, got] = (await client.pipeline().watch(key).get(key).exec())!;
	if (watched![0]) {
		throw watched![0];
	}

	return lookUp(got![0] ? otherType(got![0]) : (got![1] as string | null), codec);
}

/** A time to live as Redis takes it: whole milliseconds, at least one. */
export function wholeMs(ms: number): number {
	return Math.max(1, Math.round(ms));
}
