import type {LayerName} from '../../layers/layers.ts';
import type {State} from '../state/state.ts';

/** The layer that facts are placed in. */
export function placedIn(_: State): LayerName {
	return 'mongo';
}
