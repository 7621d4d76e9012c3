import * as z from 'zod/mini';
import {categoriesSchema, reportBounds, reportWindowDays, revenueFiguresSchema} from '../orders/revenue.ts';

// A collection that is not there yet gives one empty document or none, depending on the server.
export const revenueAnswerSchema = z.array(z.object({
	categories: categoriesSchema,
	totals: z.array(revenueFiguresSchema).check(z.maxLength(1)),
})).check(z.maxLength(1));

/**
 * The aggregation: orders of the window that were not returned, unwound to items, summed by order, then by category.
 * "Today" is matched as plain dates, which every server and every index understands.
 */
export function revenuePipeline(asOfMs: number, timeZone: string): object[] {
	const {fromMs, todayMs} = reportBounds(asOfMs, reportWindowDays, timeZone);
	const cents = {$multiply: ['$items.quantity', '$items.unitPriceCents']};
	const todayCents = {$cond: [{$gte: ['$placedAt', new Date(todayMs)]}, cents, 0]};
	const sums = {
		todayCents: {$sum: '$todayCents'},
		revenueCents: {$sum: '$revenueCents'},
		orders: {$sum: 1},
		units: {$sum: '$units'},
	};
	const byOrder = (key: object | string) => ({
		$group: {_id: key, todayCents: {$sum: todayCents}, revenueCents: {$sum: cents}, units: {$sum: '$items.quantity'}},
	});
	return [
		{$match: {placedAt: {$gt: new Date(fromMs), $lte: new Date(asOfMs)}, status: {$ne: 'returned'}}},
		{$unwind: '$items'},
		{$facet: {
			categories: [
				byOrder({category: '$items.category', order: '$_id'}),
				{$group: {_id: '$_id.category', ...sums}},
				{$project: {_id: 0, category: '$_id', todayCents: 1, revenueCents: 1, orders: 1, units: 1}},
				{$sort: {revenueCents: -1, category: 1}},
			],
			totals: [
				byOrder('$_id'),
				{$group: {_id: null, ...sums}},
				{$project: {_id: 0, todayCents: 1, revenueCents: 1, orders: 1, units: 1}},
			],
		}},
	];
}

/** What `orderValuesPipeline` answers; nothing without orders. */
export const orderValuesAnswerSchema = z.array(z.object({orders: z.number(), cents: z.number(), squareCents: z.number()})).check(z.maxLength(1));

/** What the orders of the report are worth: each one's value, then their number, sum and sum of squares. */
export function orderValuesPipeline(asOfMs: number): object[] {
	const {fromMs} = reportBounds(asOfMs);
	return [
		{$match: {placedAt: {$gt: new Date(fromMs), $lte: new Date(asOfMs)}, status: {$ne: 'returned'}}},
		{$unwind: '$items'},
		{$group: {_id: '$_id', cents: {$sum: {$multiply: ['$items.quantity', '$items.unitPriceCents']}}}},
		{$group: {_id: null, orders: {$sum: 1}, cents: {$sum: '$cents'}, squareCents: {$sum: {$multiply: ['$cents', '$cents']}}}},
		{$project: {_id: 0}},
	];
}
