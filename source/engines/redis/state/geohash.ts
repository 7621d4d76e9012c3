/** A point, in degrees. */
export type Point = {readonly longitude: number; readonly latitude: number};

/** A cell of the grid of 2^step × 2^step. */
export type Cell = {readonly x: number; readonly y: number; readonly step: number};

/** Where a shape may lie, in degrees: west, south, east, north. */
type Box = readonly [west: number, south: number, east: number, north: number];

/** Redis's own, in metres. */
const earthRadius = 6_372_797.560856;
const longestStep = 26;
const half = 2 ** longestStep;
const mercatorMax = 20_037_726.37;
export const latitudeMost = 85.05112878;
const radians = (degrees: number): number => degrees * (Math.PI / 180);
const degrees = (angle: number): number => angle / (Math.PI / 180);
const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

/** 13 bits with a 0 before each. */
function spread(bits: number): number {
	let wide = (bits | (bits << 8)) & 0x00ff00ff;
	wide = (wide | (wide << 4)) & 0x0f0f0f0f;
	wide = (wide | (wide << 2)) & 0x33333333;
	return (wide | (wide << 1)) & 0x55555555;
}

function gather(bits: number): number {
	let narrow = bits & 0x55555555;
	narrow = (narrow | (narrow >>> 1)) & 0x33333333;
	narrow = (narrow | (narrow >>> 2)) & 0x0f0f0f0f;
	narrow = (narrow | (narrow >>> 4)) & 0x00ff00ff;
	return (narrow | (narrow >>> 8)) & 0xffff;
}

/** The cell of a point. */
export function cellOf({longitude, latitude}: Point, step = longestStep): Cell {
	const place = (value: number, most: number) => Math.floor(((value + most) / (2 * most)) * 2 ** step);
	return {x: place(longitude, 180), y: place(latitude, latitudeMost), step};
}

/** A cell's least score: the bits of x and y in turn, 52 of them. */
export function scoreOf({x, y, step}: Cell): number {
	const [longitude, latitude] = [x * 2 ** (longestStep - step), y * 2 ** (longestStep - step)];
	const part = (shift: number) => spread((latitude >>> shift) & 0x1fff) + spread((longitude >>> shift) & 0x1fff) * 2;
	// The utmost edge, that no cell has, is one bit above.
	return part(longestStep) * half * half + part(13) * half + part(0);
}

/** How many scores a cell has. */
export const scoresIn = ({step}: Cell): number => 4 ** (longestStep - step);

/** The middle of the smallest cell that a score names. */
export function pointOf(score: number): Point {
	const [high, low] = [Math.floor(score / half), score % half];
	const x = gather(high >>> 1) * 2 ** 13 + gather(low >>> 1);
	const y = gather(high) * 2 ** 13 + gather(low);
	const [west, south, east, north] = boxOf({x, y, step: longestStep});
	return {longitude: clamp((west + east) / 2, 180), latitude: clamp((south + north) / 2, latitudeMost)};
}

function boxOf({x, y, step}: Cell): Box {
	const edge = (place: number, most: number) => -most + (place / 2 ** step) * (2 * most);
	return [edge(x, 180), edge(y, latitudeMost), edge(x + 1, 180), edge(y + 1, latitudeMost)];
}

/** Metres between two points on a sphere, reckoned as Redis does. */
export function distance(a: Point, b: Point): number {
	const v = Math.sin((radians(b.longitude) - radians(a.longitude)) / 2);
	if (v === 0) {
		return latitudeDistance(a, b);
	}

	const [from, to] = [radians(a.latitude), radians(b.latitude)];
	const u = Math.sin((to - from) / 2);
	return 2 * earthRadius * Math.asin(Math.sqrt(u * u + Math.cos(from) * Math.cos(to) * v * v));
}

/** Metres between two points' parallels. */
export const latitudeDistance = (a: Point, b: Point): number => earthRadius * Math.abs(radians(b.latitude) - radians(a.latitude));

/** The box around a shape of this half width and half height in metres. */
function boundsOf({longitude, latitude}: Point, width: number, height: number): Box {
	const tall = degrees(height / earthRadius);
	// The wider of its two ends: the one nearer to the pole.
	const wide = degrees(width / earthRadius / Math.cos(radians(latitude < 0 ? latitude - tall : latitude + tall)));
	return [longitude - wide, latitude - tall, longitude + wide, latitude + tall];
}

function stepFor(radius: number, latitude: number): number {
	if (radius === 0) {
		return longestStep;
	}

	let step = -1;
	for (let metres = radius; metres < mercatorMax; metres *= 2) {
		step++;
	}

	step -= Math.abs(latitude) > 80 ? 2 : Math.abs(latitude) > 66 ? 1 : 0;
	return Math.min(longestStep, Math.max(1, step));
}

/**
 * The cells that cover a shape, in the order in which Redis looks through them: the middle one, then its neighbours.
 * `radius`, `width` and `height` (half of each) are metres.
 */
export function cellsAround(middle: Point, radius: number, width: number, height: number): Cell[] {
	const bounds = boundsOf(middle, width, height);
	const [west, south, east, north] = bounds;
	let step = stepFor(radius, middle.latitude);
	const neighbour = (dx: number, dy: number): Cell => {
		const {x, y} = cellOf(middle, step);
		const moved = (place: number, by: number) => (by === 0 ? place : (place + by + 2 ** step) % 2 ** step);
		return {x: moved(x, dx), y: moved(y, dy), step};
	};

	const isTooSmall =
		boxOf(neighbour(0, 1))[3] < north || boxOf(neighbour(0, -1))[1] > south || boxOf(neighbour(1, 0))[2] < east || boxOf(neighbour(-1, 0))[0] > west;
	if (step > 1 && isTooSmall) {
		step--;
	}

	const [cellWest, cellSouth, cellEast, cellNorth] = boxOf(neighbour(0, 0));
	const isUseless = (dx: number, dy: number) =>
		step >= 2 && ((dy < 0 && cellSouth < south) || (dy > 0 && cellNorth > north) || (dx < 0 && cellWest < west) || (dx > 0 && cellEast > east));
	const cells: Cell[] = [];
	for (const [dx, dy] of order) {
		const cell = neighbour(dx, dy);
		// Where cells are huge, neighbours can be one and the same.
		if (!isUseless(dx, dy) && (cells.length === 0 || scoreOf(cells.at(-1)!) !== scoreOf(cell))) {
			cells.push(cell);
		}
	}

	return cells;
}

const order = [
	[0, 0],
	[0, 1],
	[0, -1],
	[1, 0],
	[-1, 0],
	[1, 1],
	[-1, 1],
	[1, -1],
	[-1, -1],
] as const;
