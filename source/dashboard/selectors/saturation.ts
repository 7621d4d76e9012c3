import {quantile} from '../../lab/quantiles.ts';
import type {State} from '../state/state.ts';

/** From this lateness on the computer has more to do than it can, in milliseconds. */
export const saturationMs = 20;

/** A hit on an embedded Redis takes a millisecond; from this on it stood in a queue. In milliseconds. */
const queuedHitMs = 25;

/** The last reads that are looked at. */
const recentReads = 40;

/** The last looks at the timers, and how many of them must have been late: a single busy second is no saturation. */
export const delayLooks = 5;
const lateLooks = 3;

/** What shows that latencies are in part waiting time, and its median, in milliseconds. */
export type Saturation = {readonly of: 'timers' | 'hits'; readonly medianMs: number};

/**
 * Whether this computer has more to do than it can: the program's own timers were late for some seconds, or hits on an
 * embedded Redis stood in a queue. Not how much of a latency that is: a read need not wait as long as a timer.
 */
export function saturationOf({
	recentDelaysMs,
	samples,
	layers,
	measuring,
}: Pick<State, 'recentDelaysMs' | 'samples' | 'layers' | 'measuring'>): Saturation | undefined {
	if (recentDelaysMs.filter(ms => ms >= saturationMs).length >= lateLooks) {
		return {of: 'timers', medianMs: quantile(recentDelaysMs, 0.5)!};
	}

	const hits =
		layers.redis.backend?.kind === 'embedded' && !measuring
			? samples
					.slice(-recentReads)
					.filter(({kind}) => kind === 'hit')
					.map(({latencyMs}) => latencyMs)
			: [];
	const hitMs = hits.length < recentReads / 2 ? undefined : quantile(hits, 0.5);
	return hitMs !== undefined && hitMs >= queuedHitMs ? {of: 'hits', medianMs: hitMs} : undefined;
}
