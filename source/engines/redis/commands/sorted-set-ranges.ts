import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {parseDouble} from '../state/double.ts';
import {placesOf, requireNumber} from '../state/integer.ts';
import type {Scored, SortedSet} from '../state/sorted-set.ts';
import {optionName, type Runs} from './command.ts';
import {readSortedSet, removeMembers, scoredReply} from './sorted-sets.ts';

type By = 'rank' | 'score';
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

	const [low, high] = [readEnd(min), readEnd(max)];
	return set => [
		set.countWhile(({score}) => score < low.value || (low.isOpen && score === low.value)),
		set.countWhile(({score}) => score < high.value || (!high.isOpen && score === high.value)),
	];
}

function readEnd(text: string): {readonly value: number; readonly isOpen: boolean} {
	const isOpen = text.startsWith('(');
	const digits = (isOpen ? text.slice(1) : text).trimStart();
	const value = digits === '' ? 0 : parseDouble(digits);
	if (value === undefined) {
		throw new CommandError('ERR min or max is not a float');
	}

	return {value, isOpen};
}

/** Reads a range whose ends stand at `at`, with the options after them. `by` and `reverse`: what the command's name says already. */
function readRange(args: readonly string[], at: number, given: {by?: By; reverse?: boolean}): Range {
	let {by, reverse} = given;
	let withScores = false;
	let limit: readonly [number, number] = [0, -1];
	for (let i = at + 2; i < args.length; i++) {
		const name = optionName(args[i]);
		if (name === 'withscores') {
			withScores = true;
		} else if (name === 'limit' && i + 2 < args.length) {
			limit = [requireNumber(args[i + 1]!), requireNumber(args[i + 2]!)];
			i += 2;
		} else if (name === 'rev' && reverse === undefined) {
			reverse = true;
		} else if (name === 'byscore' && by === undefined) {
			by = 'score';
		} else {
			throw syntaxError();
		}
	}

	const [min, max] = [args[at]!, args[at + 1]!];
	if (by === 'score') {
		return {places: reverse ? readPlaces(by, max, min) : readPlaces(by, min, max), reverse, withScores, limit};
	}

	if (limit[1] !== -1) {
		throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
	}

	// Ranks of a reversed range count from the end.
	const places = readPlaces('rank', min, max);
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
	return scoredReply(client, membersOf(readSortedSet(client, args[1]!), range), range.withScores);
};

const removeWith = (by: By, event: string) => (client: Client, args: readonly string[]) => {
	const places = readPlaces(by, args[2]!, args[3]!);
	const entry = client.database.findAs(args[1]!, 'zset');
	const members = entry?.value.range(...places(entry.value)).map(({member}) => member) ?? [];
	return removeMembers(client, entry, members, event);
};

/** Commands of ranges of sorted sets. */
export const sortedSetRangeCommands: Runs = {
	zrange: rangeWith({}),
	zrevrange: rangeWith({by: 'rank', reverse: true}),
	zrangebyscore: rangeWith({by: 'score', reverse: false}),
	zrevrangebyscore: rangeWith({by: 'score', reverse: true}),
	zcount(client, args) {
		const [from, to] = readPlaces('score', args[2]!, args[3]!)(readSortedSet(client, args[1]!));
		return Math.max(0, to - from);
	},
	zremrangebyrank: removeWith('rank', 'zremrangebyrank'),
	zremrangebyscore: removeWith('score', 'zremrangebyscore'),
};
