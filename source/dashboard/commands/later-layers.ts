import {totalmem} from 'node:os';
import {type LaterLayer, laterLayers} from '../../layers/layers.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

type Needs = Pick<Surroundings, 'config' | 'say' | 'services'> & {
	/** Memory that can still be had, in bytes. */
	readonly freeBytes?: () => number;
};

/** Opens the layers that the lesson does not begin with, one after the other, once that is wanted. */
export function createLaterLayers({config, say, services, freeBytes = freeMemory}: Needs): Keeper<NonNullable<Runs['later']>> {
	let hasBegun = false;
	const open = async (layer: LaterLayer) => {
		const {name, title, engine: {needsFreeBytes}} = layer;
		if (config.servers[name] === undefined && freeBytes() < needsFreeBytes) {
			const reason = `${title} stays out: ${gigabytes(freeBytes())} GB of memory are free, its engine wants ${gigabytes(needsFreeBytes)}`;
			say({type: 'layer-not-opened', layer: name, reason, health: undefined});
			return;
		}

		say({type: 'layer-opening', layer: name});
		try {
			const {backend} = await services()!.openLater(layer);
			say({type: 'layer-opened', layer: name, backend});
		} catch (error) {
			const health = error instanceof StoreFailure ? {state: error.kind, reason: error.reason} : undefined;
			say({type: 'layer-not-opened', layer: name, reason: plainText(sayFailure(error)), health});
		}
	};

	const openAll = async () => {
		for (const layer of laterLayers) {
			if (config.without !== layer.name && layer.suits(config.scenario)) {
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

function gigabytes(bytes: number): string {
	return (bytes / 1e9).toFixed(1).replace(/\.0$/, '');
}

/** macOS counts as free only what nothing was ever read into: there a quarter of all is taken for free. */
function freeMemory(): number {
	return process.platform === 'darwin' ? totalmem() / 4 : process.availableMemory();
}
