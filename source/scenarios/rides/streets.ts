import {earthRadiusMetres, type Place} from './place.ts';

// The city: a square with a grid of streets, in metres from its south-western corner. Its clocks show one hour more than UTC, all year.

/** The length of the city's sides, in metres. */
export const cityMetres = 12_000;

/** Between two crossings, in metres. */
export const blockMetres = 250;

/** Streets that go east and west; as many go north and south. */
export const streetCount = cityMetres / blockMetres;

const middle: Place = {longitude: 13.4, latitude: 52.52};
const metresPerDegree = (earthRadiusMetres * Math.PI) / 180;
const eastMetresPerDegree = metresPerDegree * Math.cos((middle.latitude * Math.PI) / 180);

/** A place in the city. */
export type Spot = {readonly east: number; readonly north: number};

/** The place on the earth of a spot in the city. */
export function placeOf({east, north}: Spot): Place {
	return {
		longitude: middle.longitude + (east - cityMetres / 2) / eastMetresPerDegree,
		latitude: middle.latitude + (north - cityMetres / 2) / metresPerDegree,
	};
}

/** The spot of a place, which may lie outside the city. */
export function spotOf({longitude, latitude}: Place): Spot {
	return {
		east: cityMetres / 2 + (longitude - middle.longitude) * eastMetresPerDegree,
		north: cityMetres / 2 + (latitude - middle.latitude) * metresPerDegree,
	};
}

/** Every fourth street is a main road. */
const mainRoadEvery = 4;

/** Speeds in metres a second in usual traffic. A driver on all kinds of streets averages 10 m/s. */
const speeds = {main: 11.5, side: 9.6};

const {main, side} = speeds;
const usualSpeed = mainRoadEvery / (1 / main + (mainRoadEvery - 1) / side);

/** The speed of traffic in each hour of the city's clocks, relative to the usual: slow in the rush hours, fast at night. */
const hourlySpeed = [1.2, 1.2, 1.2, 1.2, 1.2, 1.15, 1, 0.85, 0.8, 0.9, 1, 1, 1, 1, 1, 0.95, 0.85, 0.8, 0.85, 0.95, 1, 1.05, 1.1, 1.15] as const;

const hourMs = 3_600_000;

function trafficAt(atMs: number): number {
	return hourlySpeed[(Math.floor(atMs / hourMs) + 1) % 24]!;
}

/** The speed on a street at an instant, in metres a second. */
export function speedOn(street: number, atMs: number): number {
	return (street % mainRoadEvery === 0 ? speeds.main : speeds.side) * trafficAt(atMs);
}

/** The average speed of the city's traffic, in metres a second. */
export function meanSpeedAt(atMs: number): number {
	return usualSpeed * trafficAt(atMs);
}
