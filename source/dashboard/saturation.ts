import {quantile} from '../lab/quantiles.ts';
import type {State} from './state.ts';

/** From this lateness on the computer has more to do than it can, in milliseconds. */
export const saturationMs = 20;

/** A hit on an embedded Redis takes a millisecond; from this on it stood in a queue. In milliseconds. */
const queuedHitMs = 25;

/** The last reads that are looked at. */
const recentReads = 40;

/**
 * What this computer lets everything wait, in milliseconds, once that is most of what a latency measures: by the
 * lateness of the program's own timer, or by hits on an embedded Redis that stood in a queue. Undefined otherwise.
 */
export function waitingMs({delayMs, samples, layers, measuring}: Pick<State, 'delayMs' | 'samples' | 'layers' | 'measuring'>): number | undefined {
	if (delayMs >= saturationMs) {
		return delayMs;
	}

	const hits = layers.redis.backend?.kind === 'embedded' && !measuring ? samples.slice(-recentReads).filter(({kind}) => kind === 'hit').map(({latencyMs}) => latencyMs) : [];
	const hitMs = hits.length < recentReads / 2 ? undefined : quantile(hits, 0.5);
	return hitMs !== undefined && hitMs >= queuedHitMs ? hitMs : undefined;
}

/** The delay shown: single seconds do not make a sentence come and go. */
export function smoothDelay(beforeMs: number, measuredMs: number): number {
	return 0.6 * beforeMs + 0.4 * measuredMs;
}
