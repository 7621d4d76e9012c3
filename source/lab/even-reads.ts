import {type PollingLoad, pollingReads} from './polling-reads.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/**
 * Reads planned every P whatever becomes of the earlier ones (open-loop), which share fills. For L < P it is
 * `pollingReads`; from L = P on, the k = ⌈L/P⌉ − 1 reads that come during a fill are not left out but wait for it
 * (coalesced, at age L; derived, and checked by simulation).
 */
export function evenReads(load: PollingLoad): ReadsPrediction {
	const {pollSeconds, fillSeconds = 0} = load;
	const polled = pollingReads(load);
	const waiting = Math.max(0, Math.ceil(fillSeconds / pollSeconds - 1e-9) - 1);
	const seen = polled.hitsPerMiss + 1;
	const reads = seen + waiting;
	return {
		hitRate: polled.hitsPerMiss / reads,
		meanAgeSeconds: (polled.meanAgeSeconds * seen + waiting * fillSeconds) / reads,
		greatestAgeSeconds: Math.max(polled.greatestAgeSeconds, fillSeconds),
		originPerSecond: polled.originPerSecond,
	};
}

/**
 * The same under stale-while-revalidate, for L < P: n = ⌊(T + L)/P⌋ hits follow each refill, then one stale read of age
 * (n + 1)P begins the next, if it comes within `staleSeconds` of the expiry; if not, it is a miss as ever. Mean age
 * P(n + 2)/2 (derived, and checked by simulation). Undefined for L ≥ P.
 */
export function evenStaleReads({
	pollSeconds,
	ttlSeconds,
	fillSeconds = 0,
	staleSeconds,
}: PollingLoad & {readonly staleSeconds: number}): ReadsPrediction | undefined {
	if (fillSeconds >= pollSeconds) {
		return undefined;
	}

	const polled = pollingReads({pollSeconds, ttlSeconds, fillSeconds});
	const reads = polled.hitsPerMiss + 1;
	const oldest = reads * pollSeconds;
	if (oldest > ttlSeconds + fillSeconds + staleSeconds + 1e-9 * pollSeconds) {
		return polled;
	}

	return {...polled, meanAgeSeconds: (pollSeconds * (reads + 1)) / 2, greatestAgeSeconds: oldest};
}
