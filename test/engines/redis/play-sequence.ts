import type {Step} from './random-commands.ts';
import {RawConnection} from './raw-connection.ts';

/** The database of the real server that is played in: no other is touched. */
export const database = '15';

/** A server, and a connection to it that looks on. */
export type Side = {readonly port: number; readonly observer: RawConnection};

/** Replies that tell a time that goes on; whole seconds or milliseconds may differ a little between two servers. */
const relative = new Set(['ttl', 'pttl', 'expiretime', 'pexpiretime']);
const unordered = new Set(['keys', 'scan', 'smembers', 'sinter', 'sunion', 'sdiff', 'sscan', 'spop', 'hgetall', 'hkeys', 'hvals', 'hscan', 'zscan', 'exec']);
/** How what is left at a key of each type is looked at. */
const looks: Readonly<Record<string, readonly string[]>> = {
	string: ['GET'],
	list: ['LRANGE', '0', '-1'],
	set: ['SMEMBERS'],
	hash: ['HGETALL'],
	zset: ['ZRANGE', '0', '-1', 'WITHSCORES'],
};

/** Runs a sequence; a line for each step, one for the counts, and one for each key that is left. */
export async function playSequence({port, observer}: Side, sequence: readonly Step[], protocol: '2' | '3'): Promise<string[]> {
	await observer.ask('FLUSHDB');
	const connections = [await RawConnection.open(port), await RawConnection.open(port)] as const;
	for (const connection of connections) {
		await connection.ask('HELLO', protocol);
		await connection.ask('SELECT', database);
	}

	const before = await counts(observer);
	const lines: string[] = [];
	for (const {connection, words} of sequence) {
		const reply = await connections[connection].ask(...words);
		lines.push(`${words.map(word => JSON.stringify(word)).join(' ')} → ${JSON.stringify(normal(words, reply))}`);
	}

	const after = await counts(observer);
	lines.push(`hits ${after.hits - before.hits}, misses ${after.misses - before.misses}, errors ${after.errors - before.errors}`);
	for (const key of normalKeys(await observer.ask('KEYS', '*'))) {
		const [look = '', ...rest] = looks[(await observer.ask('TYPE', key)).slice(1).trim()] ?? ['GET'];
		const value = normal([look], await observer.ask(look, key, ...rest));
		lines.push(`${JSON.stringify(key)} = ${JSON.stringify(value)}`);
		lines.push(`"pexpiretime" → ${JSON.stringify(await observer.ask('PEXPIRETIME', key))}`);
	}

	for (const connection of connections) {
		connection.close();
	}

	return lines;
}

async function counts(observer: RawConnection): Promise<{hits: number; misses: number; errors: number}> {
	const info = await observer.ask('INFO', 'stats');
	const field = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1]);
	return {hits: field('keyspace_hits'), misses: field('keyspace_misses'), errors: field('total_error_replies')};
}

/** A reply without what no two servers share: the order of keys, and ids. */
function normal(words: readonly string[], reply: string): string {
	const name = words[0]?.toLowerCase() ?? '';
	if (unordered.has(name) && /^[*~%]/.test(reply)) {
		return [reply.length, ...reply.split('\r\n').sort()].join(' ');
	}

	return name === 'hello' ? reply.replace(/id\r\n:\d+/, 'id\r\n:0') : reply;
}

const normalKeys = (reply: string): string[] => {
	const keys: string[] = [];
	for (let at = reply.indexOf('\r\n') + 2; at < reply.length;) {
		const lineEnd = reply.indexOf('\r\n', at);
		const length = Number(reply.slice(at + 1, lineEnd));
		keys.push(reply.slice(lineEnd + 2, lineEnd + 2 + length));
		at = lineEnd + length + 4;
	}

	return keys.sort();
};

/** The real server's line, or ours when both tell nearly the same time. */
export function settle(real: string, ours: string): string {
	const name = /^"([a-z]+)"/i.exec(real)?.[1]?.toLowerCase() ?? '';
	const [a = 0, b = 0] = [real, ours].map(line => Number(/→ ":(\d+)/.exec(line)?.[1] ?? 0));
	return relative.has(name) && a > 0 && b > 0 && Math.abs(a - b) < 3000 && !isFar(a) ? ours : real;
}

/** An absolute time of the sequences, in seconds or milliseconds, that both must tell alike. */
const isFar = (time: number) => (time >= 4_102_444_000 && time < 1e12) || time >= 4_102_444_000_000;
