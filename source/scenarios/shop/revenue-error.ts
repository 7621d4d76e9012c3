import {budgetTtl} from '../../lab/error-budget.ts';
import {todayMissingShare} from '../../lab/ttl-error.ts';
import {localDay} from '../../words/local-day.ts';
import type {ErrorModel} from '../error-model.ts';
import type {OrderValues, RevenueReport} from './revenue.ts';
import {offBy} from './revenue-off.ts';
import {orderValuesAnswerSchema, orderValuesPipeline} from './revenue-pipeline.ts';
import {sampledValueVariation} from './value-variation.ts';

/** How wrong an old report is. It misses the orders that came since, and one from before midnight misses all of today. */
export const revenueError: ErrorModel<RevenueReport, OrderValues> = {
	headline: {name: 'today', inFull: "today's revenue"},
	part: 'category',
	compare: offBy,
	whyApart: 'Old orders are returned, or leave the 30 days: so 30 d and today differ.',
	trade: {
		pipeline: ({asOfMs}) => orderValuesPipeline(asOfMs),
		read: rows => orderValuesAnswerSchema().parse(rows)[0] ?? {orders: 0, cents: 0, squareCents: 0},
	},
	variation: {
		measured: ({orders, cents, squareCents}) => (orders === 0 || cents === 0 ? undefined : Math.sqrt(Math.max(0, (squareCents * orders) / cents ** 2 - 1))),
		sampled: sampledValueVariation,
	},
	/** From the measured mean value of an order and the present rate. */
	expectedShare({truth, trade: {orders, cents}, factsPerSecond, leastSeconds, mostSeconds}) {
		return factsPerSecond <= 0 || orders === 0 || truth.totals.todayCents <= 0 || cents <= 0
			? undefined
			: todayMissingShare({
					leastSeconds,
					mostSeconds,
					fullSeconds: truth.totals.todayCents / ((factsPerSecond * cents) / orders),
					dayOldSeconds: dayOldSeconds(truth),
				});
	},
	budget({truth, trade: {orders, cents, squareCents}, factsPerSecond, errorShare, fillSeconds}) {
		return orders === 0 || cents <= 0 || truth.totals.todayCents < 0
			? undefined
			: budgetTtl({
					errorShare,
					ordersPerSecond: factsPerSecond,
					meanCents: cents / orders,
					squareCents: squareCents / orders,
					todayCents: truth.totals.todayCents,
					sinceMidnightSeconds: dayOldSeconds(truth),
					fillSeconds,
				});
	},
};

function dayOldSeconds({asOfMs, timeZone}: RevenueReport): number {
	return (asOfMs - localDay(asOfMs, timeZone).startMs) / 1000;
}
