import * as z from 'zod/mini';
import {lazily} from '../lazily.ts';
import type {LeftOut} from '../left-out.ts';
import {orderStatuses} from './order.ts';

// The conditions under which an order is counted, as MongoDB filters. The table, the truth and the archive all use them. Other members that a document
// may have do not matter.

/** The greatest quantity and price (in cents) of an item, of either sign. Their product is still an exact number of cents. */
const most = {quantity: 1_000_000, unitPriceCents: 9_000_000_000} as const;

const isList = {$type: 'array'} as const;

/** A date. MongoDB's operators also look into lists, so lists are excluded explicitly. */
const dated = {placedAt: {$type: 'date', $not: isList}} as const;

const known = {status: {$in: orderStatuses, $not: isList}} as const;

/** A reason why a document cannot be counted, and the filter that matches such documents. */
export type Broken = readonly [reason: string, match: object];

/** Reasons why items cannot be counted, in the order in which they are checked. */
export const brokenItems: readonly Broken[] = [
	['items is no list', {items: {$not: isList}}],
	['an item is no object', {items: {$elemMatch: {$not: {$type: 'object'}}}}],
	["an item's category is no text", {items: {$elemMatch: {$or: [{category: {$not: {$type: 'string'}}}, {category: isList}]}}}],
	["an item's quantity is no whole number", {$nor: [whole('quantity')]}],
	["an item's unitPriceCents is no whole number", {$nor: [whole('unitPriceCents')]}],
];

/** Numbers within the limits. Only doubles can be fractions, so only they are checked for it. */
function whole(field: keyof typeof most): object {
	const limit = most[field];
	const outside = [{[field]: {$not: {$type: ['int', 'long', 'double']}}}, {[field]: isList}, {[field]: {$not: {$gte: -limit, $lte: limit}}}];
	// The conversion gives null for what is no number, because the server may evaluate this before it checks the types.
	const isWhole = {$eq: [`$$item.${field}`, {$convert: {input: `$$item.${field}`, to: 'long', onError: null, onNull: null}}]};
	return {
		items: {$not: {$elemMatch: {$or: outside}}},
		$or: [
			{items: {$not: {$elemMatch: {[field]: {$type: 'double'}}}}},
			{$expr: {$not: [{$in: [false, {$map: {input: {$cond: [{$isArray: '$items'}, '$items', []]}, as: 'item', in: isWhole}}]}]}},
		],
	};
}

/** Placed in (`fromMs`, `toMs`]. */
function placed(fromMs: number, toMs: number): object {
	return {placedAt: {$gt: new Date(fromMs), $lte: new Date(toMs), $not: isList}};
}

/**
 * Orders placed in (`fromMs`, `toMs`] that can be counted: with a known status and valid items. An order without items is worth nothing, and a
 * negative quantity or price is a refund.
 * @param broken further reasons not to count an order, beside its date and status
 */
export function usableOrders(fromMs: number, toMs: number, statuses: readonly string[] = orderStatuses, broken = brokenItems): object {
	return {
		...placed(fromMs, toMs),
		status: {$in: statuses, $not: isList},
		$nor: broken.map(([, match]) => match),
	};
}

/** The reason why a document is left out, in the order in which reasons are checked. An unknown status is quoted. */
const reasons = (broken: readonly Broken[]): readonly Broken[] => [
	['placedAt is missing', {placedAt: {$exists: false}}],
	['placedAt is text', {placedAt: {$type: 'string', $not: isList}}],
	['placedAt is no date', {$nor: [dated]}],
	['status is missing', {status: {$exists: false}}],
	['status is no text', {$or: [{status: {$not: {$type: 'string'}}}, {status: isList}]}],
	['status', {$nor: [known]}],
	...broken,
];

/** The result of `leftOutPipeline`: how many for each reason, and for each status where that is the reason. */
const leftOutAnswerSchema = lazily(() => {
	const counted = z.object({_id: z.nullish(z.string()), count: z.number()});
	return z.array(z.object({reasons: z.array(z.array(counted))})).check(z.maxLength(1));
});

/** How many unknown statuses are counted apart. */
const mostStatuses = 50;

/**
 * Counts the documents that an answer as of `toMs` leaves out: those of its days that cannot be counted, and those without a date, which may be of
 * any day.
 */
export function leftOutPipeline(fromMs: number, toMs: number, broken = brokenItems): object[] {
	const count = {$sum: 1};
	const branches = reasons(broken).map(
		([reason, match], i) =>
			[
				`reason${i}`,
				[
					{
						$match: {
							$and: [
								...reasons(broken)
									.slice(0, i)
									.map(([, earlier]) => ({$nor: [earlier]})),
								match,
							],
						},
					},
					...(reason === 'status' ? [{$group: {_id: '$status', count}}, {$sort: {count: -1}}, {$limit: mostStatuses}] : [{$group: {_id: null, count}}]),
				],
			] as const,
	);
	return [
		{$match: {$or: [{$nor: [dated]}, {...placed(fromMs, toMs), $nor: [usableOrders(fromMs, toMs, orderStatuses, broken)]}]}},
		{$facet: Object.fromEntries(branches)},
		{$project: {reasons: branches.map(([name]) => `$${name}`)}},
	];
}

/** A longer status is cut. */
const statusLength = 24;

/** The counts by reason, the most frequent first. @throws ZodError for a result of another form */
export function readLeftOut(answer: unknown, broken = brokenItems): LeftOut[] {
	const [found] = leftOutAnswerSchema().parse(answer);
	const named = (found?.reasons ?? []).flatMap((counts, i) =>
		counts.map(({_id, count}) => {
			const text = _id ?? '';
			const [reason] = reasons(broken)[i]!;
			return {reason: reason === 'status' ? `status '${text.length > statusLength ? `${text.slice(0, statusLength - 1)}…` : text}'` : reason, count};
		}),
	);
	return named.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
