import type {Keeping} from '../keeping.ts';
import {orderKeeping} from '../shop/order-keeping.ts';

/** The shop's orders, each with its merchant: some 14 letters, measured beside the shop's in the same way; PostgreSQL's part is reckoned. */
export const merchantKeeping: Keeping = {...orderKeeping, bytesPerFact: {postgres: 653, mongo: 504, redis: 759, gcs: 100, history: 267}};
