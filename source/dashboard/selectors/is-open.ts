import {firstLayers} from '../../layers/layers.ts';
import type {State} from '../state/state.ts';

/** Whether everything is open that the lesson begins with. */
export function isOpen({layers}: Pick<State, 'layers'>): boolean {
	return firstLayers.every(({name}) => layers[name].health !== 'opening');
}
