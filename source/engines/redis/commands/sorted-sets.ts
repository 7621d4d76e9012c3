import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireDouble} from '../state/double.ts';
import {elementOverheadBytes, type Entry} from '../state/entry.ts';
import {requireCount} from '../state/integer.ts';
import {type Scored, SortedSet} from '../state/sorted-set.ts';
import {optionName, type Runs} from './command.ts';

const listpackAtMost = 128;
const listpackElementBytes = 64;
const noMembers = new SortedSet();

/** What members take in memory. */
export const scoredBytes = (members: readonly Scored[]): number => members.reduce((sum, {member}) => sum + member.length + elementOverheadBytes, 0);

/** Whether Redis would hold such a set, with these added to it, as a skip list. */
export const isSkipList = (set: SortedSet, added: readonly Scored[]): boolean =>
	set.size > listpackAtMost || added.some(({member}) => member.length > listpackElementBytes);

/** The sorted set at a key, for commands that read; an empty one where there is none. */
export const readSortedSet = ({database}: Client, key: string): SortedSet => database.readValue(key, 'zset') ?? noMembers;

/** Removes members and says what happened. */
export function removeMembers({database}: Client, entry: Entry<'zset'> | undefined, members: readonly Scored[], event: string): void {
	for (const {member} of members) {
		entry!.value.delete(member);
	}

	if (members.length > 0) {
		database.changed(entry!, event, -scoredBytes(members));
	}
}

/** Members with their scores: as pairs of their own in RESP3, where wanted. */
export function replyScored({reply}: Client, members: readonly Scored[], withScores: boolean, inPairs = true): void {
	const pairs = withScores && inPairs && reply.protocol === 3;
	reply.array(withScores && !pairs ? members.length * 2 : members.length);
	for (const {member, score} of members) {
		if (pairs) {
			reply.array(2);
		}

		reply.bulk(member);
		if (withScores) {
			reply.double(score);
		}
	}
}

const zaddOptions = new Set(['nx', 'xx', 'gt', 'lt', 'ch', 'incr']);

function zadd(client: Client, args: readonly string[]): void {
	let first = 2;
	while (zaddOptions.has(optionName(args[first]))) {
		first++;
	}

	const options = new Set(args.slice(2, first).map(option => optionName(option)));
	const has = (...names: string[]) => names.every(name => options.has(name));
	const words = args.slice(first);
	if (words.length === 0 || words.length % 2 === 1) {
		throw syntaxError();
	}

	if (has('nx', 'xx')) {
		throw new CommandError('ERR XX and NX options at the same time are not compatible');
	}

	if (has('gt', 'nx') || has('lt', 'nx') || has('gt', 'lt')) {
		throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible');
	}

	if (has('incr') && words.length > 2) {
		throw new CommandError('ERR INCR option supports a single increment-element pair');
	}

	add(client, args[1]!, readScored(words), options);
}

const readScored = (words: readonly string[]): Scored[] =>
	words.flatMap((text, i) => (i % 2 === 0 ? [{score: requireDouble(text), member: words[i + 1]!}] : []));

/** ZADD's work: adds or moves members as its options say, and replies. */
export function add({database, reply}: Client, key: string, members: readonly Scored[], options: ReadonlySet<string>): void {
	const isIncrement = options.has('incr');
	const present = database.findAs(key, 'zset');
	const added: Scored[] = [];
	const changed: Scored[] = [];
	let score: number | undefined;
	if (present !== undefined || !options.has('xx')) {
		const entry = database.open(key, 'zset');
		for (const {member, score: given} of members) {
			const before = entry.value.score(member);
			const after = isIncrement && before !== undefined ? before + given : given;
			if (Number.isNaN(after)) {
				throw new CommandError('ERR resulting score is not a number (NaN)');
			}

			const isRefused =
				before === undefined ? options.has('xx') : options.has('nx') || (options.has('gt') && after <= before) || (options.has('lt') && after >= before);
			if (isRefused) {
				continue;
			}

			score = after;
			if (before !== after) {
				entry.isLarge ||= before === undefined && (entry.value.size >= listpackAtMost || member.length > listpackElementBytes);
				// The smaller form knows no -0.
				entry.value.set(member, entry.isLarge ? after : after + 0);
				(before === undefined ? added : changed).push({member, score: after});
			}
		}

		if (added.length + changed.length > 0) {
			database.changed(entry, isIncrement ? 'zincr' : 'zadd', scoredBytes(added));
		}
	}

	if (!isIncrement) {
		reply.integer(added.length + (options.has('ch') ? changed.length : 0));
	} else if (score === undefined) {
		reply.nil();
	} else {
		reply.double(score);
	}
}

const popWith = (fromEnd: boolean) => (client: Client, args: readonly string[]) => {
	if (args.length > 3) {
		throw syntaxError();
	}

	const count = args[2] === undefined ? undefined : requireCount(args[2]);
	const entry = client.database.findAs(args[1]!, 'zset');
	const size = entry?.value.size ?? 0;
	const taken = Math.min(count ?? 1, size);
	const members = fromEnd ? entry?.value.range(size - taken, size).reverse() : entry?.value.range(0, taken);
	removeMembers(client, entry, members ?? [], fromEnd ? 'zpopmax' : 'zpopmin');
	replyScored(client, members ?? [], true, count !== undefined);
};

const rankWith = (fromEnd: boolean) => (client: Client, args: readonly string[]) => {
	const set = readSortedSet(client, args[1]!);
	const rank = set.rank(args[2]!);
	if (rank === undefined) {
		client.reply.nil();
	} else {
		client.reply.integer(fromEnd ? set.size - 1 - rank : rank);
	}
};

function replyScore({reply}: Client, score: number | undefined): void {
	if (score === undefined) {
		reply.nil();
	} else {
		reply.double(score);
	}
}

/** Commands of sorted sets, but for their ranges. */
export const sortedSetCommands: Runs = {
	zadd,
	zincrby(client, args) {
		add(client, args[1]!, readScored(args.slice(2)), new Set(['incr']));
	},
	zrem(client, args) {
		const entry = client.database.findAs(args[1]!, 'zset');
		const members = [...new Set(args.slice(2))].filter(member => entry?.value.score(member) !== undefined);
		removeMembers(
			client,
			entry,
			members.map(member => ({member, score: 0})),
			'zrem',
		);
		client.reply.integer(members.length);
	},
	zcard(client, args) {
		client.reply.integer(readSortedSet(client, args[1]!).size);
	},
	zscore(client, args) {
		replyScore(client, readSortedSet(client, args[1]!).score(args[2]!));
	},
	zmscore(client, args) {
		const set = readSortedSet(client, args[1]!);
		client.reply.array(args.length - 2);
		for (const member of args.slice(2)) {
			replyScore(client, set.score(member));
		}
	},
	zrank: rankWith(false),
	zrevrank: rankWith(true),
	zpopmin: popWith(false),
	zpopmax: popWith(true),
};
