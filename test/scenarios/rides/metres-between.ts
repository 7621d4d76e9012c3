import type {Place} from '../../../source/scenarios/rides/place.ts';

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two places on a sphere of Redis's earth radius, by the law of cosines for chords: another way than that of the source. */
export function metresBetween(a: Place, b: Place): number {
	const [x, y] = [a, b].map(({longitude, latitude}) => [
		Math.cos(radians(latitude)) * Math.cos(radians(longitude)),
		Math.cos(radians(latitude)) * Math.sin(radians(longitude)),
		Math.sin(radians(latitude)),
	]);
	const chord = Math.hypot(...x!.map((value, i) => value - y![i]!));
	return 2 * 6_372_797.560856 * Math.asin(Math.min(1, chord / 2));
}
