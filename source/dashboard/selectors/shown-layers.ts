import type {Counted, Layer as LayerRecord} from '../../layers/layer.ts';
import {layers} from '../../layers/layers.ts';
import type {Layer, State} from '../state/state.ts';
import {graceLeftSeconds, leftSeconds} from './key-left.ts';

/** A layer as the header shows it. */
export type ShownLayer = Layer & Pick<LayerRecord, 'title' | 'fullTitle'> & {
	readonly counts: Counted;
	/** How much it holds; undefined: not known. */
	readonly held: number | undefined;
};

/** The layers in the lesson's order, but for what is left out. */
export function shownLayers(state: State): readonly ShownLayer[] {
	const keys = state.isKeyKnown ? {redis: leftSeconds(state) > 0 || graceLeftSeconds(state) > 0 ? 1 : 0} : {};
	const held: State['held'] = {...state.held, ...keys};
	return layers.filter(({name}) => state.layers[name].health !== 'out')
		.map(({name, title, fullTitle, counts}) => ({title, fullTitle, counts: counts === 'facts' ? state.scenario.facts : counts, ...state.layers[name], held: held[name]}));
}
