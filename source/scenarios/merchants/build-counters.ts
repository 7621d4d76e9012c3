import {formatCount} from '../../words/count.ts';
import {localDay} from '../../words/local-day.ts';
import type {Upkeep, UpkeepEnds} from '../live.ts';
import {countInto} from './count-orders.ts';
import {counterKeys, livesMs, ofAll} from './counter-keys.ts';
import {ordersOfDay} from './todays-orders.ts';

/** Orders that are dated later than now by more than this come from a clock that is ahead, in milliseconds: the comparison with MongoDB finds them. */
const aheadMs = 1000;

/** Makes the counters of today whole where they are not: on a new day, and after Redis has lost them. */
export const buildCounters: Upkeep = {
	name: 'counters',
	everySeconds: 1,
	async run(ends) {
		const {totals} = counterKeys(localDay(ends.nowMs, ends.timeZone).day, ends);
		const [type] = await ends.redis([['TYPE', totals]]);
		const [whole] = type === 'hash' ? await ends.redis([['HGET', totals, ofAll.whole]]) : [null];
		return whole === null ? build(ends) : undefined;
	},
};

/**
 * Counts all of today's orders in MongoDB so far, in the same way as those that arrive meanwhile: each once, so that neither disturbs the other. They are
 * whole if Redis has not lost them in between: then the mark that stood before still does, whoever set it.
 * @returns how many were counted, in a sentence without its end; undefined where there were none
 */
async function build(ends: UpkeepEnds): Promise<string | undefined> {
	const {nowMs, timeZone, redis, mongo} = ends;
	const day = localDay(nowMs, timeZone);
	const keys = counterKeys(day.day, ends);
	const foreign = await otherTypes(ends, {[keys.totals]: 'hash', [keys.top]: 'zset'});
	if (foreign.length > 0) {
		await redis([['DEL', ...foreign]]);
	}

	const [, , mark] = await redis([
		['HSETNX', keys.totals, ofAll.building, crypto.randomUUID()],
		['PEXPIRE', keys.totals, livesMs(day, nowMs)],
		['HGET', keys.totals, ofAll.building],
	]);
	const merchants = new Set<string>();
	let count = 0;
	for await (const orders of ordersOfDay(mongo, day, nowMs + aheadMs)) {
		await redis(countInto(day, orders, ends));
		count += orders.length;
		for (const {merchant} of orders) {
			merchants.add(merchant);
		}
	}

	await redis({
		keys: [keys.totals],
		reads: [['HGET', keys.totals, ofAll.building]],
		writes: ([standing]) =>
			standing === mark
				? [
						['HSET', keys.totals, ofAll.whole, 1],
						['HDEL', keys.totals, ofAll.building],
					]
				: [],
	});
	return count === 0
		? undefined
		: `counters of today made from MongoDB: ${formatCount(count)} ${count === 1 ? 'order' : 'orders'} of ${formatCount(merchants.size)} ${merchants.size === 1 ? 'merchant' : 'merchants'}`;
}

/** Which of these keys hold something that is not of the type that they should be of. */
export async function otherTypes({redis}: Pick<UpkeepEnds, 'redis'>, keys: Readonly<Record<string, string>>): Promise<string[]> {
	const names = Object.keys(keys);
	const types = names.length === 0 ? [] : await redis(names.map(key => ['TYPE', key]));
	return names.filter((key, i) => types[i] !== keys[key] && types[i] !== 'none');
}
