import type {Auditing} from '../auditing.ts';
import {orderAudit} from '../shop/order-audit.ts';
import type {MerchantOrder} from './merchant-order.ts';

/** How `audit` looks up an order of a merchant. */
export const merchantAudit: Auditing<MerchantOrder> = {
	...orderAudit,
	fields: [...orderAudit.fields, {name: 'merchant', title: 'merchant', unit: 'text', value: ({merchant}) => merchant}],
};
