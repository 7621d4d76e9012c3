import {formatCount} from '../../words/count.ts';
import {type LocalDay, localDay} from '../../words/local-day.ts';
import {formatCents} from '../../words/money.ts';
import {plainText} from '../../words/plain-text.ts';
import type {RedisCommand, Upkeep, UpkeepEnds} from '../live.ts';
import {otherTypes} from './build-counters.ts';
import {countedText, type CountedOrder, pairsIn, readCounted, worth} from './count-orders.ts';
import {centsOf, type CounterKeys, counterKeys, livesMs, ofAll, ordersOf} from './counter-keys.ts';
import type {Sum} from './merchant-sales.ts';
import {ordersOfMerchant, sumsOfDay} from './todays-orders.ts';

/** How often the counters are compared with MongoDB, in seconds. */
export const reconcileEverySeconds = 10;

/** How many merchants are repaired at a time, those furthest off first. The others follow next time. */
const mostSuspects = 200;

/** An order that MongoDB has had for this long and Redis does not know was never reported to Redis. In milliseconds. */
const settleMs = 500;

/** Compares the counters of today with MongoDB, and repairs those that are off. */
export const reconcileCounters: Upkeep = {name: 'reconcile', everySeconds: reconcileEverySeconds, run: reconcile};

type At = UpkeepEnds & {readonly day: LocalDay; readonly keys: CounterKeys};

/** A merchant whose counter was off, and by how much. */
type Mended = {readonly merchant: string; readonly offCents: number; readonly offOrders: number};

async function reconcile(ends: UpkeepEnds): Promise<string | undefined> {
	const day = localDay(ends.nowMs, ends.timeZone);
	const at: At = {...ends, day, keys: counterKeys(day.day, ends)};
	const foreign = await otherTypes(ends, {[at.keys.totals]: 'hash', [at.keys.top]: 'zset'});
	if (foreign.length > 0) {
		// Without the mark all counters are built again.
		await ends.redis([['DEL', at.keys.totals, at.keys.top]]);
		return `${plainText(foreign[0]!)} held something else than counters: they are made anew from MongoDB`;
	}

	const before = await readTotals(at);
	if (!before.isWhole) {
		return undefined;
	}

	const truth = await sumsOfDay(ends.mongo, day);
	let suspects = suspectsOf(truth, before, await readTotals(at));
	if (suspects.length > 0) {
		// Redis is told a moment after MongoDB. To look at every order of the busiest merchants each time would cost more, the longer the day.
		await ends.pause(settleMs);
		suspects = suspectsOf(truth, before, await readTotals(at));
	}

	const stored: Array<readonly [merchant: string, orders: readonly CountedOrder[]]> = [];
	for (const merchant of suspects.slice(0, mostSuspects)) {
		stored.push([merchant, await ordersOfMerchant(ends.mongo, day, merchant)]);
	}

	if (stored.length > 0) {
		await ends.pause(settleMs);
	}

	const mended: Mended[] = [];
	for (const [merchant, orders] of stored) {
		const off = await mend(at, merchant, orders);
		mended.push(...(off ? [off] : []));
	}

	await ends.redis([
		['HSET', at.keys.totals, ofAll.reconciledAtMs, ends.nowMs, ofAll.offCents, mended.reduce((sum, {offCents}) => sum + Math.abs(offCents), 0)],
	]);
	return mended.length === 0 ? undefined : sentence(mended);
}

/** The totals, and the list of those who sold most. */
type Totals = {
	readonly isWhole: boolean;
	of(merchant: string): Sum | undefined;
	top(merchant: string): number | undefined;
	readonly merchants: ReadonlySet<string>;
};

async function readTotals({redis, keys}: At): Promise<Totals> {
	const [fields, scores] = (
		await redis([
			['HGETALL', keys.totals],
			['ZRANGE', keys.top, 0, -1, 'WITHSCORES'],
		])
	).map(pairsIn) as [Map<string, string>, Map<string, string>];
	return {
		isWhole: fields.has(ofAll.whole),
		of: merchant => ({cents: Number(fields.get(centsOf(merchant)) ?? 0), orders: Number(fields.get(ordersOf(merchant)) ?? 0)}),
		top: merchant => Number(scores.get(merchant) ?? 0),
		merchants: new Set([...[...fields.keys()].flatMap(field => /^(.*):(?:cents|orders)$/s.exec(field)?.[1] ?? []), ...scores.keys()]),
	};
}

/**
 * The merchants whose counters differ from MongoDB, those furthest off first. MongoDB was asked between two reads of the counters: a value between
 * the two is not off, as orders came meanwhile.
 */
