import {pollingReads} from '../lab/polling-reads.ts';
import {fewestReads, type State} from './state.ts';

/** Seen beside predicted; an undefined figure has too few reads behind it. */
export type ReadsBeside = {
	readonly seen: {readonly hitRate: number; readonly meanAgeSeconds: number} | undefined;
	readonly predicted: {readonly hitRate: number; readonly meanAgeSeconds: number};
	/** Until a whole life of the key has been seen, in seconds; 0 when it has: before that the two may differ rightly. */
	readonly settlesInSeconds: number;
};

/** Hit rate and mean age since the last change of TTL, beside those of one viewer who polls at the refresh period. */
export function readsBeside({statistics, refreshSeconds, ttlSeconds}: State, nowMs: number): ReadsBeside {
	const {reads, outcomes, ageSumMs, fills, fillSumMs, sinceMs} = statistics;
	const {hitRate, meanAgeSeconds} = pollingReads({
		pollSeconds: refreshSeconds,
		ttlSeconds,
		fillSeconds: fills === 0 ? 0 : fillSumMs / fills / 1000,
	});
	const valued = reads - outcomes.error;
	return {
		seen: valued < fewestReads ? undefined : {hitRate: outcomes.hit / reads, meanAgeSeconds: ageSumMs / valued / 1000},
		predicted: {hitRate, meanAgeSeconds},
		settlesInSeconds: Math.max(0, ttlSeconds + refreshSeconds - (nowMs - sinceMs) / 1000),
	};
}
