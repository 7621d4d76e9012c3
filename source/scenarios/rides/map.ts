import {createCanvas} from '../../words/braille-canvas.ts';
import type {PictureLine} from '../view.ts';
import {askedPlace, nearMetres, type Nearby} from './nearby.ts';
import {blockMetres, cityMetres, type Spot, spotOf} from './streets.ts';

type Tone = NonNullable<PictureLine[number]['tone']>;

/** The signs on the map, each with its tone and its word in the legend. */
export const signs = {
	rider: {sign: '@', tone: 'strong', word: 'rider'},
	still: {sign: 'o', tone: 'accent', word: 'here'},
	left: {sign: 'x', tone: 'bad', word: 'left'},
	came: {sign: '+', tone: 'strong', word: 'came'},
} as const satisfies Record<string, {readonly sign: string; readonly tone: Tone; readonly word: string}>;

/** Metres that are seen beyond the circle. */
const marginMetres = 150;

/** Roads are drawn at this distance, in metres: the main ones. */
const roadMetres = 4 * blockMetres;

/**
 * The city about a rider, as large as it fits: the circle, the drivers as the list has them, and where they are by now. Who moved leaves a
 * trail of dots behind, from the place in the list to that of now.
 */
export function drawMap(listed: Nearby, now: Nearby | undefined, columns: number, rows: number, isAscii: boolean): PictureLine[] {
	const canvas = createCanvas<Tone>(columns, rows, isAscii ? {dim: '.', plain: '*', accent: '-'} : undefined);
	// A sign of ASCII is one dot, twice as high as it is wide.
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

	const after = new Map(now?.drivers.map(driver => [driver.id, spotOf(driver)]));
	const before = new Map(listed.drivers.map(driver => [driver.id, spotOf(driver)]));
	for (const [id, from] of before) {
		const to = after.get(id);
		if (to) {
			trail(from, to, metresPerDot, spot => dot(spot, 'accent'));
		}
	}

	for (const [id, from] of before) {
		if (now && !after.has(id)) {
			mark(from, signs.left);
		}
	}

	for (const [id, spot] of now ? after : before) {
		mark(spot, before.has(id) ? signs.still : signs.came);
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
