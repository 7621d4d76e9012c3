import type {State} from '../state/state.ts';

/** Whether everything is open. */
export function isOpen({layers}: Pick<State, 'layers'>): boolean {
	return Object.values(layers).every(({health}) => health !== 'opening');
}
