import type {Read} from '../../flows/read-answer.ts';
import type {StoreHealth} from '../../stores/store-failure.ts';
import {note} from './note.ts';
import {byLayer, type LayerName} from '../../layers/layers.ts';
import type {Layer, State} from '../state/state.ts';

/** The layers that a read asks. */
const readLayers = ['redis', 'mongo'] as const;

const titles = byLayer(({title}) => title);

/** What is wrong with a layer, in a few words: "Redis refuses to store: out of memory"; undefined while nothing is. */
export function layerTrouble(name: LayerName, {health, reason, isReadOnly}: Layer): string | undefined {
	return health === 'silent'
		? `${titles[name]} does not answer`
		: health === 'refuses'
			? `${titles[name]} refuses${isReadOnly ? ' to store' : ''}: ${reason}`
			: undefined;
}

/** Whether the reads say how a layer is, so that nothing else needs to. */
export function isJudgedByReads(name: LayerName): boolean {
	return (readLayers as readonly LayerName[]).includes(name);
}

/** A layer as its own call left it, unless the reads say how it is; what changed is said once. */
export function layerCalled(state: State, name: LayerName, health: StoreHealth, nowMs: number): State {
	return isJudgedByReads(name) ? state : layerLeft(state, name, withHealth(state.layers[name], health), nowMs);
}

/** A layer with another health. */
export function withHealth({backend}: Layer, health: StoreHealth): Layer {
	return health.state === 'up' ? {health: 'up', backend} : {health: health.state, reason: health.reason, backend};
}

/** The layers as a read left the stores that it asked; what changed is said once. */
export function storesLeft(state: State, read: Read): State {
	let next = state;
	for (const name of readLayers) {
		const health = read.stores[name];
		if (health) {
			next = layerLeft(next, name, layerAfter(next.layers[name], name, health, read), read.servedAtMs);
		}
	}

	return next;
}

function layerAfter(layer: Layer, name: LayerName, health: StoreHealth, {outcome}: Read): Layer {
	// What is found there says nothing of storing.
	if (health.state === 'up' && layer.isReadOnly && (outcome === 'hit' || outcome === 'stale')) {
		return layer;
	}

	const isReadOnly = name === 'redis' && health.state === 'refuses' && outcome !== 'bypass' && outcome !== 'error';
	return {...withHealth(layer, health), ...(isReadOnly && {isReadOnly})};
}

function layerLeft(state: State, name: LayerName, layer: Layer, atMs: number): State {
	const before = layerTrouble(name, state.layers[name]);
	const now = layerTrouble(name, layer);
	const next = {...state, layers: {...state.layers, [name]: layer}};
	return before === now ? next : note(next, atMs, now ?? `${titles[name]} answers again`, now === undefined ? 'note' : 'failed');
}
