import {requireNotNegative, requirePositive} from './argument-range.ts';

/**
 * How far off a rolling window's revenue is when it is `ageSeconds` old: the root mean square error over that revenue,
 * √(2·a·(1 + c²)/μ)/W, as a share (0.00005 is 0.005 %); its mean is 0, as much leaves the window as enters it.
 * Over all reads of a plain TTL the mean age is T·h/2, which gives √(T·h·(1 + c²)/μ)/W.
 * @param options.ageSeconds a: one value's age, or the mean age over all reads
 * @param options.ordersPerSecond μ, above 0: orders arriving independently (Poisson) at the same rate now and a window ago
 * @param options.valueVariation c, the coefficient of variation of an order's value (deviation over mean)
 * @param options.windowSeconds W, the window's length, above 0
 */
export function windowRmsErrorShare({
	ageSeconds,
	ordersPerSecond,
	valueVariation,
	windowSeconds,
}: {
	readonly ageSeconds: number;
	readonly ordersPerSecond: number;
	readonly valueVariation: number;
	readonly windowSeconds: number;
}): number {
	requireNotNegative('ageSeconds', ageSeconds);
	requirePositive('ordersPerSecond', ordersPerSecond);
	requireNotNegative('valueVariation', valueVariation);
	requirePositive('windowSeconds', windowSeconds);
	return Math.sqrt((2 * ageSeconds * (1 + valueVariation ** 2)) / ordersPerSecond) / windowSeconds;
}
