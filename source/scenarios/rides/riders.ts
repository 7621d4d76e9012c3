import {createRandom} from '../../chance/random.ts';
import {lazily} from '../lazily.ts';
import {geohashOf, type Place} from './place.ts';
import {cityMetres, placeOf, type Spot} from './streets.ts';

/** A cell with this many letters is about 740 m wide and 610 m high here. */
const cellLetters = 6;

/** A cell, and how many riders are in it. */
export type RidersCell = {readonly cell: string; readonly riders: number};

const riderCount = 600;

/** Most riders are near a few popular places. One in four is anywhere. */
const crowds: ReadonlyArray<Spot & {readonly riders: number}> = [
	{east: 6000, north: 6200, riders: 170},
	{east: 4300, north: 7400, riders: 110},
	{east: 7900, north: 5200, riders: 80},
	{east: 5200, north: 3600, riders: 55},
	{east: 8300, north: 8100, riders: 35},
];
const crowdMetres = 450;

/** Riders keep away from the edges, so that the circle around each lies within the city. */
const marginMetres = 2500;

/** The cells that riders ask from, the one with the most riders first. Riders stay where they are; only drivers move. */
export const ridersCells = lazily((): readonly RidersCell[] => {
	const random = createRandom('riders');
	const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
	const within = (metres: number) => Math.min(cityMetres - marginMetres, Math.max(marginMetres, metres));
	const places: Place[] = crowds.flatMap(({east, north, riders}) =>
		Array.from({length: riders}, () => placeOf({east: within(east + crowdMetres * normal()), north: within(north + crowdMetres * normal())})),
	);
	while (places.length < riderCount) {
		const anywhere = () => marginMetres + random.next() * (cityMetres - 2 * marginMetres);
		places.push(placeOf({east: anywhere(), north: anywhere()}));
	}

	const counts = new Map<string, number>();
	for (const place of places) {
		const cell = geohashOf(place, cellLetters);
		counts.set(cell, (counts.get(cell) ?? 0) + 1);
	}

	return [...counts].map(([cell, riders]) => ({cell, riders})).sort((a, b) => b.riders - a.riders || (a.cell < b.cell ? -1 : 1));
});
