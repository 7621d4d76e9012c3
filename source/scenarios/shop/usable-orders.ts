import * as z from 'zod/mini';
import {lazily} from '../lazily.ts';
import type {LeftOut} from '../left-out.ts';
import {orderStatuses} from './order.ts';

// What an order must be to be counted, in MongoDB's own terms: table, truth and archive all match by these. What a
// document of others holds beside this is of no matter.

/** The greatest quantity and price (in cents) of an item, of either sign: what they come to is still whole cents. */
const most = {quantity: 1_000_000, unitPriceCents: 9_000_000_000} as const;

const isList = {$type: 'array'} as const;

/** A date. MongoDB's operators look into lists, so that those are shut out by name. */
const dated = {placedAt: {$type: 'date', $not: isList}} as const;

const known = {status: {$in: orderStatuses, $not: isList}} as const;

/** Why a document cannot be counted, and what matches it. */
export type Broken = readonly [reason: string, match: object];

/** Why items cannot be counted, in the order in which it is looked for. */
export const brokenItems: readonly Broken[] = [
	['items is no list', {items: {$not: isList}}],
	['an item is no object', {items: {$elemMatch: {$not: {$type: 'object'}}}}],
	["an item's category is no text", {items: {$elemMatch: {$or: [{category: {$not: {$type: 'string'}}}, {category: isList}]}}}],
	["an item's quantity is no whole number", {$nor: [whole('quantity')]}],
	["an item's unitPriceCents is no whole number", {$nor: [whole('unitPriceCents')]}],
];

/** Numbers within the limits. Fractions can only be among doubles, and are looked for only there. */
function whole(field: keyof typeof most): object {
	const limit = most[field];
	const outside = [{[field]: {$not: {$type: ['int', 'long', 'double']}}}, {[field]: isList}, {[field]: {$not: {$gte: -limit, $lte: limit}}}];
	// Conversion gives null for what is no number: the server may look here before it looks at the types.
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
 * Orders placed in (`fromMs`, `toMs`] that can be counted: a known status, and items that are all whole. No items at all
 * are an order that is worth nothing; a negative quantity or price is a refund.
 * @param broken why an order is none to count, beside its date and status
 */
export function usableOrders(fromMs: number, toMs: number, statuses: readonly string[] = orderStatuses, broken = brokenItems): object {
	return {
		...placed(fromMs, toMs),
		status: {$in: statuses, $not: isList},
		$nor: broken.map(([, match]) => match),
	};
}

/** Why a document is left out, in the order in which it is looked for; an unknown status is named by its text. */
const reasons = (broken: readonly Broken[]): readonly Broken[] => [
	['placedAt is missing', {placedAt: {$exists: false}}],
	['placedAt is text', {placedAt: {$type: 'string', $not: isList}}],
	['placedAt is no date', {$nor: [dated]}],
	['status is missing', {status: {$exists: false}}],
	['status is no text', {$or: [{status: {$not: {$type: 'string'}}}, {status: isList}]}],
	['status', {$nor: [known]}],
	...broken,
];

/** What `leftOutPipeline` answers: for each reason how many, by status where that is the reason. */
const leftOutAnswerSchema = lazily(() => {
	const counted = z.object({_id: z.nullish(z.string()), count: z.number()});
	return z.array(z.object({reasons: z.array(z.array(counted))})).check(z.maxLength(1));
});

/** Statuses that are told apart. */
const mostStatuses = 50;

/**
 * Counts the documents that are left out of an answer as of `toMs`: those that cannot be counted, and those without a
 * date, of which nobody can tell when they were placed.
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

/** The longest text of a status that is shown whole. */
const statusLength = 24;

/** The counts as reasons, most first. @throws ZodError for an answer of another form */
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
