import type {Counted, Layer as LayerRecord} from '../../layers/layer.ts';
import {type Held, layers} from '../../layers/layers.ts';
import type {Layer, State} from '../state/state.ts';
import {graceLeftSeconds, leftSeconds} from './key-left.ts';

/** A layer as the header shows it. */
export type ShownLayer = Layer &
	Pick<LayerRecord, 'title' | 'fullTitle'> & {
		readonly counts: Counted;
		/** How much it holds; undefined: not known. */
		readonly held: number | undefined;
		readonly isEstimate?: boolean | undefined;
	};

/** The layers in the lesson's order, but for what is left out. */
export function shownLayers(state: State): readonly ShownLayer[] {
	const held = heldNow(state);
	return layers
		.filter(({name}) => state.layers[name].health !== 'out')
		.map(({name, title, fullTitle, counts}) => ({
			title,
			fullTitle,
			counts: counted(counts, state),
			...state.layers[name],
			held: held[name],
			isEstimate: state.holdings[name]?.isEstimate,
		}));
}

/** How much each layer holds; whether Redis has the key follows from what is known of it. */
export function heldNow(state: State): Held {
	const own = leftSeconds(state) > 0 || graceLeftSeconds(state) > 0 ? 1 : 0;
	// Where there are many keys, they were counted a little while ago.
	const many = state.scenario.question.abouts ? (state.holdings.redis?.count ?? 0) : 0;
	return {...state.held, ...(state.isKeyKnown && state.layers.redis.health !== 'opening' && {redis: Math.max(own, many)})};
}

/** What a layer's count is of. */
export function counted(counts: LayerRecord['counts'], {scenario}: State): Counted {
	return counts === 'facts' ? scenario.facts : counts;
}

/** Kind and version of what stands behind a layer, without the layer's name: "embedded 0.1.0", "15.18"; '' of what is not open. */
export function backendName({title, fullTitle, backend}: Pick<ShownLayer, 'title' | 'fullTitle' | 'backend'>): string {
	if (backend?.kind !== 'server') {
		return backend ? `embedded ${backend.version}` : '';
	}

	const named = [fullTitle, title].find(name => backend.label.startsWith(name)) ?? '';
	return backend.label.slice(named.length).trim();
}
