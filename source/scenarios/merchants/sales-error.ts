import type {ErrorModel, OffBy} from '../error-model.ts';
import type {OrderValues} from '../shop/revenue.ts';
import {rowsOff} from '../shop/revenue-off.ts';
import {revenueError} from '../shop/revenue-error.ts';
import type {Market} from './market.ts';
import {type MerchantSales, salesDays} from './merchant-sales.ts';
import {orderValuesOf} from './sales-pipeline.ts';

/** How far shown sales are from the truth: today, and the window where both know it. Sales from before midnight know nothing of today. */
function offBy(shown: MerchantSales, truth: MerchantSales): OffBy {
	const isOfOtherDay = shown.day !== truth.day || shown.timeZone !== truth.timeZone;
	const cents = ({today, window}: MerchantSales) => ({todayCents: today.cents, windowCents: window?.cents});
	return {rows: rowsOff(cents(shown), cents(truth), {days: salesDays, otherDay: isOfOtherDay ? truth.day : undefined}), worst: undefined};
}

/** How wrong old sales are. The theory is the shop's, applied to one merchant's share of the orders. */
export function salesError(market: Market): ErrorModel<MerchantSales, OrderValues> {
	/** What the shop's theory looks at of an answer, and how many orders a second this merchant has. */
	const asShop = ({asOfMs, merchant, day, timeZone, today, window}: MerchantSales, factsPerSecond: number) => ({
		truth: {
			asOfMs,
			windowDays: salesDays,
			day,
			timeZone,
			categories: [],
			totals: {todayCents: today.cents, revenueCents: window?.cents ?? 0, orders: window?.orders ?? 0, units: 0},
		},
		factsPerSecond: factsPerSecond * (market.popularity()[(market.rank(merchant) ?? 0) - 1] ?? 0),
	});
	return {
		headline: {name: 'today', inFull: "today's sales"},
		compare: offBy,
		whyApart: revenueError.whyApart!,
		trade: {pipeline: orderValuesOf, read: revenueError.trade!.read},
		variation: revenueError.variation!,
		expectedShare: ({truth, factsPerSecond, ...at}) => revenueError.expectedShare!({...at, ...asShop(truth, factsPerSecond)}),
		budget: ({truth, factsPerSecond, ...at}) => revenueError.budget!({...at, ...asShop(truth, factsPerSecond)}),
	};
}
