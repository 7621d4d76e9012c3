import type {Layer, OpenStore} from '../../layers/layer.ts';
import {type AnyLayer, type LayerName, layers} from '../../layers/layers.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import {isSame} from './is-same.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** A layer as far as it can be looked into. */
type Seen = Pick<AnyLayer, 'name' | 'store'> & Pick<Layer, 'holdings' | 'looksEverySeconds'>;

/** A layer is asked what it holds so often, in seconds, unless its record says otherwise. */
const usualSeconds = 5;

/** So often it is seen to who is due, in milliseconds. */
const turnMs = 500;

/** Asks each layer what it holds, one question to each at a time. */
export function createLook({say, services, key: answerKey}: Pick<Surroundings, 'say' | 'services' | 'key'>): Keeper<NonNullable<Runs['look']>> {
	let running: {wanted: NonNullable<Runs['look']>; readonly controller: AbortController; readonly timer: NodeJS.Timeout} | undefined;
	/** When each is due, by the clock that never goes back; absent: now. */
	let dueMs = new Map<LayerName, number>();
	const asked = new Set<LayerName>();

	const look = async ({name, looksEverySeconds = usualSeconds, holdings}: Seen, store: OpenStore, key: string | undefined, signal: AbortSignal) => {
		asked.add(name);
		// What has begun again meanwhile is due at once.
		const its = dueMs;
		try {
			const told = await holdings!(store, {facts: services()!.scenario.facts, key, pattern: answerKey()?.pattern}, signal);
			say({type: 'layer-looked-into', layer: name, holdings: told});
		} catch (error) {
			if (error instanceof StoreFailure && !signal.aborted) {
				say({type: 'layer-not-counted', layer: name, health: {state: error.kind, reason: error.reason}});
			}
		} finally {
			asked.delete(name);
			its.set(name, performance.now() + looksEverySeconds * 1000);
		}
	};

	const takeTurn = () => {
		const open = services()!;
		for (const layer of layers as readonly Seen[]) {
			const store: OpenStore | undefined = {...open, ...open.later}[layer.store];
			if (running && layer.holdings && store && !asked.has(layer.name) && performance.now() >= (dueMs.get(layer.name) ?? 0)) {
				void look(layer, store, running.wanted.key, running.controller.signal);
			}
		}
	};

	return {
		follow(wanted) {
			if (!wanted) {
				clearInterval(running?.timer);
				running?.controller.abort();
				running = undefined;
			} else if (!running) {
				running = {wanted, controller: new AbortController(), timer: setInterval(takeTurn, turnMs)};
				setImmediate(takeTurn);
			} else if (!isSame(wanted, running.wanted)) {
				running.wanted = wanted;
				dueMs = new Map();
				setImmediate(takeTurn);
			}
		},
	};
}
