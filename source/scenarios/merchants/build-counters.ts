import {countedText} from '../../words/count.ts';
import {localDay} from '../../words/local-day.ts';
import type {Upkeep, UpkeepEnds} from '../live.ts';
import {countInto} from './count-orders.ts';
import {counterKeys, livesMs, ofAll} from './counter-keys.ts';
import {ordersOfDay} from './todays-orders.ts';

/** Orders dated later than this (milliseconds from now) come from a clock that is ahead. The comparison with MongoDB finds them. */
const aheadMs = 1000;

/** Completes the counters of today: on a new day, and after Redis has lost them. */
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
 * Counts all orders of today that MongoDB has so far. It counts them in the same way as orders that arrive meanwhile, each once, so that neither
 * disturbs the other. The counters are complete unless Redis lost them in between: then the mark that was set before is gone.
 * @returns how many were counted, as a sentence without a full stop; undefined where there were none
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
	return count === 0 ? undefined : `counters of today made from MongoDB: ${countedText(count, 'order')} of ${countedText(merchants.size, 'merchant')}`;
}

/** Which of these keys hold a value of the wrong type. */
export async function otherTypes({redis}: Pick<UpkeepEnds, 'redis'>, keys: Readonly<Record<string, string>>): Promise<string[]> {
	const names = Object.keys(keys);
	const types = names.length === 0 ? [] : await redis(names.map(key => ['TYPE', key]));
	return names.filter((key, i) => types[i] !== keys[key] && types[i] !== 'none');
}
