import {double, type Reply} from '../framing/reply-writer.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireDouble} from '../state/double.ts';
import {elementBytes, type Entry} from '../state/entry.ts';
import {requireCount} from '../state/integer.ts';
import {type Scored, SortedSet} from '../state/sorted-set.ts';
import {optionName, type Runs} from './command.ts';

const noMembers = new SortedSet();

/** The sorted set at a key, for commands that read; an empty one where there is none. */
export const readSortedSet = ({database}: Client, key: string): SortedSet => database.readValue(key, 'zset') ?? noMembers;

/** Removes members and notifies of `event`. @returns how many there were */
export function removeMembers({database}: Client, entry: Entry<'zset'> | undefined, members: readonly string[], event: string): number {
	members.forEach(member => entry!.value.delete(member));
	if (members.length > 0) {
		database.changed(entry!, event, -elementBytes(members));
	}

	return members.length;
}

/** Members, where wanted with their scores: as pairs of their own in RESP3. */
export const scoredReply = ({reply: {protocol}}: Client, members: readonly Scored[], withScores: boolean, inPairs = true): Reply =>
	!withScores
		? members.map(({member}) => member)
		: inPairs && protocol === 3
			? members.map(({member, score}) => [member, double(score)])
			: members.flatMap(({member, score}) => [member, double(score)]);

const zaddOptions = ['nx', 'xx', 'gt', 'lt', 'ch', 'incr'];

/** The options in front of the words from the second on, as long as there are some, and where they end. */
export function readOptions(args: readonly string[], known: readonly string[]): {readonly options: ReadonlySet<string>; readonly first: number} {
	let first = 2;
	while (known.includes(optionName(args[first]))) {
		first++;
	}

	return {options: new Set(args.slice(2, first).map(option => optionName(option))), first};
}

function zadd(client: Client, args: readonly string[]): Reply {
	const {options, first} = readOptions(args, zaddOptions);
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

	return add(client, args[1]!, readScored(words), options);
}

const readScored = (words: readonly string[]): Scored[] =>
	words.flatMap((text, i) => (i % 2 === 0 ? [{score: requireDouble(text), member: words[i + 1]!}] : []));

/** ZADD's work: adds or moves members as its options say. */
export function add({database}: Client, key: string, members: readonly Scored[], options: ReadonlySet<string>): Reply {
	const isIncrement = options.has('incr');
	const present = database.findAs(key, 'zset');
	const added: string[] = [];
	let moved = 0;
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
				// Redis's usual form knows no -0.
				entry.value.set(member, after + 0);
				if (before === undefined) {
					added.push(member);
				} else {
					moved++;
				}
			}
		}

		if (added.length + moved > 0) {
			database.changed(entry, isIncrement ? 'zincr' : 'zadd', elementBytes(added));
		}
	}

	return isIncrement ? scoreReply(score) : added.length + (options.has('ch') ? moved : 0);
}

const scoreReply = (score: number | undefined): Reply => (score === undefined ? undefined : double(score));

const popWith = (fromEnd: boolean) => (client: Client, args: readonly string[]) => {
	if (args.length > 3) {
		throw syntaxError();
	}

	const count = args[2] === undefined ? undefined : requireCount(args[2]);
	const entry = client.database.findAs(args[1]!, 'zset');
	const size = entry?.value.size ?? 0;
	const taken = Math.min(count ?? 1, size);
	const members = (fromEnd ? entry?.value.range(size - taken, size).reverse() : entry?.value.range(0, taken)) ?? [];
	removeMembers(
		client,
		entry,
		members.map(({member}) => member),
		fromEnd ? 'zpopmax' : 'zpopmin',
	);
	return scoredReply(client, members, true, count !== undefined);
};

const rankWith = (fromEnd: boolean) => (client: Client, args: readonly string[]) => {
	const set = readSortedSet(client, args[1]!);
	const rank = set.rank(args[2]!);
	return rank !== undefined && fromEnd ? set.size - 1 - rank : rank;
};

/** Commands of sorted sets, but for their ranges. */
export const sortedSetCommands: Runs = {
	zadd,
	zincrby: (client, args) => add(client, args[1]!, readScored(args.slice(2)), new Set(['incr'])),
	zrem(client, args) {
		const entry = client.database.findAs(args[1]!, 'zset');
		const members = [...new Set(args.slice(2))].filter(member => entry?.value.score(member) !== undefined);
		return removeMembers(client, entry, members, 'zrem');
	},
	zcard: (client, args) => readSortedSet(client, args[1]!).size,
	zscore: (client, args) => scoreReply(readSortedSet(client, args[1]!).score(args[2]!)),
	zrank: rankWith(false),
	zrevrank: rankWith(true),
	zpopmin: popWith(false),
	zpopmax: popWith(true),
};
