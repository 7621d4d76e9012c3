import type {LayerName} from '../../layers/layers.ts';
import type {State} from '../state/state.ts';

/** The state with what a layer was found to hold. */
export function holding(state: State, layer: LayerName, held: number): State {
	return {...state, held: {...state.held, [layer]: held}};
}
