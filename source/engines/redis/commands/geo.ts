import {withoutZeros} from '../framing/format-double.ts';
import {double, type Reply} from '../framing/reply-writer.ts';
import {CommandError, syntaxError} from '../redis-error.ts';
import type {Client} from '../state/client.ts';
import {requireDouble} from '../state/double.ts';
import {cellOf, cellsAround, distance, latitudeDistance, latitudeMost, type Point, pointOf, scoreOf, scoresIn} from '../state/geohash.ts';
import {requireNumber} from '../state/integer.ts';
import type {Scored, SortedSet} from '../state/sorted-set.ts';
import {optionName, type Runs} from './command.ts';
import {add, readOptions, readSortedSet} from './sorted-sets.ts';

const units: Readonly<Record<string, number>> = {m: 1, km: 1000, ft: 0.3048, mi: 1609.34};

function requireUnit(text: string): number {
	const name = optionName(text);
	if (!Object.hasOwn(units, name)) {
		throw new CommandError('ERR unsupported unit provided. please use M, KM, FT, MI');
	}

	return units[name]!;
}

function requirePoint(longitudeText: string, latitudeText: string): Point {
	const [longitude, latitude] = [requireDouble(longitudeText), requireDouble(latitudeText)];
	if (Math.abs(longitude) > 180 || Math.abs(latitude) > latitudeMost) {
		const pair = `${longitude.toFixed(6)},${latitude.toFixed(6)}`.replaceAll('Infinity', 'inf');
		throw new CommandError(`ERR invalid longitude,latitude pair ${pair}`);
	}

	return {longitude, latitude};
}

function geoadd(client: Client, args: readonly string[]): Reply {
	const {options, first} = readOptions(args);
	if ((args.length - first) % 3 !== 0 || (options.has('nx') && options.has('xx'))) {
		throw syntaxError();
	}

	const members: Scored[] = [];
	for (let i = first; i < args.length; i += 3) {
		members.push({score: scoreOf(cellOf(requirePoint(args[i]!, args[i + 1]!))), member: args[i + 2]!});
	}

	return add(client, args[1]!, members, options);
}

/** Reads the points of members. */
function pointsOf(client: Client, [, key, ...members]: readonly string[]): Array<Point | undefined> {
	const set = readSortedSet(client, key!);
	return members.map(member => {
		const score = set.score(member);
		return score === undefined ? undefined : pointOf(score);
	});
}

function geodist(client: Client, args: readonly string[]): Reply {
	if (args.length > 5) {
		throw syntaxError();
	}

	const unit = requireUnit(args[4] ?? 'm');
	const [a, b] = pointsOf(client, args.slice(0, 4));
	return a && b && (distance(a, b) / unit).toFixed(4);
}

const pointReply = ({longitude, latitude}: Point): Reply => [longitude, latitude].map(value => double(value, withoutZeros(value.toFixed(17))));

/** What is looked for around a point; lengths are metres. */
type Search = {
	middle?: Point | undefined;
	/** The metres that are one of the unit in which distances are told. */
	unit: number;
	radius?: number;
	box?: readonly [width: number, height: number];
	order?: 'asc' | 'desc';
	count?: number;
	isAny: boolean;
	from?: 'member' | 'place';
	readonly with: Set<string>;
};

const withOptions = ['withcoord', 'withdist', 'withhash'];

