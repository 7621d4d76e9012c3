import {type LocalDay, localDay} from '../../words/local-day.ts';
import type {LiveMoment, RedisChange, RedisCommand} from '../live.ts';
import {orderCents} from '../shop/json-lines.ts';
import {centsOf, type CounterKeys, counterKeys, livesMs, ordersOf} from './counter-keys.ts';
import type {MerchantOrder} from './merchant-order.ts';
import type {Sum} from './merchant-sales.ts';

/** The part of an order that counts. */
export type CountedOrder = {
	readonly id: string;
	readonly merchant: string;
	/** Its version. 0 where nobody counts versions. */
	readonly version: number;
	/** Its value in cents. Undefined once it was returned. */
	readonly cents: number | undefined;
};

/** What Redis remembers of a counted order, version and cents: `3:4990`, or `4:` once it was returned. */
export const countedText = ({version, cents}: Pick<CountedOrder, 'version' | 'cents'>) => `${version}:${cents ?? ''}`;

/** The same read back. Undefined where there is nothing, or something else. */
export function readCounted(text: unknown): Pick<CountedOrder, 'version' | 'cents'> | undefined {
	const [, version, cents] = /^(\d{1,15}):(-?\d{1,15})?$/.exec(String(text)) ?? [];
	return version === undefined ? undefined : {version: Number(version), cents: cents === undefined ? undefined : Number(cents)};
}

/** A reply of alternating names and values, or of pairs (RESP3). */
export function pairsIn(reply: unknown): Map<string, string> {
	const words = (reply as ReadonlyArray<string | readonly string[]>).flat();
	return new Map(words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1]!] as const] : [])));
}

/** The amount that an order adds to a sum. */
export const worth = (order: Pick<CountedOrder, 'cents'> | undefined): Sum =>
	order?.cents === undefined ? {cents: 0, orders: 0} : {cents: order.cents, orders: 1};

/**
 * Counts the orders of today that MongoDB has stored. Each counts once, however often it is reported: what it was counted with is kept beside the
 * totals, and only the difference is added. So a return is subtracted, and an older version changes nothing.
 */
export function countOrders(orders: readonly MerchantOrder[], at: LiveMoment): RedisChange {
	const {nowMs, timeZone} = at;
	const today = localDay(nowMs, timeZone);
	const ofToday = orders.filter(({placedAt}) => placedAt.getTime() >= today.startMs && placedAt.getTime() < today.nextMs);
	// A clock that is ahead may have begun the next day.
	const later = orders.filter(({placedAt}) => placedAt.getTime() >= today.nextMs);
	const ofNext = later.length === 0 ? [] : [countInto(localDay(today.nextMs, timeZone), later.map(counted), at)];
	return together([countInto(today, ofToday.map(counted), at), ...ofNext]);
}

function counted({id, merchant, version = 0, status, items}: MerchantOrder): CountedOrder {
	return {id, merchant, version, cents: status === 'returned' ? undefined : orderCents({items})};
}

function ofEachMerchant(orders: readonly CountedOrder[]): ReadonlyArray<readonly [merchant: string, orders: readonly CountedOrder[]]> {
	const of = new Map<string, CountedOrder[]>();
	for (const order of orders) {
		const others = of.get(order.merchant);
		if (others) {
			others.push(order);
		} else {
			of.set(order.merchant, [order]);
		}
	}

	return [...of];
}

/** Counts orders into the counters of their day. */
export function countInto(day: LocalDay, orders: readonly CountedOrder[], at: LiveMoment): RedisChange {
	const {nowMs} = at;
	const keys = counterKeys(day.day, at);
	const ofMerchants = ofEachMerchant(orders);
	return {
		keys: ofMerchants.map(([merchant]) => keys.counted(merchant)),
		reads: ofMerchants.map(([merchant, of]) => ['HMGET', keys.counted(merchant), ...of.map(({id}) => id)]),
		writes(replies) {
			const written = ofMerchants.flatMap(([merchant, of], i) => countOf(keys, merchant, of, replies[i] as readonly unknown[], livesMs(day, nowMs)));
			return written.length === 0 ? [] : [...written, ...[keys.totals, keys.top].map((key): RedisCommand => ['PEXPIRE', key, livesMs(day, nowMs)])];
		},
	};
}

function countOf(keys: CounterKeys, merchant: string, orders: readonly CountedOrder[], standing: readonly unknown[], keepMs: number): RedisCommand[] {
	const counted = new Map(orders.map(({id}, i) => [id, readCounted(standing[i])]));
	const changed = new Map<string, string>();
	let [cents, count] = [0, 0];
	for (const order of orders) {
		const before = counted.get(order.id);
		if (!before || before.version < order.version) {
			cents += worth(order).cents - worth(before).cents;
			count += worth(order).orders - worth(before).orders;
			counted.set(order.id, order);
			changed.set(order.id, countedText(order));
		}
	}

	return changed.size === 0
		? []
		: [
				['HSET', keys.counted(merchant), ...[...changed].flat()],
				['PEXPIRE', keys.counted(merchant), keepMs],
				['HINCRBY', keys.totals, centsOf(merchant), cents],
				['HINCRBY', keys.totals, ordersOf(merchant), count],
				['ZINCRBY', keys.top, cents, merchant],
			];
}

/** Several changes as one. */
function together(changes: readonly RedisChange[]): RedisChange {
	return {
		keys: changes.flatMap(({keys}) => keys),
		reads: changes.flatMap(({reads}) => reads),
		writes(replies) {
			let from = 0;
			return changes.flatMap(({reads, writes}) => writes(replies.slice(from, (from += reads.length))));
		},
	};
}
