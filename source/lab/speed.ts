import {requireNotNegative, requirePositive, requireShare} from './argument-range.ts';

/** How long the steps of a read take, in milliseconds. */
export type StepTimes = {
	/** t_g: a GET from the cache, and parsing what it gives. */
	readonly getMs: number;
	/** t_o: asking the origin. */
	readonly originMs: number;
	/** t_s: a SET into the cache. */
	readonly setMs: number;
};

/**
 * How many times faster reads are on average with the cache than without it, at a hit rate (0…1):
 * S = t_o / (t_g + (1 − h)(t_o + t_s)). Below 1 the cache costs more than it saves. Some step must take time.
 */
export function effectiveSpeedup({getMs, originMs, setMs}: StepTimes, hitRate: number): number {
	requireSteps({getMs, originMs, setMs});
	requireShare('hitRate', hitRate);
	const readMs = getMs + (1 - hitRate) * (originMs + setMs);
	requirePositive('the time of a read with the cache', readMs);
	return originMs / readMs;
}

/**
 * The hit rate above which the cache saves time: h* = (t_g + t_s)/(t_o + t_s).
 * Above 1 (an origin faster than the GET) no hit rate does.
 */
export function breakEvenHitRate({getMs, originMs, setMs}: StepTimes): number {
	requireSteps({getMs, originMs, setMs});
	requirePositive('originMs + setMs', originMs + setMs);
	return (getMs + setMs) / (originMs + setMs);
}

function requireSteps({getMs, originMs, setMs}: StepTimes): void {
	requireNotNegative('getMs', getMs);
	requireNotNegative('originMs', originMs);
	requireNotNegative('setMs', setMs);
}
