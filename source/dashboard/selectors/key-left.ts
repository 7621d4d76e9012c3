import {graceMs} from '../../lab/cache-policy.ts';
import {presentPolicy} from './present-load.ts';
import type {State} from '../state/state.ts';

/** Until the key in Redis ends, in seconds; 0 where it has, or where there is none. */
export function leftSeconds({keyExpiresAtMs, nowMs}: Pick<State, 'keyExpiresAtMs' | 'nowMs'>): number {
	return keyExpiresAtMs === undefined ? 0 : Math.max(0, (keyExpiresAtMs - nowMs) / 1000);
}

/** For how long an answer that is past its end is still kept, to be served stale. */
export function graceLeftSeconds(state: State): number {
	const {keyExpiresAtMs, nowMs} = state;
	return keyExpiresAtMs === undefined || keyExpiresAtMs > nowMs ? 0 : Math.max(0, (keyExpiresAtMs + graceMs(presentPolicy(state)) - nowMs) / 1000);
}
