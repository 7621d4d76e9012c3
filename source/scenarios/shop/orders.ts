import {Problem} from '../../words/problem.ts';
import {plainText} from '../../words/plain-text.ts';
import type {Facts} from '../scenario.ts';
import {createCatalogue} from './catalogue.ts';
import {generateOrders, makeOrder, olderOrders} from './generate-orders.ts';
import {orderSchema, type StoredOrder} from './order.ts';
import {ordersLedger} from './orders-ledger.ts';
import {windowDays} from './revenue.ts';
import {leftOutPipeline, readLeftOut, usableOrders} from './usable-orders.ts';

/** The shop's orders. */
export const orders: Facts<StoredOrder> = {
	one: 'order',
	many: 'orders',
	placed: {one: 'checkout', many: 'checkouts'},
	collection: 'orders',
	window: {field: 'placedAt', days: windowDays},
	id: ({id}) => id,
	atMs: ({placedAt}) => placedAt.getTime(),
	// Only a document that came from PostgreSQL has a version, and the code that brings it adds it.
	toDocument: ({id, version: _, ...order}) => ({_id: id, ...order}),
	fromDocument(id, document) {
		const parsed = orderSchema().safeParse({id, ...document});
		if (!parsed.success) {
			throw new Problem(
				`The order ${plainText(id)} in MongoDB cannot be archived, its ${parsed.error.issues[0]?.path.join('.')} is not as expected: mend or remove it`,
			);
		}

		return parsed.data;
	},
	ledger: ordersLedger,
	usable: usableOrders,
	leftOut: {pipeline: (fromMs, toMs) => leftOutPipeline(fromMs, toMs), read: rows => readLeftOut(rows)},
	generate: async wanted => generateOrders(wanted, await createCatalogue(wanted.seed)),
	older: olderOrders,
	async arrivals(seed) {
		const catalogue = await createCatalogue(seed);
		return (nowMs, random) => makeOrder(nowMs, nowMs, catalogue, random);
	},
};
