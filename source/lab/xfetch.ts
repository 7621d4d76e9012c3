import {requireNotNegative, requirePositive} from './argument-range.ts';

/**
 * XFetch's mean recomputations per cycle at any rate, Poisson reads: from 1 + λL at dashboard rates, where it does
 * nothing, to e^(1/β). Derived: a read g seconds before the expiry recomputes with probability min(1, e^(−g/(βL))),
 * independently; the integral of that hazard up to the first recomputation is exponential with mean 1, and all
 * recomputations in the L seconds after the first are added. Integrated numerically (midpoints, 2,000); checked by
 * simulation. For a TTL of several βL; a cold start is not protected.
 * @param options.ratePerSecond λ
 * @param options.ttlSeconds T
 * @param options.fillSeconds L, taken for δ
 * @param options.beta β, 1 by default
 */
export function xfetchRecomputations({
	ratePerSecond,
	ttlSeconds,
	fillSeconds,
	beta = 1,
}: {
	readonly ratePerSecond: number;
	readonly ttlSeconds: number;
	readonly fillSeconds: number;
	readonly beta?: number;
}): number {
	requirePositive('ratePerSecond', ratePerSecond);
	requirePositive('ttlSeconds', ttlSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	requirePositive('beta', beta);
	if (fillSeconds === 0) {
		return 1;
	}

	const scaleSeconds = beta * fillSeconds;
	const atOnce = Math.exp(-ttlSeconds / scaleSeconds);
	const hazardAtExpiry = ratePerSecond * scaleSeconds * (1 - atOnce);
	const hazardUntil = (gapSeconds: number) =>
		gapSeconds > 0 ? ratePerSecond * scaleSeconds * (Math.exp(-gapSeconds / scaleSeconds) - atOnce) : hazardAtExpiry - ratePerSecond * gapSeconds;
	const gapAt = (hazard: number) =>
		hazard < hazardAtExpiry ? -scaleSeconds * Math.log(hazard / (ratePerSecond * scaleSeconds) + atOnce) : (hazardAtExpiry - hazard) / ratePerSecond;

	const points = 2000;
	let sum = 0;
	for (let point = 0; point < points; point++) {
		const hazard = -Math.log((point + 0.5) / points);
		sum += hazardUntil(gapAt(hazard) - fillSeconds) - hazard;
	}

	return 1 + sum / points;
}
