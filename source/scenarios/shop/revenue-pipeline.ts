import * as z from 'zod/mini';
import {lazily} from '../lazily.ts';
import {soldStatuses} from './order.ts';
import {categoriesSchema, reportBounds, reportWindowDays, revenueFiguresSchema} from './revenue.ts';
import {forEachFigure, revenueFigures} from './revenue-figures.ts';
import {usableOrders} from './usable-orders.ts';

// For a collection that does not exist, some servers give one empty document and others none.
export const revenueAnswerSchema = lazily(() => z.array(z.object({categories: categoriesSchema(), totals: revenueFiguresSchema()})).check(z.maxLength(1)));

/** The orders that the report counts: usable, in its window, not returned. */
function ofReport(asOfMs: number): object {
	return {$match: usableOrders(reportBounds(asOfMs).fromMs, asOfMs, soldStatuses)};
}

/**
 * The aggregation: orders of the window that were not returned, unwound to items, summed by order and category, then by
 * category, then all together. "Today" is matched as plain dates, which every server and every index understands.
 * @param mostCategories the greatest number of rows
 */
export function revenuePipeline(asOfMs: number, timeZone: string, mostCategories: number): object[] {
	const {todayMs} = reportBounds(asOfMs, reportWindowDays, timeZone);
	const isToday = {$gte: ['$placedAt', new Date(todayMs)]};
	const perOrder = Object.fromEntries(revenueFigures.flatMap(({name, mongo}) => (mongo.perOrder ? [[name, mongo.perOrder(isToday)]] : [])));
	return [
		ofReport(asOfMs),
		{
			$facet: {
				categories: [
					{$unwind: '$items'},
					{$group: {_id: {category: '$items.category', order: '$_id'}, ...perOrder}},
					{$group: {_id: '$_id.category', ...forEachFigure(({name, mongo}) => mongo.perCategory(name))}},
					{$project: {_id: 0, category: '$_id', ...forEachFigure(() => 1)}},
					{$sort: {revenueCents: -1, category: 1}},
					{$limit: mostCategories},
				],
				orders: [{$count: 'count'}],
			},
		},
		{$project: {categories: 1, totals: forEachFigure(({name, mongo}) => mongo.total(name))}},
	];
}

/** The result of `orderValuesPipeline`. Empty without orders. */
export const orderValuesAnswerSchema = lazily(() => z.array(z.object({orders: z.number(), cents: z.number(), squareCents: z.number()})).check(z.maxLength(1)));

/** The values of the orders of the report: their number, sum and sum of squares. */
export function orderValuesPipeline(asOfMs: number): object[] {
	return [
		ofReport(asOfMs),
		{$unwind: {path: '$items', preserveNullAndEmptyArrays: true}},
		{$group: {_id: '$_id', cents: {$sum: {$multiply: ['$items.quantity', '$items.unitPriceCents']}}}},
		{$group: {_id: null, orders: {$sum: 1}, cents: {$sum: '$cents'}, squareCents: {$sum: {$multiply: ['$cents', '$cents']}}}},
		{$project: {_id: 0}},
	];
}
