import {double, type Reply} from '../framing/reply-writer.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {parseDouble, requireDouble} from '../state/double.ts';
import {elementBytes, type Entry} from '../state/entry.ts';
import {placesOf, requireCount, requireNumber} from '../state/integer.ts';
import {type Scored, SortedSet} from '../state/sorted-set.ts';
import {optionName, type Runs} from './command.ts';

const noMembers = new SortedSet();

/** The sorted set at a key, for commands that read; an empty one where there is none. */
export const readSortedSet = ({database}: Client, key: string): SortedSet => database.readValue(key, 'zset') ?? noMembers;

/** Removes members and notifies of `event`. @returns how many there were */
function removeMembers({database}: Client, entry: Entry<'zset'> | undefined, members: readonly string[], event: string): number {
	members.forEach(member => entry!.value.delete(member));
	if (members.length > 0) {
		database.changed(entry!, event, -elementBytes(members));
	}

	return members.length;
}

/** Members, where wanted with their scores: as pairs of their own in RESP3. */
const scoredReply = ({reply: {protocol}}: Client, members: readonly Scored[], withScores: boolean, inPairs = true): Reply =>
	!withScores
		? members.map(({member}) => member)
		: inPairs && protocol === 3
			? members.map(({member, score}) => [member, double(score)])
			: members.flatMap(({member, score}) => [member, double(score)]);

/** ZADD's options that are not supported. */
const otherOptions = ['gt', 'lt', 'incr'];

/** The options in front of the words from the second on, as long as there are some, and where they end. */
export function readOptions(args: readonly string[], others: readonly string[] = []): {readonly options: ReadonlySet<string>; readonly first: number} {
	let first = 2;
	while (['nx', 'xx', 'ch', ...others].includes(optionName(args[first]))) {
		first++;
	}

	return {options: new Set(args.slice(2, first).map(option => optionName(option))), first};
}

function zadd(client: Client, args: readonly string[]): Reply {
	const {options, first} = readOptions(args, otherOptions);
	const words = args.slice(first);
	if (words.length === 0 || words.length % 2 === 1 || otherOptions.some(name => options.has(name))) {
		throw syntaxError();
	}

	if (options.has('nx') && options.has('xx')) {
		throw new CommandError('ERR XX and NX options at the same time are not compatible');
	}

	const members = words.flatMap((text, i) => (i % 2 === 0 ? [{score: requireDouble(text), member: words[i + 1]!}] : []));
	return add(client, args[1]!, members, options);
}

/** ZADD's work: adds or moves members as its options say. */
export function add({database}: Client, key: string, members: readonly Scored[], options: ReadonlySet<string>): Reply {
	const present = database.findAs(key, 'zset');
	const added: string[] = [];
	let moved = 0;
	if (present !== undefined || !options.has('xx')) {
		const entry = database.open(key, 'zset');
		for (const {member, score} of members) {
			const before = entry.value.score(member);
			const isRefused = before === undefined ? options.has('xx') : options.has('nx');
			if (!isRefused && before !== score) {
				// Redis's usual form knows no -0.
				entry.value.set(member, score + 0);
				if (before === undefined) {
					added.push(member);
				} else {
					moved++;
				}
			}
		}

		if (added.length + moved > 0) {
			database.changed(entry, 'zadd', elementBytes(added));
		}
	}

	return added.length + (options.has('ch') ? moved : 0);
}

function zpopmin(client: Client, args: readonly string[]): Reply {
	if (args.length > 3) {
		throw syntaxError();
	}

	const count = args[2] === undefined ? undefined : requireCount(args[2]);
	const entry = client.database.findAs(args[1]!, 'zset');
	const members = entry?.value.range(0, Math.min(count ?? 1, entry.value.size)) ?? [];
	const names = members.map(({member}) => member);
	removeMembers(client, entry, names, 'zpopmin');
	return scoredReply(client, members, true, count !== undefined);
}

/** Members by rank; from the end where it is the reversed form, or REV is given. */
const rangeWith = (isReversed: boolean) => (client: Client, args: readonly string[]) => {
	const options = args.slice(4).map(option => optionName(option));
	if (!options.every((name, i) => name === 'withscores' || (name === 'rev' && !isReversed && options.indexOf(name) === i))) {
		throw syntaxError();
	}

	const [start, stop] = [requireNumber(args[2]!), requireNumber(args[3]!)];
	const set = readSortedSet(client, args[1]!);
	const [from, to] = placesOf(start, stop, set.size);
	const members = isReversed || options.includes('rev') ? set.range(set.size - to, set.size - from).reverse() : set.range(from, to);
	return scoredReply(client, members, options.includes('withscores'));
};

/** Reads the two ends of a range of scores. @returns what gives the members in it */
function between(min: string, max: string): (set: SortedSet) => Scored[] {
	const [low, high] = [readEnd(min), readEnd(max)];
	return set =>
		set.range(
			set.countWhile(({score}) => score < low.value || (low.isOpen && score === low.value)),
			set.countWhile(({score}) => score < high.value || (!high.isOpen && score === high.value)),
		);
}

function zrangebyscore(client: Client, args: readonly string[]): Reply {
	if (args.slice(4).some(option => optionName(option) !== 'withscores')) {
		throw syntaxError();
	}

	const membersOf = between(args[2]!, args[3]!);
	return scoredReply(client, membersOf(readSortedSet(client, args[1]!)), args.length > 4);
}

function readEnd(text: string): {readonly value: number; readonly isOpen: boolean} {
	const isOpen = text.startsWith('(');
	const digits = optionName(isOpen ? text.slice(1) : text).trimStart();
	const value = digits === '' ? 0 : parseDouble(digits);
	if (value === undefined) {
		throw new CommandError('ERR min or max is not a float');
	}

	return {value, isOpen};
}

function zincrby({database}: Client, args: readonly string[]): Reply {
	const [, key, by, member] = args;
	if (readOptions(args, otherOptions).first > 2) {
		throw syntaxError();
	}

	const increment = requireDouble(by!);
	const before = database.findAs(key!, 'zset')?.value.score(member!);
	const after = before === undefined ? increment : before + increment;
	if (Number.isNaN(after)) {
		throw new CommandError('ERR resulting score is not a number (NaN)');
	}

	if (after !== before) {
		const entry = database.open(key!, 'zset');
		entry.value.set(member!, after + 0);
		database.changed(entry, 'zincr', before === undefined ? elementBytes([member!]) : 0);
	}

	return double(after);
}

/** Commands of sorted sets. */
export const sortedSetCommands: Runs = {
	zadd,
	zincrby,
	zrange: rangeWith(false),
	zrevrange: rangeWith(true),
	zrangebyscore,
	zremrangebyscore(client, args) {
		const membersOf = between(args[2]!, args[3]!);
		const entry = client.database.findAs(args[1]!, 'zset');
		const members = membersOf(entry?.value ?? noMembers).map(({member}) => member);
		return removeMembers(client, entry, members, 'zremrangebyscore');
	},
	zpopmin,
	zrem(client, args) {
		const entry = client.database.findAs(args[1]!, 'zset');
		const members = [...new Set(args.slice(2))].filter(member => entry?.value.score(member) !== undefined);
		return removeMembers(client, entry, members, 'zrem');
	},
	zcard: (client, args) => readSortedSet(client, args[1]!).size,
	zscore(client, args) {
		const score = readSortedSet(client, args[1]!).score(args[2]!);
		return score === undefined ? undefined : double(score);
	},
};
