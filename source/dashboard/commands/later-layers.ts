import type {Layer} from '../../layers/layer.ts';
import {laterLayersOf, type LaterLayer} from '../../layers/layers.ts';
import {whyNoRoom} from '../../layers/room.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** One that does not answer is tried again so often, in milliseconds. */
const tryEveryMs = 5000;

type Needs = Pick<Surroundings, 'config' | 'say' | 'services'> & {
	/** Called once a layer is open, and waited for before the next. */
	readonly opened: () => Promise<void>;
	/** Memory that can still be had, in bytes. */
	readonly freeBytes?: () => number;
};

async function pause(): Promise<void> {
	await new Promise(resolve => {
		setTimeout(resolve, tryEveryMs).unref();
	});
}

/** Opens the layers that the lesson does not begin with and that were not named, one after the other, once that is wanted. */
export function createLaterLayers({config, say, services, opened, freeBytes}: Needs): Keeper<NonNullable<Runs['later']>> {
	let hasBegun = false;
	const open = async (layer: LaterLayer) => {
		const {name} = layer;
		const noRoom = whyNoRoom(layer, freeBytes?.());
		if (noRoom !== undefined) {
			say({type: 'layer-not-opened', layer: name, reason: noRoom, health: undefined});
			return;
		}

		say({type: 'layer-opening', layer: name});
		for (let said = ''; ; await pause()) {
			try {
				const {backend} = await services()!.openLater(layer);
				say({type: 'layer-opened', layer: name, backend});
				break;
			} catch (error) {
				const reason = plainText(sayFailure(error));
				const health = error instanceof StoreFailure ? {state: error.kind, reason: error.reason} : undefined;
				if (reason !== said) {
					say({type: 'layer-not-opened', layer: name, reason, health});
					said = reason;
				}

				if (health?.state !== 'silent') {
					return;
				}
			}
		}

		await opened();
	};

	const openAll = async () => {
		for (const layer of laterLayersOf(config)) {
			if (config.servers[layer.name] === undefined && !(layer as Layer).isOpenedWhenAsked) {
				await open(layer);
			}
		}
	};

	return {
		follow(wanted) {
			if (wanted && !hasBegun) {
				hasBegun = true;
				setImmediate(() => void openAll());
			}
		},
	};
}
