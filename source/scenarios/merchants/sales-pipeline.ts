import * as z from 'zod/mini';
import {lazily} from '../lazily.ts';
import {soldStatuses} from '../shop/order.ts';
import {reportBounds} from '../shop/revenue.ts';
import type {Asking} from '../asking.ts';
import {usableMerchantOrders} from './merchant-orders.ts';
import {salesDays, sumSchema} from './merchant-sales.ts';

/** The value of an item. An order without items is worth nothing. */
const itemCents = {$multiply: ['$items.quantity', '$items.unitPriceCents']};

/** Each order with its value: the given fields, and `cents`. */
export function perOrder(kept: readonly string[]): object[] {
	return [
		{$unwind: {path: '$items', preserveNullAndEmptyArrays: true}},
		{$group: {_id: '$_id', ...Object.fromEntries(kept.map(field => [field, {$first: `$${field}`}])), cents: {$sum: itemCents}}},
	];
}

function ofMerchant({about, asOfMs}: Asking): object {
	return {$match: {merchant: about, ...usableMerchantOrders(reportBounds(asOfMs, salesDays).fromMs, asOfMs, soldStatuses)}};
}

/** The sales of one merchant in 30 days and today. */
export function salesPipeline(asking: Asking): object[] {
	const {todayMs} = reportBounds(asking.asOfMs, salesDays, asking.timeZone);
	const ofToday = (figure: unknown) => ({$sum: {$cond: [{$gte: ['$placedAt', new Date(todayMs)]}, figure, 0]}});
	return [
		ofMerchant(asking),
		...perOrder(['placedAt']),
		{$group: {_id: null, todayCents: ofToday('$cents'), todayOrders: ofToday(1), windowCents: {$sum: '$cents'}, windowOrders: {$sum: 1}}},
		{
			$project: {
				_id: 0,
				today: {cents: '$todayCents', orders: '$todayOrders'},
				window: {cents: '$windowCents', orders: '$windowOrders'},
			},
		},
	];
}

/** Its result. Empty where the merchant sold nothing. */
export const salesRowsSchema = lazily(() => z.array(z.object({today: sumSchema(), window: sumSchema()})).check(z.maxLength(1)));

/** The values of a merchant's orders of 30 days: their number, sum and sum of squares. */
export function orderValuesOf(asking: Asking): object[] {
	return [
		ofMerchant(asking),
		...perOrder([]),
		{$group: {_id: null, orders: {$sum: 1}, cents: {$sum: '$cents'}, squareCents: {$sum: {$multiply: ['$cents', '$cents']}}}},
		{$project: {_id: 0}},
	];
}
