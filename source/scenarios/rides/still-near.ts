import {nearMetres} from './nearby.ts';
import {meanSpeedAt} from './streets.ts';

/**
 * The share of a list of drivers within R that is still right when it is a seconds old: two circles of radius R, the one moved by s·a, have the
 * share (2/π)(acos x − x√(1−x²)) of their area in common, x = s·a/(2R). Drivers go straight on, each in any direction; those who turn stay
 * a little longer.
 * @param ageSeconds a, 0 or more
 * @param metresPerSecond s
 */
export function stillNearShare(ageSeconds: number, metresPerSecond: number, radiusMetres = nearMetres): number {
	const x = Math.min(1, (metresPerSecond * ageSeconds) / (2 * radiusMetres));
	return (2 / Math.PI) * (Math.acos(x) - x * Math.sqrt(1 - x * x));
}

const points = 200;

/** The mean of the same over ages that are spread evenly, at the city's speed at an instant. */
export function meanStillNearShare(leastSeconds: number, mostSeconds: number, atMs: number): number {
	const speed = meanSpeedAt(atMs);
	let sum = 0;
	for (let i = 0; i < points; i++) {
		sum += stillNearShare(leastSeconds + ((i + 0.5) / points) * (mostSeconds - leastSeconds), speed);
	}

	return sum / points;
}
