import type {Backend} from '../stores/backend.ts';
import {gcs} from './gcs.ts';
import {history} from './history.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Layer, OpenStore, ServerFlag} from './layer.ts';
import {mongo} from './mongo.ts';
import {postgres} from './postgres.ts';
import {redis} from './redis.ts';

/** The layers in the lesson's order, which is that of the screen, of help and of JSON. */
export const layers = [postgres, mongo, redis, gcs, history] as const satisfies readonly Layer[];

export type AnyLayer = (typeof layers)[number];

export type LayerName = AnyLayer['name'];

/** A layer that the lesson does not begin with. */
export type LaterLayer = Extract<AnyLayer, {readonly isLater: true}>;

/** A layer that is there from the beginning. */
type FirstLayer = Exclude<AnyLayer, LaterLayer>;

export const firstLayers = layers.filter((layer): layer is FirstLayer => !isLater(layer));

export const laterLayers = layers.filter(isLater);

/** Those of the later layers that a lesson has: a scenario may have nothing for one, and one may be left out. */
export function laterLayersOf({scenario, without}: {readonly scenario: Scenario; readonly without?: LayerName | undefined}): LaterLayer[] {
	return laterLayers.filter(({name, suits}) => name !== without && suits(scenario));
}

/** The name of a flag that says where a layer is. */
export type ServerFlagName = AnyLayer['flags'][number]['name'];

/** The flags that say where the layers are. */
export const serverFlags: readonly ServerFlag[] = layers.flatMap(({flags}: Layer) => flags);

/** A layer whose stand-in is its own server, at a port of this machine. */
type EngineLayer = Exclude<AnyLayer, {readonly engine: {readonly isInProcess: true}}>;

/** The name of a flag that fixes an embedded engine's port. */
export type PortFlagName = `${EngineLayer['name']}Port`;

export const engineLayers = layers.filter((layer): layer is EngineLayer => !('isInProcess' in layer.engine));

export function portFlagOf(name: EngineLayer['name']): PortFlagName {
	return `${name}Port`;
}

/** Something of each layer. */
export type ByLayer<T> = Readonly<Record<LayerName, T>>;

/** The server that was named for each layer; undefined: the embedded engine. */
export type Servers = {readonly [L in AnyLayer as L['name']]: ReturnType<L['readServer']>};

/** The stores that are open from the beginning, by what they are called. */
export type Stores = {readonly [L in FirstLayer as L['store']]: Awaited<ReturnType<L['open']>>};

/** Those that are opened later, each once it is. */
export type LaterStores = {readonly [L in LaterLayer as L['store']]?: Awaited<ReturnType<L['open']>>};

/** The layer of a name, such as a store's failure bears. */
export function layerNamed(wanted: string): AnyLayer | undefined {
	return layers.find(({name}) => name === wanted);
}

export function byLayer<T>(of: (layer: AnyLayer) => T): ByLayer<T> {
	return Object.fromEntries(layers.map(layer => [layer.name, of(layer)])) as ByLayer<T>;
}

/** How much each layer holds; absent where it is not known. */
export type Held = Partial<ByLayer<number>>;

/** What stands behind each store that is open, in the lesson's order. */
export type Backends = Readonly<Record<FirstLayer['name'], Backend>> & Partial<Readonly<Record<LaterLayer['name'], Backend>>>;

export function backendsOf({later, ...stores}: Stores & {readonly later: LaterStores}): Backends {
	const open: Readonly<Partial<Record<string, OpenStore>>> = {...stores, ...later};
	return Object.fromEntries(layers.flatMap(({name, store}) => (open[store] ? [[name, open[store].backend]] : []))) as Backends;
}

function isLater(layer: Layer): layer is Layer & LaterLayer {
	return layer.isLater === true;
}
