import {createRandom, type Random} from '../../chance/random.ts';
import {blockMetres, cityMetres, speedOn, type Spot, streetCount} from './streets.ts';

/** The time from the start of a shift to the next, in milliseconds. */
export const shiftMs = 2 * 3_600_000;

const minuteMs = 60_000;

/** A leg: a straight drive along one street. Times are epoch milliseconds. */
export type Leg = {
	readonly fromMs: number;
	readonly toMs: number;
	readonly from: Spot;
	readonly to: Spot;
	/** The trip that it belongs to, when that began, and how far the rider had been driven before this leg. */
	readonly tripStartMs: number;
	readonly isRiding: boolean;
	readonly riddenMetres: number;
};

/** A position on the grid (a street, at a crossing or at its end) and the direction of driving. */
type Heading = {readonly isEastWest: boolean; readonly street: number; readonly crossing: number; readonly sense: 1 | -1};

/** How many blocks the driver drives to the rider, and with him. */
const blocks = {coming: {least: 2, most: 8}, riding: {least: 6, most: 28}};

/** The share of the corners at which the driver turns left or right after a rider gets in or out. */
const turnShare = 0.14;

/**
 * One shift of a driver, as the legs of his trips: he drives to a rider, then with him, then to the next one. Riders get in and out at crossings.
 * A driver who leaves the city is away for some minutes, and so is one who takes a break at the end of the shift.
 */
export function shiftOf(name: string, startMs: number): readonly Leg[] {
	const random = createRandom(name);
	const endMs = startMs + shiftMs - Math.round((4 + 6 * random.next()) * minuteMs);
	const legs: Leg[] = [];
	let heading = anywhere(random);
	for (let nowMs = startMs; nowMs < endMs;) {
		const tripStartMs = nowMs;
		let riddenMetres = 0;
		let isOut = false;
		for (const isRiding of [false, true]) {
			const {least, most} = isRiding ? blocks.riding : blocks.coming;
			const wanted = least + random.below(most - least + 1);
			heading = turned(heading, random);
			if (!isOut && nowMs < endMs) {
				const crossing = Math.min(streetCount, Math.max(-1, heading.crossing + heading.sense * wanted));
				const leg = legOf(heading, crossing, {fromMs: nowMs, tripStartMs, isRiding, riddenMetres}, endMs);
				legs.push(leg);
				riddenMetres += isRiding ? metresOf(leg) : 0;
				nowMs = leg.toMs;
				heading = {isEastWest: heading.isEastWest, street: heading.street, crossing, sense: heading.sense};
				isOut = crossing < 0 || crossing >= streetCount;
			}
		}

		if (isOut) {
			nowMs += Math.round((1 + 3 * random.next()) * minuteMs);
			heading = fromOutside(random);
		}
	}

	return legs;
}

/** How long a leg is. */
export function metresOf({from, to}: Leg): number {
	return Math.abs(to.east - from.east) + Math.abs(to.north - from.north);
}

// Members are copied by name: a spread would take ten times as long as all of the random draws.
function legOf(
	heading: Heading,
	crossing: number,
	{fromMs, tripStartMs, isRiding, riddenMetres}: Pick<Leg, 'fromMs' | 'tripStartMs' | 'isRiding' | 'riddenMetres'>,
	endMs: number,
): Leg {
	const {isEastWest, street} = heading;
	const from = spotAt(isEastWest, street, heading.crossing);
	const end = spotAt(isEastWest, street, crossing);
	const metres = Math.abs(end.east - from.east) + Math.abs(end.north - from.north);
	const toMs = fromMs + Math.max(1, Math.round((metres / speedOn(street, fromMs)) * 1000));
	// At the shift's end he stops where he is.
	const to = toMs <= endMs ? end : between(from, end, (endMs - fromMs) / (toMs - fromMs));
	return {fromMs, toMs: Math.min(toMs, endMs), from, to, tripStartMs, isRiding, riddenMetres};
}

/** The spot at a given share of the way. */
export function between(from: Spot, to: Spot, share: number): Spot {
	return {east: from.east + (to.east - from.east) * share, north: from.north + (to.north - from.north) * share};
}

function spotAt(isEastWest: boolean, street: number, crossing: number): Spot {
	const across = (street + 0.5) * blockMetres;
	const along = Math.min(cityMetres, Math.max(0, (crossing + 0.5) * blockMetres));
	return isEastWest ? {east: along, north: across} : {east: across, north: along};
}

function anywhere(random: Random): Heading {
	return {isEastWest: random.next() < 0.5, street: random.below(streetCount), crossing: random.below(streetCount), sense: random.next() < 0.5 ? 1 : -1};
}

function fromOutside(random: Random): Heading {
	const {isEastWest, street, sense} = anywhere(random);
	return {isEastWest, street, crossing: sense === 1 ? -1 : streetCount, sense};
}

/** Always takes the same number of random draws. At the end of a street there is nowhere to turn. */
function turned(heading: Heading, random: Random): Heading {
	const [turns, sense] = [random.next() < turnShare, random.next() < 0.5 ? (1 as const) : (-1 as const)];
	const {isEastWest, street, crossing} = heading;
	return turns && crossing >= 0 && crossing < streetCount ? {isEastWest: !isEastWest, street: crossing, crossing: street, sense} : heading;
}
