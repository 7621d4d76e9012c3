import type {Position} from './position.ts';

/** The earth's map, 360° by 180°, is cut in four again and again; so many columns and rows has the finest grid. */
const side = 2 ** 26;

/** A square of the finest grid's cells: where it begins, and how many it has on a side. */
type Square = {readonly column: number; readonly row: number; readonly size: number; readonly cell: number};

/** So many squares are enough to cover a circle with. */
const enoughSquares = 16;

/** The number of the finest cell of a place. The cells of any larger square have numbers that follow each other. */
export function cellOf({lng, lat}: Position): number {
	const column = columnOf(lng);
	const row = rowOf(lat);
	let cell = 0;
	for (let bit = side / 2; bit >= 1; bit /= 2) {
		cell = cell * 4 + (row & bit ? 2 : 0) + (column & bit ? 1 : 0);
	}

	return cell;
}

function columnOf(lng: number): number {
	return Math.min(side - 1, Math.floor(((lng + 180) / 360) * side));
}

function rowOf(lat: number): number {
	return Math.min(side - 1, Math.floor(((lat + 90) / 180) * side));
}

/** Stretches `[first, end)` of cell numbers, in order, that hold every place of a circle, and some around it. */
export function cellsAround(center: Position, radians: number): readonly (readonly [number, number])[] {
	const boxes = boxesAround(center, radians).map(([west, east, south, north]) => [columnOf(west), columnOf(east), rowOf(south), rowOf(north)] as const);
	const done: Square[] = [];
	let open: readonly Square[] = [{column: 0, row: 0, size: side, cell: 0}];
	while (open.length > 0 && open.length + done.length < enoughSquares && open[0]!.size > 1) {
		const touched = open
			.flatMap(square => quarters(square))
			.filter(({column, row, size}) =>
				boxes.some(([west, east, south, north]) => column <= east && column + size > west && row <= north && row + size > south),
			);
		const isInside = ({column, row, size}: Square) =>
			boxes.some(([west, east, south, north]) => column >= west && column + size - 1 <= east && row >= south && row + size - 1 <= north);
		done.push(...touched.filter(square => isInside(square)));
		open = touched.filter(square => !isInside(square));
	}

	const stretches: Array<[number, number]> = [];
	for (const {cell, size} of [...done, ...open].sort((a, b) => a.cell - b.cell)) {
		const last = stretches.at(-1);
		if (last?.[1] === cell) {
			last[1] += size ** 2;
		} else {
			stretches.push([cell, cell + size ** 2]);
		}
	}

	return stretches;
}

function quarters({column, row, size, cell}: Square): readonly Square[] {
	const half = size / 2;
	return [0, 1, 2, 3].map(i => ({column: column + (i & 1) * half, row: row + (i >> 1) * half, size: half, cell: cell + i * half ** 2}));
}

/** West, east, south and north, in degrees, of what holds a circle: two boxes where it crosses the line of 180°. */
function boxesAround({lng, lat}: Position, radians: number): ReadonlyArray<readonly [number, number, number, number]> {
	// A little more than the circle: what is on its edge must not be lost to rounding.
	const degrees = (radians * 180) / Math.PI + 1e-7;
	const south = Math.max(-90, lat - degrees);
	const north = Math.min(90, lat + degrees);
	const slope = Math.sin((degrees * Math.PI) / 180) / Math.cos((lat * Math.PI) / 180);
	if (south === -90 || north === 90 || slope >= 1) {
		return [[-180, 180, south, north]];
	}

	const width = (Math.asin(slope) * 180) / Math.PI;
	const [west, east] = [lng - width, lng + width];
	return west < -180
		? [
				[west + 360, 180, south, north],
				[-180, east, south, north],
			]
		: east > 180
			? [
					[west, 180, south, north],
					[-180, east - 360, south, north],
				]
			: [[west, east, south, north]];
}
