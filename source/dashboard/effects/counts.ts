import type {Services} from '../../services.ts';
import type {World} from './effects.ts';

/** The orders held are counted so often, in seconds: other programs may write too. */
export const countEverySeconds = 5;

/** What is left out is looked for so often at most, in seconds: that takes a look at every document. */
const lookEverySeconds = 30;

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
	/** Counts under way and done: an older one that ends later is no news. */
	let asked = 0;
	let told = 0;
	const tell = async (count: () => Promise<number>): Promise<number | undefined> => {
		const turn = ++asked;
		try {
			const ordersHeld = await count();
			if (turn > told) {
				told = turn;
				say({type: 'orders-counted', ordersHeld});
			}

			return ordersHeld;
		} catch {
			// The lesson's own reads say what is wrong with MongoDB.
			return undefined;
		}
	};

	const countNow = async () => {
		const open = services();
		return open && tell(async () => open.window.countOrders());
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
					void tell(async () => open.window.estimateOrders());
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
