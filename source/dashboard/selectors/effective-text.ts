import type {LatencyMeasurement} from '../../flows/measure-latency.ts';
import {breakEvenHitRate, effectiveSpeedup} from '../../lab/speed.ts';
import {formatTimes} from '../../words/count.ts';
import type {AtOnce} from './seen-figures.ts';

/**
 * What the speed-up comes to over all reads where this many are served at once; the benchmark times whole reads: a hit is
 * one GET, and a miss has a SET that is taken to be as long.
 */
export function effectiveText({miss, hit}: LatencyMeasurement, atOnce: AtOnce | undefined, isShort = false): string {
	const getMs = hit.p50Ms ?? 0;
	const steps = {getMs, setMs: getMs, originMs: (miss.p50Ms ?? 0) - 2 * getMs};
	if (atOnce === undefined || steps.originMs <= 0) {
		return isShort ? '' : 'the overall gain depends on the hit rate';
	}

	const times = formatTimes(effectiveSpeedup(steps, atOnce.share));
	const at = `at ${(atOnce.share * 100).toFixed(1)} % ${atOnce.of}`;
	return isShort ? `${times} × ${at}` : `${times} × over all reads ${at}; pays above ${(breakEvenHitRate(steps) * 100).toFixed(1)} %`;
}
