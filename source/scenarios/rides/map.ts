import {createCanvas} from '../../words/braille-canvas.ts';
import type {PictureLine} from '../view.ts';
import {askedPlace, type Driver, nearMetres, type Nearby} from './nearby.ts';
import {blockMetres, cityMetres, type Spot, spotOf} from './streets.ts';

type Tone = NonNullable<PictureLine[number]['tone']>;

/** The characters on the map, each with its colour. */
export const signs = {
	rider: {sign: '@', tone: 'strong'},
	/** Where a driver of the list is now: near, or no longer near. */
	near: {sign: 'o', tone: 'accent'},
	away: {sign: 'o', tone: 'bad'},
	/** The place in the list of a driver who is no longer near, and of one who does not report. */
	left: {sign: 'x', tone: 'bad'},
	silent: {sign: '?', tone: 'bad'},
	came: {sign: '+', tone: 'strong'},
} as const satisfies Record<string, {readonly sign: string; readonly tone: Tone}>;

/** The trails of drivers since the list was made. */
export const way = {braille: '⠒', ascii: '-'};

/** How many metres the map shows beyond the circle. */
const marginMetres = 300;

/** The distance between the main roads that are drawn, in metres. */
const roadMetres = 4 * blockMetres;

/** The drivers of a list, those near now, and where those of the list are that are not. Undefined where that is not known. */
export type Moved = {readonly listed: Nearby; readonly now: Nearby | undefined; readonly everywhere: readonly Driver[] | undefined};

/**
 * The city around a rider, as large as it fits: the circle, the drivers as the list has them, and where they are now. A trail of dots leads from a
 * driver's place in the list to his present place.
 */
export function drawMap({listed, now, everywhere}: Moved, columns: number, rows: number, isAscii: boolean): PictureLine[] {
	const canvas = createCanvas<Tone>(columns, rows, isAscii ? {dim: '.', plain: '*', accent: way.ascii, bad: way.ascii} : undefined);
	// A character of ASCII is a single dot, twice as high as wide.
	const [wide, high] = isAscii ? [2, 1] : [1, 1];
	const metresPerDot = (2 * (nearMetres + marginMetres)) / Math.min(canvas.width / wide, canvas.height / high);
	const middle = spotOf(askedPlace(listed.cell));
	const dotOf = ({east, north}: Spot) => ({
		x: canvas.width / 2 + ((east - middle.east) / metresPerDot) * wide,
		y: canvas.height / 2 - ((north - middle.north) / metresPerDot) * high,
	});
	const dot = (spot: Spot, tone: Tone | 'plain') => {
		const {x, y} = dotOf(spot);
		canvas.dot(Math.floor(x), Math.floor(y), tone);
	};

	const mark = (driver: Spot, {sign, tone}: {readonly sign: string; readonly tone: Tone}) => {
		const {x, y} = dotOf(driver);
		canvas.mark(Math.floor(x), Math.floor(y), sign, tone);
	};

	drawRoads(middle, {across: (canvas.width / wide) * metresPerDot, down: (canvas.height / high) * metresPerDot, stepMetres: metresPerDot * 4}, spot =>
		dot(spot, 'dim'),
	);
	for (let turn = 0; turn < 720; turn++) {
		const angle = (turn / 720) * 2 * Math.PI;
		dot({east: middle.east + nearMetres * Math.cos(angle), north: middle.north + nearMetres * Math.sin(angle)}, 'plain');
	}

	const spots = (drivers: readonly Driver[]) => new Map(drivers.map(driver => [driver.id, spotOf(driver)]));
	const [before, near, anywhere] = [spots(listed.drivers), spots((now ?? listed).drivers), everywhere && spots(everywhere)];
	const gone = [...before].filter(([id]) => !near.has(id)).map(([id, from]) => ({from, to: anywhere?.get(id)}));
	for (const [id, from] of before) {
		const to = near.get(id);
		if (to) {
			trail(from, to, metresPerDot, spot => dot(spot, signs.near.tone));
		}
	}

	for (const {from, to} of gone) {
		if (to) {
			trail(from, to, metresPerDot, spot => dot(spot, signs.away.tone));
		}
	}

	for (const {from, to} of gone) {
		mark(from, to || !anywhere ? signs.left : signs.silent);
		if (to) {
			mark(to, signs.away);
		}
	}

	for (const [id, spot] of near) {
		mark(spot, before.has(id) ? signs.near : signs.came);
	}

	mark(middle, signs.rider);
	return canvas.lines().map(line => line.map(({text, tone}) => (tone === 'plain' ? {text} : {text, tone})));
}

function drawRoads(
	middle: Spot,
	{across, down, stepMetres}: {readonly across: number; readonly down: number; readonly stepMetres: number},
	dot: (spot: Spot) => void,
): void {
	const span = (at: number, length: number): readonly [number, number] => [Math.max(0, at - length / 2), Math.min(cityMetres, at + length / 2)];
	const [west, east] = span(middle.east, across);
	const [south, north] = span(middle.north, down);
	for (let road = blockMetres / 2; road < cityMetres; road += roadMetres) {
		for (let along = Math.ceil(west / stepMetres) * stepMetres; along < east; along += stepMetres) {
			dot({east: along, north: road});
		}

		for (let along = Math.ceil(south / stepMetres) * stepMetres; along < north; along += stepMetres) {
			dot({east: road, north: along});
		}
	}
}

/** Dots from one place to another, without the ends. */
function trail(from: Spot, to: Spot, stepMetres: number, dot: (spot: Spot) => void): void {
	const steps = Math.floor(Math.hypot(to.east - from.east, to.north - from.north) / stepMetres);
	for (let step = 1; step < steps; step++) {
		dot({east: from.east + ((to.east - from.east) * step) / steps, north: from.north + ((to.north - from.north) * step) / steps});
	}
}
