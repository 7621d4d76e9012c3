import type {Client} from '../state/client.ts';
import {elementOverheadBytes, type Entry} from '../state/entry.ts';
import {IndexedSet} from '../state/indexed-set.ts';
import {parseInteger, requireCount, requireNumber} from '../state/integer.ts';
import {syntaxError} from '../redis-error.ts';
import type {Runs} from './command.ts';

type Members = IndexedSet<string>;

const intsetAtMost = 512;
const bytesOf = (members: Iterable<string>): number => [...members].reduce((sum, member) => sum + member.length + elementOverheadBytes, 0);
const isLarge = (set: Members, added: readonly string[]): boolean => set.size > intsetAtMost || added.some(member => parseInteger(member) === undefined);

/** Adds members. Which of them are new. */
function add(entry: Entry<'set'>, members: readonly string[]): string[] {
	const added = members.filter(member => entry.value.add(member));
	entry.isLarge ||= isLarge(entry.value, added);
	return added;
}

const read = ({database}: Client, args: readonly string[]): Members => database.readValue(args[1]!, 'set') ?? new IndexedSet<string>();

/** What sets have in common, have together, or the first has alone. */
const algebra = {
	inter: ([first, ...others]: readonly Members[]) => [...first!].filter(member => others.every(set => set.has(member))),
	union: (sets: readonly Members[]) => [...new Set(sets.flatMap(set => [...set]))],
	diff: ([first, ...others]: readonly Members[]) => [...first!].filter(member => others.every(set => !set.has(member))),
} as const;

const reckon = (kind: keyof typeof algebra, {database}: Client, keys: readonly string[]): string[] =>
	algebra[kind](keys.map(key => database.readValue(key, 'set') ?? new IndexedSet<string>()));

const replyWith = (kind: keyof typeof algebra) => (client: Client, args: readonly string[]) => {
	client.reply.bulks(reckon(kind, client, args.slice(1)), 'set');
};

const storeWith = (kind: keyof typeof algebra) => (client: Client, args: readonly string[]) => {
	const members = reckon(kind, client, args.slice(2));
	const set = new IndexedSet(members);
	const entry = client.database.replace(args[1]!, 'set', set, bytesOf(set), `s${kind}store`);
	if (entry !== undefined) {
		entry.isLarge = isLarge(set, members);
	}

	client.reply.integer(set.size);
};

function spop({database, reply}: Client, args: readonly string[]): void {
	if (args.length > 3) {
		throw syntaxError();
	}

	const count = args[2] === undefined ? undefined : requireCount(args[2]);
	const entry = database.findAs(args[1]!, 'set');
	const taken = Array.from({length: Math.min(count ?? 1, entry?.value.size ?? 0)}, () => {
		const member = entry!.value.random()!;
		entry!.value.delete(member);
		return member;
	});
	if (taken.length > 0) {
		database.changed(entry!, 'spop', -bytesOf(taken));
	}

	if (count === undefined) {
		reply.bulkOrNil(taken[0]);
	} else {
		reply.bulks(taken, 'set');
	}
}

function srandmember(client: Client, args: readonly string[]): void {
	if (args.length > 3) {
		throw syntaxError();
	}

	const count = args[2] === undefined ? undefined : requireNumber(args[2]);
	const set = read(client, args);
	if (count === undefined) {
		client.reply.bulkOrNil(set.random());
	} else if (count < 0) {
		// A negative count may give one member several times.
		client.reply.array(set.size === 0 ? 0 : -count);
		for (let i = count; i < 0 && set.size > 0; i++) {
			client.reply.bulk(set.random()!);
		}
	} else {
		const rest = new IndexedSet(set);
		client.reply.bulks(
			Array.from({length: Math.min(count, set.size)}, () => {
				const member = rest.random()!;
				rest.delete(member);
				return member;
			}),
		);
	}
}

/** Commands of sets. */
export const setCommands: Runs = {
	spop,
	srandmember,
	sinter: replyWith('inter'),
	sunion: replyWith('union'),
	sdiff: replyWith('diff'),
	sinterstore: storeWith('inter'),
	sunionstore: storeWith('union'),
	sdiffstore: storeWith('diff'),
	sadd({database, reply}, args) {
		const entry = database.open(args[1]!, 'set');
		const added = add(entry, args.slice(2));
		if (added.length > 0) {
			database.changed(entry, 'sadd', bytesOf(added));
		}

		reply.integer(added.length);
	},
	srem({database, reply}, args) {
		const entry = database.findAs(args[1]!, 'set');
		const removed = args.slice(2).filter(member => entry?.value.delete(member));
		if (removed.length > 0) {
			database.changed(entry!, 'srem', -bytesOf(removed));
		}

		reply.integer(removed.length);
	},
	smembers(client, args) {
		client.reply.bulks([...read(client, args)], 'set');
	},
	sismember(client, args) {
		client.reply.integer(read(client, args).has(args[2]!) ? 1 : 0);
	},
	smismember(client, args) {
		const set = read(client, args);
		client.reply.array(args.length - 2);
		for (const member of args.slice(2)) {
			client.reply.integer(set.has(member) ? 1 : 0);
		}
	},
	scard(client, args) {
		client.reply.integer(read(client, args).size);
	},
};
