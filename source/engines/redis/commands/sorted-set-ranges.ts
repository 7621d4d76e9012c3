import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {parseDouble} from '../state/double.ts';
import {placesOf, requireNumber} from '../state/integer.ts';
import {type Scored, SortedSet} from '../state/sorted-set.ts';
import {optionName, type Runs} from './command.ts';
import {isSkipList, readSortedSet, removeMembers, replyScored, scoredBytes} from './sorted-sets.ts';

type By = 'rank' | 'score' | 'lex';
/** Where a range begins and ends in a set: from, to before. */
type Places = (set: SortedSet) => readonly [from: number, to: number];

type Range = {
	readonly places: Places;
	readonly reverse: boolean | undefined;
	readonly withScores: boolean;
	/** How many to leave out, and how many to give at most (negative: all). */
	readonly limit: readonly [offset: number, count: number];
};

/** Reads the two ends of a range. @throws CommandError */
function readPlaces(by: By, min: string, max: string): Places {
	if (by === 'rank') {
		const [start, stop] = [requireNumber(min), requireNumber(max)];
		return set => placesOf(start, stop, set.size);
	}

	const [low, high] = by === 'score' ? [readScore(min), readScore(max)] : [readText(min), readText(max)];
	const isBelow = (scored: Scored, {value, isOpen}: typeof low) => {
		const found = by === 'score' ? scored.score : scored.member;
		return typeof value === 'boolean' ? value : found < value! || (isOpen && found === value);
	};

	const before = {...high, isOpen: !high.isOpen};
	return set => [set.countWhile(scored => isBelow(scored, low)), set.countWhile(scored => isBelow(scored, before))];
}

type End = {readonly value: number | string | boolean; readonly isOpen: boolean};

function readScore(text: string): End {
	const isOpen = text.startsWith('(');
	const digits = (isOpen ? text.slice(1) : text).trimStart();
	const value = digits === '' ? 0 : parseDouble(digits);
	if (value === undefined) {
		throw new CommandError('ERR min or max is not a float');
	}

	return {value, isOpen};
}

/** `-` and `+`: before and behind all, whatever they are. */
function readText(text: string): End {
	if (text === '-' || text === '+') {
		return {value: text === '+', isOpen: false};
	}

	if (!/^[[(]/.test(text)) {
		throw new CommandError('ERR min or max not valid string range item');
	}

	return {value: text.slice(1), isOpen: text.startsWith('(')};
}

/** Reads a range whose ends stand at `at`, with the options after them. `by` and `reverse`: what the command's name says already. */
function readRange(args: readonly string[], at: number, given: {by?: By; reverse?: boolean; isStore?: boolean}): Range {
	let {by, reverse} = given;
	let withScores = false;
	let limit: readonly [number, number] = [0, -1];
	for (let i = at + 2; i < args.length; i++) {
		const name = optionName(args[i]);
		if (name === 'withscores' && given.isStore !== true) {
			withScores = true;
		} else if (name === 'limit' && i + 2 < args.length) {
			limit = [requireNumber(args[i + 1]!), requireNumber(args[i + 2]!)];
			i += 2;
		} else if (name === 'rev' && reverse === undefined) {
			reverse = true;
		} else if ((name === 'byscore' || name === 'bylex') && by === undefined) {
			by = name === 'byscore' ? 'score' : 'lex';
		} else {
			throw syntaxError();
		}
	}

	if (limit[1] !== -1 && (by ?? 'rank') === 'rank') {
		throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
	}

	if (withScores && by === 'lex') {
		throw new CommandError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
	}

	const ends = [args[at]!, args[at + 1]!] as const;
	if (by !== undefined && by !== 'rank') {
		return {places: readPlaces(by, ...(reverse ? ([ends[1], ends[0]] as const) : ends)), reverse, withScores, limit};
	}

	// Ranks of a reversed range count from the end.
	const places = readPlaces('rank', ...ends);
	const reversed = (set: SortedSet) => {
		const [from, to] = places(set);
		return [set.size - to, set.size - from] as const;
	};

	return {places: reverse ? reversed : places, reverse, withScores, limit};
}

function membersOf(set: SortedSet, {places, reverse, limit: [offset, count]}: Range): Scored[] {
	const [from, to] = places(set);
	const taken = count < 0 ? to - from : count;
	if (offset < 0 || from >= to) {
		return [];
	}

	return reverse ? set.range(Math.max(from, to - offset - taken), to - offset).reverse() : set.range(from + offset, Math.min(to, from + offset + taken));
}

const rangeWith = (given: {by?: By; reverse?: boolean}) => (client: Client, args: readonly string[]) => {
	const range = readRange(args, 2, given);
	replyScored(client, membersOf(readSortedSet(client, args[1]!), range), range.withScores);
};

const countWith = (by: By) => (client: Client, args: readonly string[]) => {
	const [from, to] = readPlaces(by, args[2]!, args[3]!)(readSortedSet(client, args[1]!));
	client.reply.integer(Math.max(0, to - from));
};

const removeWith = (by: By, event: string) => (client: Client, args: readonly string[]) => {
	const places = readPlaces(by, args[2]!, args[3]!);
	const entry = client.database.findAs(args[1]!, 'zset');
	const members = entry?.value.range(...places(entry.value)) ?? [];
	removeMembers(client, entry, members, event);
	client.reply.integer(members.length);
};

/** Stores members as a sorted set of their own, and replies how many. */
export function storeScored({database, reply}: Client, key: string, members: readonly Scored[], event: string): void {
	const set = new SortedSet(members.map(({member, score}) => [member, score]));
	const entry = database.replace(key, 'zset', set, scoredBytes(members), event);
	if (entry !== undefined) {
		entry.isLarge = isSkipList(set, members);
	}

	reply.integer(set.size);
}

/** Commands of ranges of sorted sets. */
export const sortedSetRangeCommands: Runs = {
	zrange: rangeWith({}),
	zrevrange: rangeWith({by: 'rank', reverse: true}),
	zrangebyscore: rangeWith({by: 'score', reverse: false}),
	zrevrangebyscore: rangeWith({by: 'score', reverse: true}),
	zrangebylex: rangeWith({by: 'lex', reverse: false}),
	zrevrangebylex: rangeWith({by: 'lex', reverse: true}),
	zrangestore(client, args) {
		const range = readRange(args, 3, {isStore: true});
		storeScored(client, args[1]!, membersOf(readSortedSet(client, args[2]!), range), 'zrangestore');
	},
	zcount: countWith('score'),
	zlexcount: countWith('lex'),
	zremrangebyrank: removeWith('rank', 'zremrangebyrank'),
	zremrangebyscore: removeWith('score', 'zremrangebyscore'),
};
