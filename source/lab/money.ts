import {requireNotNegative, requirePositive} from './argument-range.ts';

/**
 * How far off a rolling window's revenue is when it is `ageSeconds` old: the root mean square error, √(2·μ·m₂·a),
 * in cents; its mean is 0, as much leaves the window as enters it.
 * @param options.ordersPerSecond μ, orders arriving independently (Poisson) at the same rate now and a window ago
 * @param options.squareCents m₂, the second moment of an order's value, in cents²: mean² × (1 + c²)
 * @param options.ageSeconds a: one value's age, or a mean age for the RMS over those reads; below the window's length
 */
export function windowRmsErrorCents(
	{ordersPerSecond, squareCents, ageSeconds}: {readonly ordersPerSecond: number; readonly squareCents: number; readonly ageSeconds: number},
): number {
	requireNotNegative('ordersPerSecond', ordersPerSecond);
	requireNotNegative('squareCents', squareCents);
	requireNotNegative('ageSeconds', ageSeconds);
	return Math.sqrt(2 * ordersPerSecond * squareCents * ageSeconds);
}

/**
 * The same error relative to the window's revenue, √(2·a·(1 + c²)/μ)/W, as a share (0.00005 is 0.005 %).
 * Over all reads of a plain TTL the mean age is T·h/2, which gives √(T·h·(1 + c²)/μ)/W.
 * @param options.ageSeconds a: one value's age, or the mean age over all reads
 * @param options.ordersPerSecond μ, above 0
 * @param options.valueVariation c, the coefficient of variation of an order's value (deviation over mean)
 * @param options.windowSeconds W, the window's length, above 0
 */
export function windowRmsErrorShare(
	{ageSeconds, ordersPerSecond, valueVariation, windowSeconds}:
	{readonly ageSeconds: number; readonly ordersPerSecond: number; readonly valueVariation: number; readonly windowSeconds: number},
): number {
	requireNotNegative('ageSeconds', ageSeconds);
	requirePositive('ordersPerSecond', ordersPerSecond);
	requireNotNegative('valueVariation', valueVariation);
	requirePositive('windowSeconds', windowSeconds);
	return Math.sqrt(2 * ageSeconds * (1 + valueVariation ** 2) / ordersPerSecond) / windowSeconds;
}

/**
 * What share (0…1) of a list of drivers within a radius of a rider is still within it when the list is a seconds old:
 * (2/π)(acos x − x√(1 − x²)), x = s·a/(2R), the overlap of two equal circles. Each driver drives straight on at one
 * speed, spread evenly over the plane; 0 from x = 1 on.
 * @param options.radiusMetres R, above 0
 * @param options.speedMetresPerSecond s
 * @param options.ageSeconds a
 */
export function driversStillWithinShare(
	{radiusMetres, speedMetresPerSecond, ageSeconds}:
	{readonly radiusMetres: number; readonly speedMetresPerSecond: number; readonly ageSeconds: number},
): number {
	requirePositive('radiusMetres', radiusMetres);
	requireNotNegative('speedMetresPerSecond', speedMetresPerSecond);
	requireNotNegative('ageSeconds', ageSeconds);
	const x = Math.min(1, speedMetresPerSecond * ageSeconds / (2 * radiusMetres));
	return (2 / Math.PI) * (Math.acos(x) - x * Math.sqrt(1 - x * x));
}
