import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import type {Facts} from '../scenario.ts';
import type {StoredOrder} from '../shop/order.ts';
import {orderTables} from '../shop/orders-ledger.ts';
import {orders} from '../shop/orders.ts';
import {type Broken, brokenItems, leftOutPipeline, readLeftOut, usableOrders} from '../shop/usable-orders.ts';
import type {Market} from './market.ts';
import {type MerchantOrder, merchantOrderSchema} from './merchant-order.ts';

/** The tables of the merchants' orders: those of the shop in their own schema, with one more column. */
export const merchantsSchema = 'shopstream_merchants';

const broken: readonly Broken[] = [...brokenItems, ['merchant is no text', {$or: [{merchant: {$not: {$type: 'string'}}}, {merchant: {$type: 'array'}}]}]];

/** Orders that can be counted, of the given statuses if any. */
export function usableMerchantOrders(fromMs: number, toMs: number, statuses?: readonly string[]): object {
	return usableOrders(fromMs, toMs, statuses, broken);
}

/** The shop's orders, each with the merchant who sold it. */
export function merchantOrders(market: Market): Facts<MerchantOrder> {
	const sold = (order: StoredOrder): MerchantOrder => ({...order, merchant: market.merchantOf(order.id)});
	// The shop's orders do not move.
	const {moving: _, ...ofShop} = orders;
	return {
		...ofShop,
		collection: 'merchant_orders',
		seeded: 10_000,
		indexes: [{merchant: 1, placedAt: 1}],
		toDocument: ({id, version: _, ...order}) => ({_id: id, ...order}),
		fromDocument(id, document) {
			const parsed = merchantOrderSchema().safeParse({id, ...document});
			if (!parsed.success) {
				throw new Problem(
					`The order ${plainText(id)} in MongoDB cannot be archived, its ${parsed.error.issues[0]?.path.join('.')} is not as expected: mend or remove it`,
				);
			}

			return parsed.data;
		},
		ledger: orderTables<MerchantOrder>({schema: merchantsSchema, added: {column: 'merchant_id', field: 'merchant'}}),
		usable: (fromMs, toMs) => usableMerchantOrders(fromMs, toMs),
		leftOut: {pipeline: (fromMs, toMs) => leftOutPipeline(fromMs, toMs, broken), read: rows => readLeftOut(rows, broken)},
		generate: async wanted => withMerchants(await orders.generate(wanted), sold),
		async arrivals(seed) {
			const arrive = await orders.arrivals(seed);
			return (nowMs, random) => [arrive(nowMs, random)].flat().map(sold);
		},
	};
}

function* withMerchants(of: Iterable<StoredOrder>, sold: (order: StoredOrder) => MerchantOrder): Generator<MerchantOrder, void> {
	for (const order of of) {
		yield sold(order);
	}
}
