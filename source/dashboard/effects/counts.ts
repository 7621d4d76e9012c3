import type {Layer} from '../../layers/layer.ts';
import {type AnyLayer, byLayer, type LayerName, layers} from '../../layers/layers.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import type {Services} from '../../services.ts';
import type {World} from './effects.ts';

/** The orders held are counted so often, in seconds: other programs may write too. */
export const countEverySeconds = 5;

/** What is left out is looked for so often at most, in seconds: that takes a look at every document. */
const lookEverySeconds = 30;

/** A layer as far as its counting goes. */
type Counted = Pick<AnyLayer, 'name' | 'store'> & Pick<Layer, 'count'>;

/** Keeps the header's numbers of orders and of keys true, and what is left out named, off the read path. */
export type CountKeeper = {
	start(): void;
	/** Counts now, one by one; the number is told as well as given. Undefined when MongoDB does not say. */
	countNow(): Promise<number | undefined>;
	/** Whether MongoDB is a server of others, in which nothing was agreed to be written. */
	isOthers(): boolean;
	/** Whether orders that were there before this run, by a fresh count, are a reason to ask before more are written. */
	mustAsk(): Promise<boolean>;
	stop(): void;
};

export function createCountKeeper({say, state, services, key, clock}: World): CountKeeper {
	let timer: NodeJS.Timeout | undefined;
	/** Counts of each layer under way and done: an older one that ends later is no news. */
	const turns = byLayer(() => ({asked: 0, told: 0}));
	const tell = async (layer: LayerName, count: () => Promise<number>): Promise<number | undefined> => {
		const turn = turns[layer];
		const mine = ++turn.asked;
		try {
			const held = await count();
			if (mine > turn.told) {
				turn.told = mine;
				say({type: 'layer-counted', layer, held});
			}

			return held;
		} catch (error) {
			if (error instanceof StoreFailure) {
				say({type: 'layer-not-counted', layer, health: {state: error.kind, reason: error.reason}});
			}

			return undefined;
		}
	};

	const countNow = async () => {
		const open = services();
		return open && tell('mongo', async () => open.window.count());
	};

	const countAll = (open: Services) => {
		for (const {name, store, count} of layers as readonly Counted[]) {
			if (count) {
				void tell(name, async () => count(open[store]));
			}
		}
	};

	let lookedAtMs = Number.NEGATIVE_INFINITY;
	const look = async () => {
		const open = services();
		if (open && performance.now() - lookedAtMs >= lookEverySeconds * 1000) {
			lookedAtMs = performance.now();
			const leftOut = await open.window.leftOut(clock()).catch(() => undefined);
			if (leftOut) {
				say({type: 'left-out-found', leftOut, nowMs: clock()});
			}
		}
	};

	/** A key may go before its end: evicted, or removed by another. Nobody would know before the next read. */
	const countKey = async (cache: Services['cache'], name: string) => {
		const askedAtMs = clock();
		const stands = await cache.holds(name).catch(() => undefined);
		if (stands === false) {
			say({type: 'key-missed', askedAtMs, nowMs: clock()});
		}
	};

	const isOthers = () => state().layers.mongo.backend?.kind === 'server' && !state().mayWrite;

	return {
		isOthers,
		start() {
			void look();
			timer ??= setInterval(() => {
				const open = services();
				// A benchmark times MongoDB: nothing else may ask it meanwhile.
				if (open && state().job?.name !== 'benchmark') {
					countAll(open);
					// It may be another collection by now, of which no cached answer is.
					void key()?.resolve().catch(() => undefined);
					void look();
					const name = key()?.current;
					if (name !== undefined && state().keyExpiresAtMs !== undefined) {
						void countKey(open.cache, name);
					}
				}
			}, countEverySeconds * 1000);
		},
		countNow,
		async mustAsk() {
			return isOthers() && (await countNow() ?? 0) > 0 && isOthers();
		},
		stop() {
			clearInterval(timer);
			timer = undefined;
		},
	};
}
