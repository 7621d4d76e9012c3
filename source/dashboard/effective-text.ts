import type {LatencyMeasurement} from '../flows/measure-latency.ts';
import {breakEvenHitRate, effectiveSpeedup} from '../lab/speed.ts';
import {formatTimes} from '../words/count.ts';

/** What the speed-up comes to over all reads at a hit rate; the benchmark times whole reads: a hit is one GET, and a miss has a SET that is taken to be as long. */
export function effectiveText({miss, hit}: LatencyMeasurement, hitRate: number | undefined, isShort = false): string {
	const getMs = hit.p50Ms ?? 0;
	const steps = {getMs, setMs: getMs, originMs: (miss.p50Ms ?? 0) - 2 * getMs};
	if (hitRate === undefined || steps.originMs <= 0) {
		return isShort ? '' : 'what that comes to hangs on the hit rate';
	}

	const all = `${formatTimes(effectiveSpeedup(steps, hitRate))} × over all reads at ${(hitRate * 100).toFixed(1)} % hits`;
	return isShort ? `${formatTimes(effectiveSpeedup(steps, hitRate))} × at ${(hitRate * 100).toFixed(1)} % hits` : `${all}; pays above ${(breakEvenHitRate(steps) * 100).toFixed(1)} %`;
}