/** GEOSEARCH's words behind the key. A member as the middle is looked up in `set`. */
function readSearch(args: readonly string[], set: SortedSet): Search {
	const search: Search = {unit: 1, isAny: false, with: new Set()};
	for (let i = 2; i < args.length; i++) {
		const name = optionName(args[i]);
		const left = args.length - i - 1;
		if (name === 'any') {
			search.isAny = true;
		} else if (name === 'asc' || name === 'desc') {
			search.order = name;
		} else if (name === 'count' && left >= 1) {
			search.count = requireNumber(args[++i]!);
			if (search.count <= 0) {
				throw new CommandError('ERR COUNT must be > 0');
			}
		} else if (name === 'frommember' && left >= 1 && search.from !== 'place') {
			const score = set.score(args[++i]!);
			if (set.size > 0 && score === undefined) {
				throw new CommandError('ERR could not decode requested zset member');
			}

			search.from = 'member';
			search.middle = score === undefined ? undefined : pointOf(score);
		} else if (name === 'fromlonlat' && left >= 2 && search.from !== 'member') {
			search.middle = requirePoint(args[i + 1]!, args[i + 2]!);
			search.from = 'place';
			i += 2;
		} else if (name === 'byradius' && left >= 2 && search.box === undefined) {
			const radius = requireDouble(args[i + 1]!, 'ERR need numeric radius');
			if (radius < 0) {
				throw new CommandError('ERR radius cannot be negative');
			}

			search.unit = requireUnit(args[i + 2]!);
			search.radius = radius * search.unit;
			i += 2;
		} else if (name === 'bybox' && left >= 3 && search.radius === undefined) {
			const width = requireDouble(args[i + 1]!, 'ERR need numeric width');
			const height = requireDouble(args[i + 2]!, 'ERR need numeric height');
			if (width < 0 || height < 0) {
				throw new CommandError('ERR height or width cannot be negative');
			}

			search.unit = requireUnit(args[i + 3]!);
			search.box = [width * search.unit, height * search.unit];
			i += 3;
		} else if (withOptions.includes(name)) {
			search.with.add(name);
		} else {
			throw syntaxError();
		}
	}

	return search;
}

type Found = Scored & {readonly point: Point; readonly metres: number};

function find(set: SortedSet, {middle, radius, box, count, isAny}: Search): Found[] {
	const [width, height] = box ?? [radius! * 2, radius! * 2];
	const isWithin = (point: Point, metres: number) =>
		box === undefined
			? metres <= radius!
			: latitudeDistance(middle!, point) <= height / 2 && distance({...middle!, latitude: point.latitude}, point) <= width / 2;
	const found: Found[] = [];
	for (const cell of cellsAround(middle!, radius ?? Math.hypot(width / 2, height / 2), width / 2, height / 2)) {
		const from = scoreOf(cell);
		const to = from + scoresIn(cell);
		for (const scored of set.range(
			set.countWhile(({score}) => score < from),
			set.countWhile(({score}) => score < to),
		)) {
			const point = pointOf(scored.score);
			const metres = distance(middle!, point);
			if (isWithin(point, metres)) {
				// A spread would take as long as all the rest.
				found.push({member: scored.member, score: scored.score, point, metres});
				if (isAny && found.length === count) {
					return found;
				}
			}
		}
	}

	return found;
}

/** Reads what is wanted, and looks for it; nothing when there is no such key. */
function geosearch(client: Client, args: readonly string[]): Reply {
	const set = readSortedSet(client, args[1]!);
	const wanted = readSearch(args, set);
	const {order, count, isAny} = wanted;
	if (wanted.from === undefined) {
		throw new CommandError(`ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${args[0]}`);
	}

	if (wanted.radius === undefined && wanted.box === undefined) {
		throw new CommandError(`ERR exactly one of BYRADIUS and BYBOX can be specified for ${args[0]}`);
	}

	if (isAny && count === undefined) {
		throw new CommandError('ERR the ANY argument requires COUNT argument');
	}

	const found = set.size === 0 ? [] : find(set, wanted);
	if (order !== undefined || (count !== undefined && !isAny)) {
		const sign = order === 'desc' ? -1 : 1;
		found.sort((a, b) => sign * (a.metres - b.metres));
	}

	return found
		.slice(0, count)
		.map(({member, score, point, metres}) =>
			wanted.with.size === 0
				? member
				: [
						member,
						...(wanted.with.has('withdist') ? [(metres / wanted.unit).toFixed(4)] : []),
						...(wanted.with.has('withhash') ? [Math.trunc(score)] : []),
						...(wanted.with.has('withcoord') ? [pointReply(point)] : []),
					],
		);
}

/** Commands of positions, kept as the scores of a sorted set. */
export const geoCommands: Runs = {
	geoadd,
	geodist,
	geosearch,
	geopos: (client, args) => pointsOf(client, args).map(point => (point === undefined ? null : pointReply(point))),
};
