import type {ArchiveResult} from '../../flows/archive-facts.ts';
import type {LayerName} from '../../layers/layers.ts';
import type {State} from '../state/state.ts';

/** The state with what a layer was found to hold. */
export function holding(state: State, layer: LayerName, held: number): State {
	return {...state, held: {...state.held, [layer]: held}};
}

/**
 * The state with the objects that an archive left behind: earlier revisions of a day count too, as far as the bucket was looked into. Sizes and
 * days of before are of another archive: the next look tells them.
 */
export function archiveHolding(state: State, {totals, created}: Pick<ArchiveResult, 'totals' | 'created'>): State {
	const count = Math.max(totals.parts, (state.held.gcs ?? 0) + created);
	const next = holding(state, 'gcs', count);
	return created > 0 ? {...next, holdings: {...next.holdings, gcs: {count, days: totals.days}}} : next;
}
