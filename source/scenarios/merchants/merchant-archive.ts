import {Problem} from '../../words/problem.ts';
import type {Archiving} from '../scenario.ts';
import {parseLine} from '../plain-json.ts';
import {orderIn, toJsonLine} from '../shop/json-lines.ts';
import {orderArchive} from '../shop/order-archive.ts';
import type {MerchantOrder} from './merchant-order.ts';

/** The merchants' orders in the archive: the shop's lines, with a merchant. */
export const merchantArchive: Archiving<MerchantOrder> = {
	...orderArchive,
	lineSchema: 1,
	line: order => toJsonLine(order, {merchant_id: order.merchant}),
	read(line) {
		const document = parseLine(line);
		const order = orderIn(document);
		const {merchant_id: merchant} = document as {readonly merchant_id?: unknown};
		if (typeof merchant !== 'string') {
			throw new Problem('is no order: its merchant_id is not as expected');
		}

		return {...order, merchant};
	},
};
