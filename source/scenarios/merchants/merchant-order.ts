import * as z from 'zod/mini';
import {lazily} from '../lazily.ts';
import {orderSchema, type StoredOrder} from '../shop/order.ts';

/** An order of the shop that one merchant sold. */
export type MerchantOrder = StoredOrder & {readonly merchant: string};

/** An order as MongoDB hands it back. */
export const merchantOrderSchema = lazily(() => z.extend(orderSchema(), {merchant: z.string()}));
