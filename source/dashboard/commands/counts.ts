import type {Layer, OpenStore} from '../../layers/layer.ts';
import {type AnyLayer, byLayer, type Held, type LayerName, layers} from '../../layers/layers.ts';
import type {Services} from '../../services.ts';
import type {Holdings} from '../../stores/holdings.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import type {Memory} from './memory.ts';
import type {Carriers, Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** The facts held are counted so often, in seconds: other programs may write too. */
const countEverySeconds = 5;

/** What is left out is looked for so often at most, in seconds: that takes a look at every document. */
const lookEverySeconds = 30;

/** A layer as far as its counting goes. */
type Counted = Pick<AnyLayer, 'name' | 'store'> & Pick<Layer, 'count'>;

type Needs = Pick<Surroundings, 'say' | 'services' | 'key' | 'clock'> & {readonly memory: Pick<Memory, 'look'>};

/** Keeps the header's numbers of facts and of keys true, and what is left out named, off the read path. */
export type Counts = Keeper<NonNullable<Runs['counts']>> & {
	/** Counts the facts now; the numbers are said as well as given, as far as the stores say. */
	countNow(): Promise<Held>;
	readonly carriers: Carriers<'count-facts' | 'estimate-facts' | 'check-writing'>;
};

export function createCounts({say, services, key, clock, memory}: Needs): Counts {
	let timer: NodeJS.Timeout | undefined;
	/** Counts of each layer under way and done: an older one that ends later is no news. */
	const turns = byLayer(() => ({asked: 0, told: 0}));
	const tell = async (layer: LayerName, counting: () => Promise<Pick<Holdings, 'count' | 'isEstimate'>>): Promise<number | undefined> => {
		const turn = turns[layer];
		const mine = ++turn.asked;
		try {
			const {count, isEstimate = false} = await counting();
			if (mine > turn.told && count !== undefined) {
				turn.told = mine;
				say({type: 'layer-counted', layer, held: count, isEstimate});
			}

			return count;
		} catch (error) {
			if (error instanceof StoreFailure) {
				say({type: 'layer-not-counted', layer, health: {state: error.kind, reason: error.reason}});
			}

			return undefined;
		}
	};

	const countNow = async (): Promise<Held> => {
		const {
			window,
			later: {ledger},
		} = services()!;
		const [mongo, postgres] = await Promise.all([
			tell('mongo', async () => ({count: await window.count()})),
			ledger && tell('postgres', async () => ledger.holdings()),
		]);
		return {...(mongo !== undefined && {mongo}), ...(postgres !== undefined && {postgres})};
	};

	const countAll = (open: Services) => {
		for (const {name, store, count} of layers as readonly Counted[]) {
			const counted: OpenStore | undefined = {...open, ...open.later}[store];
			if (count && counted) {
				void tell(name, async () => count(counted));
			}
		}
	};
	let standing: string | undefined;
	let lookedAtMs = Number.NEGATIVE_INFINITY;

	const look = async ({window}: Services) => {
		if (performance.now() - lookedAtMs >= lookEverySeconds * 1000) {
			lookedAtMs = performance.now();
			const leftOut = await window.leftOut(clock()).catch(() => undefined);
			if (leftOut) {
				say({type: 'left-out-found', leftOut});
			}
		}
	};

	/** A key may go before its end: evicted, or removed by another. Nobody would know before the next read. */
	const countKey = async (cache: Services['cache'], name: string) => {
		const askedAtMs = clock();
		const stands = await cache.holds(name).catch(() => undefined);
		if (stands === false) {
			say({type: 'key-missed', askedAtMs});
		}
	};

	/** A scan of many keys takes its time: one at once. */
	let isScanning = false;
	const countKeys = async () => {
		if (!isScanning) {
			isScanning = true;
			await memory.look();
			isScanning = false;
		}
	};

	const count = () => {
		const open = services()!;
		countAll(open);
		void countKeys();
		// It may be another collection by now, of which no cached answer is.
		void key()
			?.resolve()
			.catch(() => undefined);
		void look(open);
		if (standing !== undefined) {
			void countKey(open.cache, standing);
		}
	};

	return {
		countNow,
		carriers: {
			'count-facts': () => void countNow(),
			'estimate-facts': () => void tell('mongo', async () => ({count: await services()!.window.estimate()})),
			'check-writing': ({wish}) => void countNow().then(held => say({type: 'writing-checked', wish, held})),
		},
		follow(wanted) {
			standing = wanted?.key;
			if (!wanted) {
				clearInterval(timer);
				timer = undefined;
			} else if (timer === undefined) {
				timer = setInterval(count, countEverySeconds * 1000);
				void look(services()!);
				countAll(services()!);
			}
		},
	};
}