function suspectsOf(truth: ReadonlyMap<string, Sum>, before: Totals, after: Totals): string[] {
	const off = (name: keyof Sum, merchant: string) => {
		const [earlier, later, is] = [before.of(merchant)![name], after.of(merchant)![name], truth.get(merchant)?.[name] ?? 0];
		const [least, most] = [Math.min(earlier, later), Math.max(earlier, later)];
		return is >= least && is <= most ? 0 : Math.max(1, Math.abs(is - later) || Number.MAX_SAFE_INTEGER);
	};
	const isListed = (merchant: string) => [before, after].some(totals => totals.top(merchant) === totals.of(merchant)!.cents);
	return [...new Set([...truth.keys(), ...after.merchants])]
		.map(merchant => ({merchant, off: off('cents', merchant) + off('orders', merchant) + (isListed(merchant) ? 0 : 1)}))
		.filter(({off}) => off > 0)
		.sort((a, b) => b.off - a.off)
		.map(({merchant}) => merchant);
}

/**
 * Sets one merchant's counters to the sum of its orders in MongoDB, in one transaction. Orders that others count meanwhile are included.
 * @param stored its orders in MongoDB, as of a moment ago
 * @returns by how much they were off; undefined where only orders on their way were missing
 */
async function mend(at: At, merchant: string, stored: readonly CountedOrder[]): Promise<Mended | undefined> {
	const {day, keys, nowMs, redis, mongo} = at;
	const foreign = await otherTypes(at, {[keys.counted(merchant)]: 'hash'});
	if (foreign.length > 0) {
		await redis([['DEL', ...foreign]]);
	}

	const ids = new Set(stored.map(({id}) => id));
	const [standing] = (await redis([['HGETALL', keys.counted(merchant)]])).map(pairsIn) as [Map<string, string>];
	// Orders that were counted and were not in MongoDB: they have come since, or were deleted.
	const unknown = [...standing.keys()].filter(id => !ids.has(id));
	const now = unknown.length === 0 ? ids : new Set((await ordersOfMerchant(mongo, day, merchant)).map(({id}) => id));
	const gone = unknown.filter(id => !now.has(id));

	let mended: Mended | undefined;
	await redis({
		keys: [keys.counted(merchant), keys.totals, keys.top],
		reads: [
			['HGETALL', keys.counted(merchant)],
			['HMGET', keys.totals, centsOf(merchant), ordersOf(merchant)],
			['ZSCORE', keys.top, merchant],
		],
		writes([counted, totals, score]) {
			const was = pairsIn(counted);
			const is = new Map(was);
			for (const order of stored) {
				const before = readCounted(was.get(order.id));
				if (!before || before.version < order.version || (before.version === order.version && before.cents !== order.cents)) {
					is.set(order.id, countedText(order));
				}
			}

			for (const id of gone) {
				is.delete(id);
			}

			const sum = sumOf(is);
			const [cents, orders] = (totals as ReadonlyArray<string | null>).map(text => Number(text ?? 0)) as [number, number];
			const changed = [...is].filter(([id, text]) => was.get(id) !== text);
			const removed = [...was.keys()].filter(id => !is.has(id));
			if (changed.length + removed.length === 0 && cents === sum.cents && orders === sum.orders && Number(score ?? 0) === sum.cents) {
				mended = undefined;
				return [];
			}

			mended = {merchant, offCents: (Number.isFinite(cents) ? cents : 0) - sum.cents, offOrders: (Number.isFinite(orders) ? orders : 0) - sum.orders};
			const commands: RedisCommand[] = [
				['HSET', keys.totals, centsOf(merchant), sum.cents, ordersOf(merchant), sum.orders],
				['ZADD', keys.top, sum.cents, merchant],
			];
			return [
				...commands,
				...(changed.length > 0 ? [['HSET', keys.counted(merchant), ...changed.flat()] satisfies RedisCommand] : []),
				...(removed.length > 0 ? [['HDEL', keys.counted(merchant), ...removed] satisfies RedisCommand] : []),
				// One that somebody had removed is a new key without an end.
				...[keys.totals, keys.top, keys.counted(merchant)].map((key): RedisCommand => ['PEXPIRE', key, livesMs(day, nowMs)]),
			];
		},
	});
	return mended;
}

function sumOf(counted: ReadonlyMap<string, string>): Sum {
	return [...counted.values()].reduce<Sum>(
		(sum, text) => {
			const {cents, orders} = worth(readCounted(text) as CountedOrder | undefined);
			return {cents: sum.cents + cents, orders: sum.orders + orders};
		},
		{cents: 0, orders: 0},
	);
}

/** What was repaired, naming the counter that was furthest off. */
function sentence(mended: readonly Mended[]): string {
	const [{merchant, offCents, offOrders}] = mended.toSorted((a, b) => Math.abs(b.offCents) - Math.abs(a.offCents)) as [Mended];
	const off = offCents === 0 ? `${formatCount(Math.abs(offOrders))} ${Math.abs(offOrders) === 1 ? 'order' : 'orders'}` : formatCents(Math.abs(offCents));
	const way = (offCents === 0 ? offOrders : offCents) < 0 ? 'below' : 'above';
	const how = offCents === 0 && offOrders === 0 ? 'was not what its orders come to' : `was ${off} ${way} what MongoDB holds`;
	return mended.length === 1
		? `the counter of ${plainText(merchant)} ${how}: mended`
		: `${formatCount(mended.length)} counters were not what MongoDB holds, that of ${plainText(merchant)} ${off} ${way}: mended`;
}
